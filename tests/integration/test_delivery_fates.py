"""What becomes of deliveries afterwards, on a real MongoDB, by real SMTP and HTTP: returned, arrived, erased."""

from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from itertools import product
from typing import Any, get_args

import pytest

from services.notifications.channels.simulators import DOMAIN
from services.notifications.digests import DIGEST
from services.notifications.progress import BOUNCED, OURS, PERMANENT, STATUSES, State, of_state, state
from services.notifications.simulations import Simulations
from services.notifications.suppressions import Suppressions
from shared.clock import now
from shared.mongo import Document, Mongo
from tests.conftest import Eventually
from tests.integration.test_preferences import ALONE, around, matched
from tests.integration.told_house import Told, told_house
from tests.unit.notifications import returned, world
from tests.unit.notifications.receiver import receiving
from tests.unit.notifications.sink import Sink

pytestmark = pytest.mark.real

STATES: tuple[State, ...] = get_args(State)


@pytest.fixture
async def sink() -> Sink:
    return Sink()


@pytest.fixture
async def house(mongo: Mongo, sink: Sink) -> AsyncIterator[Told]:
    async with told_house(mongo, sink) as told:
        yield told


async def digest_of_two(house: Told, eventually: Eventually) -> Document:
    """A digest that is out, with two messages in it that are told to be sent."""
    await house.prefers("company/acme", frequency={"visits": "daily"}, time_zone="UTC")
    await house.hears(*matched(range(2)))

    async def gathered() -> bool:
        return len(await house.all(digest={"$exists": True}, due_at={"$exists": False})) == 2

    async with house.sending():
        await eventually(gathered)
        await house.comes_due(message=DIGEST)
        await eventually(house.settled(sent=1, pending=2))
    return await house.only(message=DIGEST)


@pytest.mark.parametrize("settled", [False, True])
async def test_the_messages_of_a_digest_that_comes_back_have_failed_and_are_told_again_with_it(
    house: Told, sink: Sink, eventually: Eventually, *, settled: bool
) -> None:
    digest = await digest_of_two(house, eventually)
    if settled:
        await house.settlements.look(now())
        assert await house.deliveries.figures(None) == {"sent": 3}
    taken = await house.inbound().take(returned.bounce(digest["message_id"], status="5.2.2"), "c", now())
    assert (taken.kind, taken.outcome) == ("bounce", "failed")
    await house.settlements.look(now())
    assert await house.deliveries.figures(None) == {"failed": 3}
    assert {one["attempts"][-1]["outcome"] for one in await house.all()} == {BOUNCED}
    failed = [message for kind, message in await house.published() if kind == "notifications.DeliveryFailed"]
    assert failed == [DIGEST, "exhibitor_matched", "exhibitor_matched"]
    assert await house.deliveries.resend(digest["_id"], now())
    async with house.sending():
        await eventually(house.settled(sent=1, pending=2))
    await house.settlements.look(now())
    assert await house.deliveries.figures(None) == {"sent": 3}
    assert len({mail["Message-ID"] for mail in sink.read()}) == 1
    assert len(sink.mails) == 2


async def test_a_notice_that_a_digest_has_arrived_holds_for_its_messages(house: Told, eventually: Eventually) -> None:
    digest = await digest_of_two(house, eventually)
    notice = returned.bounce(digest["message_id"], "delivered", "2.0.0")
    for _ in range(2):
        assert (await house.inbound().take(notice, "c", now())).outcome == "delivered"
    await house.settlements.look(now())
    assert [state(one) for one in await house.all()] == ["delivered"] * 3


