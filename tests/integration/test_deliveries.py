"""Deliveries on a real MongoDB, by real SMTP and real HTTP: each goes out once, whatever happens on the way."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from services.notifications.claims import LEASE
from services.notifications.outcomes import Temporary
from services.notifications.sending import FRESH
from shared.clock import now
from shared.mongo import Mongo
from tests.conftest import Eventually
from tests.integration.delivery_house import House
from tests.unit.notifications import world
from tests.unit.notifications.receiver import receiving
from tests.unit.notifications.sink import Sink, serving

pytestmark = pytest.mark.real


@pytest.fixture
async def sink() -> Sink:
    return Sink()


@pytest.fixture
async def house(mongo: Mongo, sink: Sink) -> AsyncIterator[House]:
    async with serving(sink) as smtp:
        house = House(mongo, smtp)
        await house.sender().prepare()
        yield house


async def test_each_recipient_gets_one_mail_however_often_the_event_comes(
    house: House, sink: Sink, eventually: Eventually
) -> None:
    await house.meets(**world.PEOPLE)
    for _ in range(3):
        await house.hears(*world.FACTS, world.STARTED, world.MATCHED, world.PUBLISHED)
    async with house.sending():
        await eventually(house.settled(sent=8))
        await house.hears(*world.FACTS, world.STARTED, world.MATCHED, world.PUBLISHED)
        await eventually(house.settled(sent=8))
    assert len(sink.mails) == 8
    delivery = await house.only(message="posting_started", **{"recipient.kind": "embassy"})
    assert delivery["text"]["subject"].startswith("Lima")
    assert [attempt["outcome"] for attempt in delivery["attempts"]] == ["sent"]


async def test_a_message_waits_for_the_facts_it_needs(house: House, sink: Sink, eventually: Eventually) -> None:
    await house.hears(world.STARTED)

    async def waiting() -> bool:
        found = await house.deliveries.page({}, None, 10)
        return len(found) == 2 and all(one["attempts"] for one in found)

    async with house.sending():
        await eventually(waiting)
        assert sink.mails == []
        await house.meets(**world.PEOPLE)
        await house.hears(*world.FACTS)
        await eventually(house.settled(sent=2))
    delivery = await house.only(**{"recipient.kind": "post"})
    assert {attempt["outcome"] for attempt in delivery["attempts"]} == {"waiting", "sent"}


async def test_while_smtp_is_away_deliveries_wait_and_health_says_so(
    house: House, sink: Sink, eventually: Eventually
) -> None:
    async with serving(Sink()) as free:
        pass
    await house.meets(**world.PEOPLE)
    await house.hears(*world.FACTS, world.MATCHED)

    async def noticed() -> bool:
        return "smtp" in house.health.components and house.health.components["smtp"].status == "down"

    async with house.sending(free):
        await eventually(noticed)
    assert (await house.deliveries.figures(None)).get("failed") is None
    async with house.sending():
        await eventually(house.settled(sent=2))
    assert house.health.components["smtp"].status == "up"
    assert len(sink.mails) == 2


async def test_a_recipient_that_is_refused_fails_at_once_and_an_operator_can_send_again(
    house: House, sink: Sink, eventually: Eventually
) -> None:
    sink.rcpt = "550 5.7.1 not from you"
    await house.meets(**world.PEOPLE)
    await house.hears(*world.FACTS, world.REFUSED)
    async with house.sending():
        await eventually(house.settled(failed=1))
        failed = await house.only()
        assert [(one["outcome"], one["code"]) for one in failed["attempts"]] == [("permanent", 550)]
        sink.rcpt = "250 OK"
        assert await house.deliveries.resend(failed["_id"], now())
        await eventually(house.settled(sent=1))
    assert not await house.deliveries.resend(failed["_id"], now())


async def test_nobody_takes_a_delivery_that_another_is_sending_until_its_lease_ends(house: House) -> None:
    await house.hears(world.REFUSED)
    at = now()
    first = await house.deliveries.claim(at)
    assert first is not None
    assert await house.deliveries.claim(at + LEASE - timedelta(seconds=1)) is None
    second = await house.deliveries.claim(at + LEASE)
    assert second is not None
    assert (second["_id"], second["tries"]) == (first["_id"], 2)
    await house.deliveries.undelivered(first, at, Temporary("late"), None)
    assert (await house.only())["status"] == "sending"
    await house.deliveries.sent(second, at, "email", 250, {})
    await house.deliveries.undelivered(second, at, Temporary("too late"), at)
    assert (await house.only())["status"] == "sent"
    assert await house.deliveries.claim(at + 10 * LEASE) is None


async def test_what_has_gone_out_is_recorded_when_the_database_is_back_and_does_not_go_out_again(
    house: House, sink: Sink, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.meets(**world.PEOPLE)
    await house.hears(*world.FACTS, world.CONFIRMED)
    record, away = house.deliveries.sent, iter([AutoReconnect("away"), AutoReconnect("away")])

    async def sent(*what: Any) -> None:
        if (failure := next(away, None)) is not None:
            raise failure
        await record(*what)

    monkeypatch.setattr(house.deliveries, "sent", sent)
    async with house.sending():
        await eventually(house.settled(sent=1))
    assert len(sink.mails) == 1


async def test_nobody_begins_to_send_on_an_old_lease(house: House, sink: Sink) -> None:
    await house.meets(**world.PEOPLE)
    await house.hears(*world.FACTS, world.CONFIRMED)
    await house.deliveries.collection.update_one({}, {"$set": {"due_at": now() - timedelta(hours=1)}})
    taken = await house.deliveries.claim(now() - FRESH - timedelta(seconds=1))
    assert taken is not None
    await house.sender()._attempt(taken)
    assert sink.mails == []
    assert (await house.only())["status"] == "pending"


async def test_many_senders_share_the_work_without_sending_twice(
    house: House, sink: Sink, eventually: Eventually
) -> None:
    await house.meets(**world.PEOPLE)
    matches = tuple(world.MATCHED.matches[0].model_copy(update={"company": f"company-{n}"}) for n in range(100))
    companies = (world.ACME.model_copy(update={"company": match.company}) for match in matches)
    await house.hears(*world.FACTS, *companies, world.MATCHED.model_copy(update={"matches": matches}))
    async with house.sending(), house.sending(), house.sending():
        await eventually(house.settled(sent=100))
    assert len(sink.mails) == 100


async def test_a_company_with_an_endpoint_is_called_and_not_written_to(
    house: House, sink: Sink, eventually: Eventually
) -> None:
    await house.meets(**world.PEOPLE)
    with receiving() as receiver:
        secret = await house.endpoints.register("acme-hook", "acme", receiver.url, now())
        assert secret is not None
        await house.hears(*world.FACTS, world.MATCHED)
        async with house.sending():
            await eventually(house.settled(sent=2))
        ((headers, _),) = receiver.received
    delivery = await house.only(channel="webhook")
    assert headers["webhook-id"] == delivery["_id"]
    assert len(sink.mails) == 1


async def test_an_endpoint_that_is_gone_fails_once_and_the_company_is_written_to_from_then_on(
    house: House, sink: Sink, eventually: Eventually
) -> None:
    await house.meets(**world.PEOPLE)
    alone = world.MATCHED.model_copy(update={"matches": world.MATCHED.matches[:1]})
    with receiving() as receiver:
        receiver.code = 410
        await house.endpoints.register("acme-hook", "acme", receiver.url, now())
        await house.hears(*world.FACTS, alone)
        async with house.sending():
            await eventually(house.settled(failed=1))
            assert await house.deliveries.resend((await house.only())["_id"], now())
            await eventually(house.settled(sent=1))
    assert len(sink.mails) == 1


async def test_an_erased_person_is_told_nothing_and_disappears_from_what_was_sent(
    house: House, sink: Sink, eventually: Eventually
) -> None:
    await house.meets(**world.PEOPLE)
    await house.hears(*world.FACTS, world.STARTED)
    async with house.sending():
        await eventually(house.settled(sent=2))
        assert "Claire Morel" in (await house.only(**{"recipient.kind": "embassy"}))["text"]["body"]
        await house.meets(**{"o-morel": None, "p-pnp": None})
        assert all("text" not in one for one in await house.deliveries.page({}, None, 10))
        await house.hears(world.CONFIRMED)
        await eventually(house.settled(sent=2, cancelled=1))
    assert len(sink.mails) == 2
