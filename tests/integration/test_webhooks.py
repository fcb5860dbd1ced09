"""Webhooks on a real MongoDB and by real HTTP: who is called, how often, how it is signed, and what is remembered."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook

from services.notifications.endpoint_watch import EndpointWatch
from services.notifications.retries import ATTEMPTS
from services.notifications.routing import Routing
from shared.clock import now
from shared.eventing.store import Store
from shared.mongo import Mongo
from tests.conftest import Eventually
from tests.integration.delivery_house import House
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
    await house.endpoints.failed("hook", "https://hooks.example/", began)
    for days in (1, 2, 3, 4, 5):
        await house.endpoints.failed("hook", "https://hooks.example/", began + days * day)
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