async def test_a_text_that_is_recorded_when_somebody_whom_it_names_was_just_erased_does_not_stay(
    house: Told, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, erased = house.deliveries.sent, {"p-acme": None}

    async def sent(*what: Any) -> None:
        await house.meets(**erased)  # while the mail server had it
        await record(*what)

    monkeypatch.setattr(house.deliveries, "sent", sent)
    await house.hears(ALONE)
    async with house.sending():
        await eventually(house.settled(sent=1))
    await house.settlements.look(now())
    left = await house.only()
    assert {"text", "address"} & left.keys() == set()
    assert left["people"] == ["p-acme"]


async def test_a_text_that_does_not_name_an_erased_person_stays(house: Told, eventually: Eventually) -> None:
    await house.meets(**{"o-morel": None})
    await house.hears(world.STARTED)
    async with house.sending():
        await eventually(house.settled(sent=2))
    await house.settlements.look(now())
    assert all("text" in one for one in await house.all())


async def test_what_an_endpoint_that_was_disabled_leaves_to_mail_keeps_to_quiet_hours(
    house: Told, sink: Sink, eventually: Eventually
) -> None:
    quiet = around(now())
    await house.prefers("company/acme", quiet=quiet, time_zone="UTC")
    with receiving() as receiver:
        receiver.code = 500
        await house.endpoints.register("hook", "acme", receiver.url, now())
        await house.hears(ALONE)

        async def tried() -> bool:
            return len((await house.only())["attempts"]) == 1

        async def held() -> bool:
            return "waits_until" in await house.only()

        async with house.sending():
            await eventually(tried)
            await house.endpoints.disable("hook", "asked")
            await house.comes_due(status="pending")
            await eventually(held)
    waiting = await house.only()
    assert (waiting["status"], waiting["due_at"].hour) == ("pending", quiet.end.hour)
    assert sink.mails == []


async def test_a_receiver_that_is_gone_says_nothing_about_the_address_that_was_given_since(house: Told) -> None:
    old, new = "https://old.example/", "https://new.example/"
    await house.endpoints.register("hook", "acme", old, now())
    await house.endpoints.failed("hook", old, now())
    await house.endpoints.change("hook", new, ["liaison.exhibitor_matched"])
    await house.endpoints.gone("hook", old)
    await house.endpoints.failed("hook", old, now())
    shown = await house.endpoints.get("hook") or {}
    assert (shown["url"], shown["enabled"], "failing_since" in shown) == (new, True, False)
    await house.endpoints.gone("hook", new)
    assert (await house.endpoints.get("hook") or {})["enabled"] is False
    await house.endpoints.change("hook", old, [])  # before anybody was told that it is gone
    assert (await house.endpoints.get("hook") or {})["enabled"] is True
    assert await house.endpoints.to_review(now()) == []
    await house.endpoints.disable("hook", "asked")
    await house.endpoints.change("hook", new, [])
    assert (await house.endpoints.get("hook") or {})["enabled"] is False


@pytest.mark.parametrize(("status", "suppressed"), [
    ("5.1.1", True), ("5.2.1", True), ("5.0.0", False), ("5.2.2", False), ("5.3.4", False), ("5.7.1", False),
])  # fmt: skip
async def test_an_address_is_suppressed_only_where_there_is_none(
    house: Told, mongo: Mongo, eventually: Eventually, status: str, *, suppressed: bool
) -> None:
    """What says nothing by its status is told by the refusing server, whose words the notice quotes."""
    await house.hears(ALONE)
    async with house.sending():
        await eventually(house.settled(sent=1))
    notice = returned.bounce((await house.only())["message_id"], status=status)
    if status == "5.0.0":
        notice = notice.replace(b"smtp; 550 5.0.0", b"smtp; 552 5.2.2")
    assert (await house.inbound().take(notice, "c", now())).outcome == "failed"
    assert await Suppressions(mongo, world.SECRET).holds("anne@acme.example") is suppressed


def as_stored(number: int, status: str, outcome: str | None, channel: str, there: bool) -> Document:  # noqa: FBT001
    attempts = [] if outcome is None else [{"outcome": "temporary"}, {"outcome": outcome}]
    arrived = {"delivered_at": now()} if there else {}
    return {"_id": f"d-{number}", "status": status, "channel": channel, "attempts": attempts, **arrived}


async def test_each_state_is_found_by_its_name(house: Told) -> None:
    outcomes = (None, *PERMANENT, *OURS, "temporary", "throttled", "sent")
    cases = product(STATUSES, outcomes, ("email", "webhook"), (False, True))
    made = [as_stored(number, *case) for number, case in enumerate(cases)]
    await house.deliveries.collection.insert_many(made)
    for name in STATES:
        found = {one["_id"] for one in await house.deliveries.page(of_state(name), None, 1000)}
        assert found == {one["_id"] for one in made if state(one) == name}, name
        assert found


async def tell(house: Told, companies: Iterable[str]) -> None:
    """Companies of these names, with a person each, are told of a delegation."""
    match, names = world.MATCHED.matches[0], tuple(companies)
    known = [world.ACME.model_copy(update={"company": name, "contact": f"p-{name}"}) for name in names]
    matches = tuple(match.model_copy(update={"company": name}) for name in names)
    await house.hears(*known, world.MATCHED.model_copy(update={"matches": matches}))


async def test_mail_simulators_come_to_what_they_are_called(house: Told, sink: Sink, eventually: Eventually) -> None:
    comes_to = {
        "delivered": "sent", "arrived": "delivered", "late": "sent", "bounced": "permanent-failure",
        "full": "permanent-failure", "temporary": "temporary-failure", "throttled": "temporary-failure",
        "permanent": "permanent-failure", "no-mailbox": "permanent-failure", "technical": "technical-failure",
        "silent": "technical-failure",
    }  # fmt: skip
    for name in comes_to:
        await house.meets(**{f"p-{name}": world.person(f"p-{name}", "Anne", f"{name}+test@{DOMAIN}", "en")})
    await tell(house, comes_to)
    simulations = Simulations(house.deliveries, house.inbound())

    async def came() -> bool:
        await simulations.look(now())
        return {one["recipient"]["id"]: state(one) for one in await house.all()} == comes_to

    async with house.sending():
        await eventually(came)
    assert sink.mails == []
    held = Suppressions(house.mongo, world.SECRET)
    assert [name for name in comes_to if await held.holds(f"{name}+test@{DOMAIN}")] == ["bounced", "no-mailbox"]


async def test_webhook_simulators_come_to_what_they_are_called(house: Told, eventually: Eventually) -> None:
    """Without any server: none of these names is anybody's."""
    codes = {"taken": 204, "error": 500, "refused": 400, "redirect": 302, "throttled": 429, "gone": 410, "nobody": 404}
    names = (*codes, "unreachable", "silent")
    for name in names:
        await house.endpoints.register(f"hook-{name}", name, f"https://{DOMAIN}/{name}?test", now())
    await tell(house, names)

    async def tried() -> bool:
        return all(one["attempts"] for one in await house.all())

    async with house.sending():
        await eventually(tried)
    found = {one["recipient"]["id"]: one for one in await house.all()}
    assert {name: found[name]["attempts"][0]["code"] for name in codes} == codes
    outcomes = {name: found[name]["attempts"][0]["outcome"] for name in ("unreachable", "silent")}
    assert outcomes == {"unreachable": "unreachable", "silent": "unanswered"}
    assert (found["taken"]["status"], found["gone"]["status"]) == ("sent", "failed")
    wait = found["throttled"]["due_at"] - found["throttled"]["attempts"][0]["at"]
    assert wait == timedelta(minutes=1)
