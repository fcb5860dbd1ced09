"""Traffic on a real MongoDB, by real SMTP and HTTP: what goes first, how fast, and what an outage costs."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from services.notifications.breaker import FAILURES
from services.notifications.claims import LEASE, PUT_BACK, STUCK_AFTER, Priority
from services.notifications.throttles import Rates
from shared.clock import now
from shared.contracts.delegations.delegation import ExhibitorsMatched
from shared.mongo import Mongo
from tests.conftest import Eventually
from tests.integration.delivery_house import House
from tests.unit.notifications import world
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


async def companies(house: House, number: int) -> ExhibitorsMatched:
    """So many companies with one mailbox, and the event that tells them all of something."""
    matches = tuple(world.MATCHED.matches[0].model_copy(update={"company": f"company-{n}"}) for n in range(number))
    await house.hears(*(world.ACME.model_copy(update={"company": match.company}) for match in matches))
    return world.MATCHED.model_copy(update={"matches": matches})


async def set_all(house: House, **what: Any) -> None:
    await house.deliveries.collection.update_many({}, {"$set": what})


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
        {"_id": held[2]["_id"]}, {"$set": {"due_at": now(), "slots.0.at": now() + timedelta(seconds=2)}}
    )
    await house.deliveries.collection.update_one(
        {"_id": held[1]["_id"]}, {"$set": {"due_at": now(), "priority": Priority.URGENT}}
    )
    async with house.sending():
        await eventually(house.settled(sent=5, pending=1))
    assert len(sink.mails) == 5


async def test_what_waited_for_the_server_drains_at_its_rate_and_slots_that_were_missed_are_none(
    house: House, sink: Sink, eventually: Eventually
) -> None:
    """Else everything whose time has come meanwhile would go at once."""
    house.rates = Rates.named("acme.example=10")
    await house.hears(await companies(house, 8))
    missed = [{"limit": "acme.example", "at": now() - timedelta(minutes=1)}]
    await set_all(house, slots=missed)
    began = now()
    async with house.sending():
        await eventually(house.settled(sent=8))
    (limit,) = await house.deliveries.mongo["throttles"].find({}).to_list(None)
    sent = sorted(one["sent_at"] for one in await house.deliveries.page({}, None, 9))
    assert sent[-1] >= limit["slot"]
    assert limit["slot"] - began > timedelta(milliseconds=650)


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
    taken = await asyncio.gather(*(house.deliveries.take(Priority.BULK, now(), 20) for _ in range(6)))
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
