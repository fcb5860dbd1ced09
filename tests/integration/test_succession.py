"""On a real MongoDB and a real SMTP server: the last state alone is told, in its turn; each end is published once."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from shared.clock import now
from shared.contracts.delegations.day_repair import AppointmentMoved
from shared.mongo import Mongo
from tests.conftest import Eventually
from tests.integration.told_house import Told, told_house
from tests.unit.notifications import alarms, world
from tests.unit.notifications.sink import Sink, serving

pytestmark = pytest.mark.real


@pytest.fixture
async def sink() -> Sink:
    return Sink()


@pytest.fixture
async def house(mongo: Mongo, sink: Sink) -> AsyncIterator[Told]:
    async with told_house(mongo, sink) as told:
        yield told


def moved(before: AppointmentMoved | None, hour: int, sequence: int) -> AppointmentMoved:
    old = world.FIRST if before is None else before.appointment
    new = world.appointment("m1", "pnp", hour, sequence)
    return AppointmentMoved(**world.REPAIRED, before=old, appointment=new, moved_at=world.AT)


ONCE = moved(None, 16, 1)
TWICE = moved(ONCE, 17, 2)
ALL_OFF = world.CANCELLED.model_copy(update={"appointment": world.appointment("m1", "pnp", 17, 3)})
INVITED = world.PUBLISHED.model_copy(update={"appointments": (world.FIRST,)})


async def test_a_meeting_that_moves_twice_while_smtp_is_away_comes_in_one_mail_with_the_last_state(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    await house.follows(INVITED)
    async with house.sending():
        await eventually(house.settled(sent=2))
    sink.mails.clear()
    async with serving(Sink()) as free:
        pass
    await house.follows(ONCE)

    async def tried() -> bool:
        return all(one["attempts"] for one in await house.all(message="meeting_moved"))

    async with house.sending(free):
        await eventually(tried)
        await house.follows(TWICE)
    await house.comes_due(status="pending")
    async with house.sending():
        await eventually(house.settled(sent=4, cancelled=2))
    mails = {mail["To"]: mail for mail in sink.read()}
    assert set(mails) == {"anne@acme.example", "luz@pnp.example"}
    assert len(sink.mails) == 2
    body = mails["luz@pnp.example"].get_body(("plain",)).get_content()
    assert "Time: 12:00 to 12:20" in body  # what counts
    assert "Before: 09:00 to 09:20" in body  # what was told, not what was between
    assert {one["attempts"][-1]["outcome"] for one in await house.all(status="cancelled")} == {"superseded"}


async def test_what_was_never_told_need_not_be_taken_back(house: Told, sink: Sink, eventually: Eventually) -> None:
    await house.follows(INVITED, ONCE, ALL_OFF)
    async with house.sending(), house.sending():
        await eventually(house.settled(cancelled=6))
    assert sink.mails == []


async def test_a_cancellation_waits_for_an_invitation_that_is_on_its_way(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    await house.follows(INVITED)
    flying = [await house.deliveries.claim(now()) for _ in range(2)]
    await house.follows(ALL_OFF)

    async def waiting() -> bool:
        found = await house.all(message="meeting_cancelled")
        return all("waiting" in {attempt["outcome"] for attempt in one["attempts"]} for one in found)

    async with house.sending():
        await eventually(waiting)
        assert sink.mails == []
        for one in flying:
            assert one is not None
            await house.deliveries.sent(one, now(), "email", 250, {})
        await eventually(house.settled(sent=4))
    assert len(sink.mails) == 2
    parts = [part for mail in sink.read() for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert [part.get_param("method") for part in parts] == ["CANCEL", "CANCEL"]


async def test_of_an_alert_that_waits_the_last_edition_goes_and_none_that_was_withdrawn(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    await house.follows(alarms.ISSUED, alarms.UPDATED)
    async with house.sending():
        await eventually(house.settled(sent=2, cancelled=2))
    bodies = [mail.get_body(("plain",)).get_content() for mail in sink.read()]
    assert all("Stricter." in body for body in bodies)
    withdrawn = alarms.WITHDRAWN.model_copy(update={"notice": "n2"})
    await house.follows(alarms.ISSUED.model_copy(update={"notice": "n2"}), withdrawn, alarms.WITHDRAWN)
    async with house.sending():
        await eventually(house.settled(sent=4, cancelled=6))
    assert len(sink.mails) == 4


async def test_an_alert_that_was_withdrawn_is_not_escalated(house: Told, sink: Sink, eventually: Eventually) -> None:
    await house.follows(alarms.ISSUED)
    async with house.sending():
        await eventually(house.settled(sent=2))
        await house.follows(alarms.WITHDRAWN)
        await house.hears(alarms.ESCALATED)
        await eventually(house.settled(sent=4, cancelled=1))
    assert len(sink.mails) == 4


async def test_a_cancellation_goes_where_nobody_can_say_whether_the_invitation_did(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    await house.follows(INVITED)
    for _ in range(2):
        await house.deliveries.claim(now())  # by somebody who is dead now
    await house.follows(ALL_OFF)
    await house.comes_due(message="meeting_invitation")
    async with house.sending():
        await eventually(house.settled(sent=2, cancelled=2))
    assert all("annulé" in mail["Subject"] or "cancelled" in mail["Subject"] for mail in sink.read())


async def test_a_cancellation_goes_where_the_server_fell_silent_when_it_was_given_the_invitation(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    sink.silent = True
    await house.follows(INVITED)

    async def tried() -> bool:
        return all(one["attempts"] for one in await house.all())

    async with house.sending():
        await eventually(tried)
    sink.silent = False
    await house.follows(ALL_OFF)
    await house.comes_due(status="pending")
    async with house.sending():
        await eventually(house.settled(sent=2, cancelled=2))
    last = sink.read()[-2:]
    assert all("annulé" in mail["Subject"] or "cancelled" in mail["Subject"] for mail in last)


async def test_each_end_is_told_once_however_many_look_and_whenever_they_stop(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    sink.rcpt = "550 5.7.1 not from you"
    await house.hears(world.REFUSED)
    async with house.sending():
        await eventually(house.settled(failed=1))
        await house.settlements._tell(await house.only())
        await house.deliveries.collection.update_many({}, {"$set": {"untold": True}})  # as if killed before that
        await asyncio.gather(*(house.settlements.look(now()) for _ in range(4)))
        assert await house.published() == [("notifications.DeliveryFailed", "delegation_refused")]
        sink.rcpt = "250 OK"
        await house.deliveries.resend((await house.only())["_id"], now())
        await eventually(house.settled(sent=1))
    await asyncio.gather(*(house.settlements.look(now()) for _ in range(4)))
    assert [kind for kind, _ in await house.published()] == [
        "notifications.DeliveryFailed",
        "notifications.DeliverySucceeded",
    ]
    assert "untold" not in await house.only()
