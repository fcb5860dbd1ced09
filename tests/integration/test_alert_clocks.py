"""Unread alerts are escalated whatever happens to the workers: the clocks and the leases on them, on real MongoDB."""

import asyncio
from datetime import datetime, timedelta

import pytest

from services.notifications.alert_clocks import LEASE, AlertClocks
from services.notifications.domain.alert import ALERT, Acknowledge, alert_id
from services.notifications.escalating import Escalator, alert_clocks_reaction
from shared.contracts.notifications.alert import AlertEscalated
from shared.eventing.event import Event, Recorded
from shared.eventing.origin import Origin
from shared.eventing.store import Store, Task
from shared.mongo import Mongo
from tests.unit.notifications.alarms import AMBASSADOR, CHANCELLERY, EXPIRED, ISSUED, ISSUED_AT, UPDATED, WITHDRAWN

pytestmark = pytest.mark.real
PATIENCE = timedelta(minutes=15)
ID = alert_id("n1", 1, AMBASSADOR)


class Room:
    """One process of the service: what it remembers is lost when another is made in its place."""

    def __init__(self, mongo: Mongo) -> None:
        self.mongo, self.store, self.clocks = mongo, Store(mongo), AlertClocks(mongo, PATIENCE)
        self.escalator = Escalator(self.clocks, self.store)

    async def prepare(self) -> "Room":
        await self.store.prepare()
        await self.escalator.prepare()
        return self

    async def hear(self, event: Event) -> None:
        await alert_clocks_reaction(self.clocks).react(Recorded(event, "notice-n1", 1, ISSUED_AT, "/postings", "c"))

    async def read(self) -> None:
        command = Acknowledge("n1", 1, AMBASSADOR, AMBASSADOR, "d-1", ISSUED_AT)
        await self.store.execute(Task(ALERT, ID, command), origin=Origin(actor="link:d-1"))

    async def steps(self, id: str = ID) -> list[tuple[str, datetime]]:
        """Whom the alert has gone to, and when."""
        found = await self.mongo["commits"].find({"stream": ALERT.stream(id)}).sort("first").to_list(None)
        events = [ALERT.parse(event) for commit in found for event in commit["events"]]
        return [(event.step, event.at) for event in events if isinstance(event, AlertEscalated)]


def after(quarters: float) -> datetime:
    return ISSUED_AT + PATIENCE * quarters


@pytest.fixture
async def room(mongo: Mongo) -> Room:
    made = await Room(mongo).prepare()
    for _ in range(2):  # a redelivery starts no second clock
        await made.hear(ISSUED)
    return made


async def test_each_step_has_its_quarter_of_an_hour_and_the_last_is_the_end(room: Room) -> None:
    await room.escalator.look(after(0.99))
    assert await room.steps() == []
    for quarters in (1, 1.5, 2, 2.5, 3, 9):
        await room.escalator.look(after(quarters))
    assert await room.steps() == [("next-person", after(1)), ("hq", after(2))]


async def test_who_has_read_it_stops_the_clock_at_any_step(room: Room) -> None:
    await room.escalator.look(after(1))
    await room.read()
    await room.escalator.look(after(2))
    assert await room.steps() == [("next-person", after(1))]
    assert await room.clocks.claim(after(99)) is None


async def test_the_clock_goes_on_in_another_process_and_a_redelivery_does_not_wind_it_again(
    room: Room, mongo: Mongo
) -> None:
    await room.escalator.look(after(1))
    restarted = await Room(mongo).prepare()
    await restarted.hear(ISSUED)
    await restarted.escalator.look(after(2))
    await restarted.hear(ISSUED)
    await restarted.escalator.look(after(9))
    assert [step for step, _ in await restarted.steps()] == ["next-person", "hq"]


async def test_what_a_killed_worker_had_taken_is_taken_over_when_its_lease_ends(room: Room, mongo: Mongo) -> None:
    assert await room.clocks.claim(after(1)) is not None  # and then it is killed
    other = await Room(mongo).prepare()
    await other.escalator.look(after(1) + LEASE / 2)
    assert await other.steps() == []
    await other.escalator.look(after(1) + LEASE)
    assert [step for step, _ in await other.steps()] == ["next-person"]


async def test_a_worker_killed_between_telling_and_noting_it_tells_nobody_twice(room: Room, mongo: Mongo) -> None:
    before = await mongo["alert_clocks"].find_one({"_id": ID})
    await room.escalator.look(after(1))
    await mongo["alert_clocks"].replace_one({"_id": ID}, before or {})
    other = await Room(mongo).prepare()
    await other.escalator.look(after(1.5))
    assert [step for step, _ in await other.steps()] == ["next-person"]
    await other.escalator.look(after(2.5))
    assert [step for step, _ in await other.steps()] == ["next-person", "hq"]


async def test_workers_share_the_clocks_and_tell_each_step_once(room: Room, mongo: Mongo) -> None:
    told = [ISSUED.addressees[0].model_copy(update={"reader": CHANCELLERY.model_copy(update={"id": f"b{n}"})}) for n in range(20)]  # fmt: skip  # noqa: E501
    await room.clocks.start("n1", 1, told, ISSUED_AT)
    workers = [await Room(mongo).prepare() for _ in range(4)]
    await asyncio.gather(*(one.escalator.look(after(1)) for one in workers))
    for one in told:
        assert [step for step, _ in await room.steps(alert_id("n1", 1, one.reader))] == ["next-person"]


@pytest.mark.parametrize("end", [WITHDRAWN, EXPIRED], ids=["withdrawn", "expired"])
async def test_nobody_is_told_further_of_what_is_over(room: Room, end: Event) -> None:
    taken = await room.clocks.claim(after(1))
    await room.hear(end)
    await room.clocks.escalated(taken or {}, after(1))  # whoever had taken it does not wind it again
    await room.escalator.look(after(9))
    assert await room.steps() == []


async def test_an_update_starts_anew_and_stops_what_was_before(room: Room) -> None:
    later = UPDATED.model_copy(update={"issued_at": after(0.5)})
    await room.hear(later)
    await room.escalator.look(after(1))
    await room.escalator.look(after(1.5))
    assert await room.steps() == []
    assert await room.steps(alert_id("n1", 2, AMBASSADOR)) == [("next-person", after(1.5))]
