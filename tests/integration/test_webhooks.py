"""Webhooks and traffic on a real MongoDB, by real SMTP and HTTP: who is called, when again, and what goes first."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from standardwebhooks import Webhook

from services.notifications.breaker import FAILURES
from services.notifications.claims import LEASE, PUT_BACK, STUCK_AFTER, Priority
from services.notifications.endpoint_watch import EndpointWatch
from services.notifications.retries import ATTEMPTS
from services.notifications.routing import Routing
from services.notifications.throttles import Rates
from shared.clock import now
from shared.contracts.delegations.delegation import ExhibitorsMatched
from shared.eventing.store import Store
from shared.mongo import Mongo
from tests.conftest import Eventually
from tests.integration.test_deliveries import House
from tests.unit.notifications import world
from tests.unit.notifications.receiver import Receiver, receiving
from tests.unit.notifications.sink import Sink, serving

pytestmark = pytest.mark.real

TYPE = "liaison.exhibitor_matched"
ALONE = world.MATCHED.model_copy(update={"matches": world.MATCHED.matches[:1]})


@pytest.fixture
async def sink() -> Sink:
    return Sink()


@pytest.fixture
async def house(mongo: Mongo, sink: Sink) -> AsyncIterator[House]:
    async with serving(sink) as smtp:
        house = House(mongo, smtp)
        await house.sender().prepare()
        await house.meets(**world.PEOPLE)
        await house.hears(*world.FACTS)
        yield house


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    with receiving() as server:
        yield server


async def companies(house: House, number: int) -> ExhibitorsMatched:
    """So many companies with one mailbox, and the event that tells them all of something."""
    matches = tuple(world.MATCHED.matches[0].model_copy(update={"company": f"company-{n}"}) for n in range(number))
    await house.hears(*(world.ACME.model_copy(update={"company": match.company}) for match in matches))
    return world.MATCHED.model_copy(update={"matches": matches})


async def set_all(house: House, **what: Any) -> None:
    await house.deliveries.collection.update_many({}, {"$set": what})


async def test_each_endpoint_that_wants_it_is_called_once_under_an_id_of_its_own(
    house: House, receiver: Receiver, sink: Sink, eventually: Eventually
) -> None:
    for id, types in (("all", []), ("matches", [TYPE]), ("others", ["liaison.assistance_progress"])):
        assert await house.endpoints.register(id, "acme", receiver.url.replace("x=1", id), now(), types)
    await house.hears(ALONE)
    async with house.sending():
        await eventually(house.settled(sent=2))
        await house.hears(ALONE)
        await eventually(house.settled(sent=2))
    paths = {headers["path"]: headers["webhook-id"] for headers, _ in receiver.received}
    assert (len(receiver.received), set(paths)) == (2, {"/hook?all", "/hook?matches"})
    logged = [await house.deliveries.page({"endpoint": id}, None, 9) for id in ("all", "matches", "others")]
    assert [[one["_id"] for one in some] for some in logged] == [[paths["/hook?all"]], [paths["/hook?matches"]], []]
    assert sink.mails == []


async def test_where_a_delivery_goes_is_decided_once(house: House) -> None:
    routing = Routing(house.endpoints, house.deliveries)
    await house.endpoints.register("b", "acme", "https://hooks.example/", now())
    await house.endpoints.register("c", "acme", "https://hooks.example/", now())
    await house.hears(ALONE)
    taken, same = await house.deliveries.claim(now()), await house.only()
    assert taken is not None
    assert (await routing.target(taken, TYPE, now())) is not None
    await house.endpoints.register("a", "acme", "https://hooks.example/", now())
    found = await routing.target(same, TYPE, now())  # by whoever took over without knowing of it
    assert found is not None
    assert found.endpoint == "b"
    assert await house.deliveries.figures(None) == {"sending": 1, "pending": 1}


async def test_an_endpoint_that_wants_something_else_leaves_its_company_to_mail(
    house: House, receiver: Receiver, sink: Sink, eventually: Eventually
) -> None:
    await house.endpoints.register("hook", "acme", receiver.url, now(), ["liaison.assistance_progress"])
    await house.hears(ALONE)
    async with house.sending():
        await eventually(house.settled(sent=1))
    assert (len(sink.mails), receiver.received) == (1, [])


async def test_a_failed_attempt_keeps_the_answer_and_the_next_is_signed_anew_under_the_same_id(
    house: House, receiver: Receiver, eventually: Eventually
) -> None:
    secret = await house.endpoints.register("hook", "acme", receiver.url, now())
    assert secret is not None
    receiver.code, receiver.says = 500, b"out of order"
    await house.hears(ALONE)

    async def tried() -> bool:
        return len((await house.only())["attempts"]) == 1

    async with house.sending():
        await eventually(tried)
        waiting = await house.only()
        assert (waiting["status"], waiting["attempts"][0]["response"]) == ("pending", "out of order")
        assert "failing_since" in (await house.endpoints.get("hook") or {})
        assert timedelta(seconds=4) < waiting["due_at"] - waiting["attempts"][0]["at"] < timedelta(seconds=6)
        receiver.code, receiver.says = 200, b"thank you"
        rotated = await house.endpoints.rotate("hook", now())
        await set_all(house, due_at=now())
        await eventually(house.settled(sent=1))
    assert "failing_since" not in (await house.endpoints.get("hook") or {})
    assert [one["response"] for one in (await house.only())["attempts"]] == ["out of order", "thank you"]
    (first, body), (second, again) = receiver.received
    assert (first["webhook-id"], body) == (second["webhook-id"], again)
    assert rotated is not None
    for valid in (secret, rotated):
        Webhook(valid).verify(again, second)
    assert [len(sent["webhook-signature"].split()) for sent in (first, second)] == [1, 2]


async def test_a_replaced_secret_signs_for_a_day(house: House) -> None:
    former = await house.endpoints.register("hook", "acme", "https://hooks.example/", now())
    new = await house.endpoints.rotate("hook", now())
    for later, secrets in ((timedelta(hours=23), (new, former)), (timedelta(hours=25), (new,))):
        target = await house.endpoints.target("hook", now() + later)
        assert target is not None
        assert target.secrets == secrets
    assert not {"secret", "former_secret"} & set(await house.endpoints.get("hook") or {})


async def test_a_receiver_that_says_when_to_come_again_is_heard(
    house: House, receiver: Receiver, eventually: Eventually
) -> None:
    await house.endpoints.register("hook", "acme", receiver.url, now())
    receiver.code, receiver.more = 503, {"Retry-After": "7200"}
    await house.hears(ALONE)

    async def waits() -> bool:
        return bool((await house.only())["due_at"] > now() + timedelta(minutes=119))

    async with house.sending():
        await eventually(waits)


async def test_after_eight_attempts_it_has_failed_and_is_recovered_on_demand(
    house: House, receiver: Receiver, eventually: Eventually
) -> None:
    await house.endpoints.register("hook", "acme", receiver.url, now())
    receiver.code, before = 500, now()
    await house.hears(ALONE)

    async def failed() -> bool:
        await house.deliveries.collection.update_many({"status": "pending"}, {"$set": {"due_at": now()}})
        return bool((await house.only())["status"] == "failed")

    async with house.sending():
        await eventually(failed)
        assert len(receiver.received) == ATTEMPTS
        assert len({headers["webhook-id"] for headers, _ in receiver.received}) == 1
        receiver.code = 204
        assert await house.deliveries.recover("hook", now(), now()) == 0
        assert await house.deliveries.recover("other", before - timedelta(hours=1), now()) == 0
        assert await house.deliveries.recover("hook", before - timedelta(hours=1), now()) == 1
        await eventually(house.settled(sent=1))


async def test_an_endpoint_that_fails_for_five_days_is_warned_about_twice_and_disabled(
    house: House, mongo: Mongo
) -> None:
    await house.endpoints.register("hook", "acme", "https://hooks.example/", now())
    store, began, day = Store(mongo), now() - timedelta(days=6), timedelta(days=1)
    await store.prepare()
    watch = EndpointWatch(house.endpoints, store)
    await house.endpoints.failed("hook", began)
    for days in (1, 2, 3, 4, 5):
        await house.endpoints.failed("hook", began + days * day)
        for _ in range(2):
            await watch.look(began + days * day)
    commits = await mongo["commits"].find({}).sort("first").to_list(None)
    types = [event["type"].removeprefix("notifications.") for commit in commits for event in commit["events"]]
    assert types == ["EndpointWarned", "EndpointWarned", "EndpointDisabled"]
    shown = await house.endpoints.get("hook") or {}
    assert (shown["enabled"], shown["disabled_because"]) == (False, "failing")
    assert await house.endpoints.target("hook", now()) is None


async def test_an_index_that_allowed_one_endpoint_goes(house: House, mongo: Mongo) -> None:
    await mongo["endpoints"].create_index("company", unique=True)
    await house.endpoints.prepare()
    for id in ("one", "two"):
        assert await house.endpoints.register(id, "acme", "https://hooks.example/", now()) is not None
    assert await house.endpoints.register("one", "bolt", "https://hooks.example/", now()) is None


async def test_what_is_urgent_passes_what_has_been_waiting(house: House, sink: Sink, eventually: Eventually) -> None:
    await house.hears(await companies(house, 300))
    await set_all(house, priority=Priority.BULK, due_at=now() - timedelta(hours=1))

    async def begun() -> bool:
        return len(sink.mails) > 10

    async def told() -> bool:
        return (await house.deliveries.figures("urgent")) == {"sent": 2}

    async with house.sending():
        await eventually(begun)
        await house.hears(world.CLOSED, world.STARTED)
        of_posts = {"recipient.kind": {"$in": ["post", "embassy"]}}
        await house.deliveries.collection.update_many(
            of_posts | {"message": "posting_started"}, {"$set": {"priority": Priority.URGENT, "about": ["urgent"]}}
        )
        house.wake.set()
        await eventually(told)
        waiting = (await house.deliveries.figures("peru-2027"))["pending"]
    assert waiting > 50


async def test_mail_to_a_domain_goes_at_its_rate_and_each_is_looked_at_twice(
    house: House, sink: Sink, eventually: Eventually
) -> None:
    house.rates = Rates.named("acme.example=0.01")
    await house.hears(await companies(house, 4), world.STARTED)

    async def slotted() -> bool:
        return await house.deliveries.collection.count_documents({"slots": {"$exists": True}}) == 3

    async with house.sending():
        await eventually(slotted)
    held = await house.deliveries.collection.find({"slots": {"$exists": True}}).sort("due_at").to_list(None)
    gaps = [later["due_at"] - earlier["due_at"] for earlier, later in pairwise(held)]
    assert gaps == [timedelta(seconds=100)] * 2
    assert {(one["status"], one["tries"], len(one["attempts"])) for one in held} == {("pending", 0, 0)}
    await house.deliveries.collection.update_one(
        {"_id": held[2]["_id"]}, {"$set": {"due_at": now(), "slots.0.at": now() - timedelta(seconds=1)}}
    )
    await house.deliveries.collection.update_one(
        {"_id": held[1]["_id"]}, {"$set": {"due_at": now(), "priority": Priority.URGENT}}
    )
    async with house.sending():
        await eventually(house.settled(sent=5, pending=1))
    assert len(sink.mails) == 5


async def test_while_the_server_is_away_all_waits_and_few_are_tried(
    house: House, sink: Sink, eventually: Eventually
) -> None:
    async with serving(Sink()) as free:
        pass
    await house.hears(await companies(house, 40))
    sender = house.sender(free)
    task = asyncio.create_task(sender.run(lambda: None))

    async def probed() -> bool:
        found = await house.deliveries.page({}, None, 50)
        return sum(len(one["attempts"]) for one in found) > FAILURES + 4  # as many as were in flight, and a probe

    await eventually(probed)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    found = await house.deliveries.page({}, None, 50)
    assert sum(1 for one in found if one["attempts"]) < 30
    assert all(one["tries"] == len(one["attempts"]) for one in found)
    assert {one["status"] for one in found} == {"pending"}
    async with house.sending():
        await eventually(house.settled(sent=40))
    assert len(sink.mails) == 40


async def test_several_workers_that_take_at_the_same_time_get_different_work(house: House) -> None:
    await house.hears(await companies(house, 60))
    taken = await asyncio.gather(*(house.deliveries.take(Priority.NORMAL, now(), 20) for _ in range(6)))
    ids = [one["_id"] for some in taken for one in some]
    assert len(ids) == len(set(ids)) > 0


async def test_what_nobody_ends_for_an_hour_is_put_back_and_counted(house: House) -> None:
    await house.hears(ALONE)
    at, before = now(), PUT_BACK._value.get()
    for minutes in range(0, 61, 2):  # each one who takes it dies
        assert await house.deliveries.claim(at + timedelta(minutes=minutes)) is not None
        await house.deliveries.free_stuck(at + timedelta(minutes=minutes) - timedelta(seconds=1))
    assert (await house.only())["status"] == "sending"
    await house.deliveries.free_stuck(at + STUCK_AFTER + LEASE)
    freed = await house.only()
    assert (freed["status"], [one["outcome"] for one in freed["attempts"]]) == ("pending", ["stuck"])
    assert PUT_BACK._value.get() == before + 1
    again = await house.deliveries.claim(at + timedelta(hours=2))
    assert again is not None
    await house.deliveries.free_stuck(at + timedelta(hours=2, minutes=59))
    assert (await house.only())["status"] == "sending"


async def test_a_receiver_that_keeps_everybody_waiting_has_its_share_and_no_more(
    house: House, eventually: Eventually
) -> None:
    enough = asyncio.Event()

    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await enough.wait()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    event = await companies(house, 20)
    for number in range(16):
        await house.endpoints.register(f"hook-{number}", f"company-{number}", url, now())
    await house.hears(event)
    async with server:
        async with house.sending():
            await eventually(lambda: count(house, channel="email"))
            enough.set()
    assert await house.deliveries.collection.count_documents({"endpoint": {"$exists": True}, "status": "sent"}) == 0


async def count(house: House, **wanted: Any) -> bool:
    """Whether the four companies without an endpoint have been told."""
    return await house.deliveries.collection.count_documents(wanted) == 4
