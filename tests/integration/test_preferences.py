"""What recipients want, on a real MongoDB and a real SMTP server: quiet hours, digests, and what is switched off."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from services.notifications.deliveries import new_delivery
from services.notifications.digests import DIGEST
from services.notifications.domain.preferences import PREFERENCES, Quiet
from services.notifications.registry import rules_for
from shared.clock import now
from shared.contracts.delegations.delegation import ExhibitorsMatched
from shared.eventing.store import COMMITS
from shared.mongo import Mongo
from tests.conftest import Eventually
from tests.integration.told_house import Told, told_house
from tests.unit.notifications import world
from tests.unit.notifications.receiver import receiving
from tests.unit.notifications.sink import Sink

pytestmark = pytest.mark.real

ALONE = world.MATCHED.model_copy(update={"matches": world.MATCHED.matches[:1]})
HOUR = timedelta(hours=1)


@pytest.fixture
async def sink() -> Sink:
    return Sink()


@pytest.fixture
async def house(mongo: Mongo, sink: Sink) -> AsyncIterator[Told]:
    async with told_house(mongo, sink) as told:
        yield told


def around(at: datetime) -> Quiet:
    """Quiet hours that have begun an hour ago and last another."""
    begin, end = at - HOUR, at + HOUR
    return Quiet(time(begin.hour, begin.minute), time(end.hour, end.minute))


def to_company(kind: str = "company", id: str = "acme") -> dict[str, str]:
    return {"recipient.kind": kind, "recipient.id": id}


async def test_wishes_that_cannot_be_read_fail_their_own_deliveries_and_no_others(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    stream = PREFERENCES.stream("participant/lima-2097/acme")
    await house.mongo[COMMITS].insert_one({"stream": stream, "first": 1, "events": [{"type": "notifications.Later"}]})
    await house.hears(world.CANCELLED)
    async with house.sending():
        await eventually(house.settled(sent=1, failed=1))
        failed = await house.only(status="failed")
        assert (failed["recipient"]["id"], failed["attempts"][-1]["outcome"]) == ("acme", "permanent")
        await house.hears(ALONE)
        await eventually(house.settled(sent=2, failed=1))


async def test_what_comes_in_quiet_hours_waits_for_their_end_and_what_is_urgent_does_not(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    quiet = around(now())
    await house.prefers("company/acme", quiet=quiet, time_zone="UTC")
    await house.prefers("participant/lima-2097/acme", quiet=quiet, time_zone="UTC")
    await house.hears(ALONE, world.CANCELLED)

    async def held() -> bool:
        return any("waits_until" in one for one in await house.all(status="pending", message="exhibitor_matched"))

    async with house.sending():
        await eventually(held)
        await eventually(house.settled(sent=2, pending=1))
    waiting = await house.only(message="exhibitor_matched")
    assert (waiting["due_at"].hour, waiting["due_at"].minute) == (quiet.end.hour, quiet.end.minute)
    assert (waiting["tries"], waiting["attempts"], "lease" in waiting) == (0, [], False)
    assert {mail["To"] for mail in sink.read()} == {"anne@acme.example", "luz@pnp.example"}
    await house.prefers("company/acme")
    await house.comes_due(status="pending")
    async with house.sending():
        await eventually(house.settled(sent=3))


async def test_what_is_switched_off_is_not_told_and_what_may_not_be_is(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    await house.unsubscribes("company/acme", "visits")
    await house.unsubscribes("participant/lima-2097/acme", "meetings")
    await house.hears(ALONE, world.PUBLISHED)
    async with house.sending():
        await eventually(house.settled(sent=4, cancelled=1))
    off = await house.only(status="cancelled")
    assert (off["message"], off["attempts"][-1]["outcome"]) == ("exhibitor_matched", "unwanted")
    assert all(mail["List-Unsubscribe"] is None for mail in sink.read())


async def test_a_mail_that_may_be_switched_off_says_how_and_comes_in_the_wanted_language(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    await house.prefers("company/acme", language="en")
    await house.hears(ALONE)
    async with house.sending():
        await eventually(house.settled(sent=1))
    [mail] = sink.read()
    assert mail["List-Unsubscribe"].startswith("<https://liaison.example/unsubscriptions/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Dear" in mail.get_body(("plain",)).get_content()
    assert mail["List-Unsubscribe"].split("/")[-1][:40] not in str(await house.only())


def matched(numbers: Iterable[int]) -> list[ExhibitorsMatched]:
    return [ALONE.model_copy(update={"delegation": f"visit-{n}"}) for n in numbers]


async def test_an_hour_of_messages_comes_in_one_mail_however_many_flush_at_once(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    await house.prefers("company/acme", frequency={"visits": "hourly"}, time_zone="UTC")
    await house.hears(*matched(range(12)))

    async def gathered() -> bool:
        return len(await house.all(digest={"$exists": True}, due_at={"$exists": False})) == 12

    async with house.sending(), house.sending(), house.sending():
        await eventually(gathered)
        assert sink.mails == []
        digests = await house.all(message=DIGEST)
        assert all((one["due_at"].minute, one["due_at"].second) == (0, 0) for one in digests)
        await house.comes_due(message=DIGEST)
        await eventually(lambda: told(house, DIGEST, len(digests)))
    assert len(sink.mails) == len(digests)
    assert len(digests) <= 2  # the hour may end between two of them
    for part in ("plain", "html"):
        assert sum(mail.get_body((part,)).get_content().count("Acme Optique") for mail in sink.read()) >= 12
    await asyncio.gather(*(house.settlements.look(now()) for _ in range(3)))
    assert await house.deliveries.figures(None) == {"sent": 12 + len(digests)}
    published = await house.published()
    assert published.count(("notifications.DeliverySucceeded", "exhibitor_matched")) == 12
    assert published.count(("notifications.DeliverySucceeded", DIGEST)) == len(digests)


async def told(house: Told, message: str, times: int) -> bool:
    return len(await house.all(message=message, status="sent")) == times


async def test_what_joins_while_a_digest_is_sealed_is_told_by_it_or_joins_the_next(house: Told) -> None:
    await house.prefers("company/acme", frequency={"visits": "daily"}, time_zone="UTC")
    due, at = now() + HOUR, now()
    items = [new_delivery(world.recorded(one, f"s-{n}"), "exhibitor_matched", to, at)
             for n, one in enumerate(matched(range(20))) for to in rules_for(one)[0].audience(one)]  # fmt: skip
    await house.deliveries.add(items)
    taken = [await house.deliveries.claim(at) for _ in items]
    first, *rest = [one for one in taken if one is not None]
    assert await house.digests.join(first, due, at)
    digest = await house.only(message=DIGEST)
    joins = [house.digests.join(one, due, at) for one in rest]
    joined, _ = await asyncio.gather(asyncio.gather(*joins), house.digests.seal(digest))
    in_it = {first["_id"], *(one["_id"] for one, yes in zip(rest, joined, strict=True) if yes)}
    assert set(digest["items"]) == in_it
    refused = [one for one, yes in zip(rest, joined, strict=True) if not yes]
    assert all([await house.digests.join(one, due + HOUR, at) for one in refused])
    again = await house.only(message=DIGEST, due_at=due)
    await house.digests.seal(again)
    assert set(again["items"]) == in_it


async def test_a_digest_that_comes_to_nothing_takes_its_messages_with_it_and_they_are_sent_again_alone(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    await house.prefers("company/acme", frequency={"visits": "daily"}, time_zone="UTC")
    await house.hears(ALONE)
    sink.rcpt = "550 5.7.1 not from you"

    async def gathered() -> bool:
        return len(await house.all(message=DIGEST)) == 1

    async with house.sending():
        await eventually(gathered)
        await house.comes_due(message=DIGEST)
        await eventually(house.settled(pending=1, failed=1))
        await house.settlements.look(now())
        assert await house.deliveries.figures(None) == {"failed": 2}
        assert [kind for kind, _ in await house.published()] == ["notifications.DeliveryFailed"] * 2
        sink.rcpt = "250 OK"
        assert await house.deliveries.resend((await house.only(message="exhibitor_matched"))["_id"], now())
        await eventually(house.settled(sent=1, failed=1))
    await house.settlements.look(now())
    assert ("notifications.DeliverySucceeded", "exhibitor_matched") in await house.published()
    assert [mail["Subject"] for mail in sink.read()] != ["Liaison : 1 message"]


async def test_a_kind_that_is_switched_off_while_its_digest_is_gathered_is_not_told(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    await house.prefers("company/acme", frequency={"visits": "daily"}, time_zone="UTC")
    await house.hears(ALONE)

    async def gathered() -> bool:
        return len(await house.all(message=DIGEST)) == 1

    async with house.sending():
        await eventually(gathered)
        await house.unsubscribes("company/acme", "visits")
        await house.comes_due(message=DIGEST)
        await eventually(house.settled(pending=1, cancelled=1))
        await house.settlements.look(now())
        await eventually(house.settled(cancelled=2))
    assert sink.mails == []
    await house.settlements.look(now())
    assert await house.published() == []


async def test_a_company_with_an_endpoint_is_called_at_once_and_mailed_as_it_wants(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    night: dict[str, Any] = {"quiet": around(now()), "time_zone": "UTC", "frequency": {"visits": "daily"}}
    await house.prefers("company/acme", **night)
    with receiving() as receiver:
        await house.endpoints.register("acme-hook", "acme", receiver.url, now())
        await house.hears(ALONE)
        async with house.sending():
            await eventually(house.settled(sent=1))
            await house.prefers("company/acme", **night, channels=("email",))
            await house.hears(*world.FACTS, ALONE.model_copy(update={"delegation": "another"}))
            await eventually(house.settled(sent=1, pending=2))
        assert len(receiver.received) == 1
    assert sink.mails == []
    assert (await house.only(message=DIGEST))["status"] == "pending"
