"""A published timetable over HTTP, on real servers: parties cancel, desks record at once, next steps become overdue."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.delegations.domain.meeting import MEETING, meeting_id
from shared.eventing.store import Store, Task
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work
from tests.integration.planned_days import ME
from tests.integration.test_buyers_api import buyer
from tests.integration.test_delegations_api import Desk, problem
from tests.integration.test_on_the_day import held_today
from tests.unit.delegations.one_meeting import BOOKED, note

pytestmark = pytest.mark.real

ILL = {"reason": "ill"}


@pytest.fixture(scope="module")
async def at(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[tuple[Desk, Store]]:
    home = tmp_path_factory.mktemp("issuer")
    async with at_work(infrastructure, home, eventually) as (http, service):
        yield Desk(http, home), service.store


@pytest.fixture
async def desk(at: tuple[Desk, Store]) -> Desk:
    """With a tag of its own, so that tests do not meet."""
    return Desk(at[0].client, at[0].home)


async def test_a_party_cancels_its_own_meeting_and_both_see_who_did(desk: Desk) -> None:
    day, company = await desk.day()
    own: dict[str, Any] = {"role": "company", "company": company}
    early = await desk.send("POST", f"/days/{day}/meetings/m1/cancel", **own, json=ILL)
    assert problem(early) == (409, "timetable-not-published")
    await desk.publish(day)
    strangers: list[dict[str, Any]] = [{"role": "company", "company": "other"}, buyer(day, "b2"), buyer("elsewhere")]
    for stranger in strangers:
        foreign = await desk.send("POST", f"/days/{day}/meetings/m1/cancel", **stranger, json=ILL)
        assert problem(foreign) == (403, "forbidden")
    unknown = await desk.send("POST", f"/days/{day}/meetings/m9/cancel", **own, json=ILL)
    assert problem(unknown) == (404, "meeting-unknown")
    await desk.done("POST", f"/days/{day}/meetings/m1/cancel", **own, json=ILL)
    receipt = await desk.done("POST", f"/days/{day}/meetings/m2/cancel", **buyer(day, "b2"), json=ILL)
    seen = (await desk.seen(f"/days/{day}", receipt["version"]))["meetings"]
    assert {id: (one["status"], one["cancelled_by"]) for id, one in seen.items()} == {
        "m1": ("cancelled", company),
        "m2": ("cancelled", "b2"),
    }
    agenda = await desk.seen(f"/days/{day}/agenda", receipt["version"], **buyer(day), params={"participant": "b1"})
    assert [one["cancelled_by"] for one in agenda["appointments"]] == [company]
    again = await desk.send("POST", f"/days/{day}/meetings/m1/cancel", **own, json=ILL)
    assert problem(again) == (409, "meeting-already-cancelled")


async def test_of_a_cancellation_and_a_beginning_at_one_instant_one_is_refused(
    desk: Desk, eventually: Eventually
) -> None:
    today = await held_today(desk, 4, eventually)
    late = await desk.send("POST", today.path("m1", "cancel"), **today.own("m1"), json=ILL)
    assert problem(late) == (409, "meeting-has-started")
    requests = [(meeting, verb) for meeting in today.companies for verb in ("cancel", "start")]
    answers = await asyncio.gather(
        *(desk.send("POST", today.path(*one), json=ILL if one[1] == "cancel" else {}) for one in requests)
    )
    done = {one for one, answer in zip(requests, answers, strict=True) if answer.is_success}
    assert {meeting for meeting, _ in done} == today.companies.keys()
    assert len(done) == len(today.companies)
    refused = {problem(answer) for answer in answers if not answer.is_success}
    assert refused <= {(409, "meeting-already-cancelled"), (409, "meeting-already-started")}


async def test_an_overdue_next_step_is_told_once(at: tuple[Desk, Store], desk: Desk, eventually: Eventually) -> None:
    _, store = at
    plan = BOOKED.plan.model_copy(update={"day": desk.id("long-ago"), "held_on": date(2026, 6, 1)})
    booked = replace(BOOKED, plan=plan)
    step: dict[str, Any] = {"next_step": "call", "follow_up_on": date(2026, 6, 15)}

    async def tell(meeting: str, **more: Any) -> None:
        of = replace(booked, appointment=booked.appointment.model_copy(update={"meeting": meeting}))
        await store.execute(Task(MEETING, meeting_id(plan.day, meeting), note(of, **step, **more)), origin=ME)

    async def reminded(meeting: str) -> bool:
        found = await desk.send("GET", f"/days/{plan.day}/held-meetings/{meeting}")
        return found.is_success and found.json()["outcomes"]["company"]["reminded_at"] is not None

    await tell("m1")
    await eventually(lambda: reminded("m1"))
    await tell("m1", interest=4)
    await tell("m2")
    await eventually(lambda: reminded("m2"))  # a later round, which has looked at the first one again
    versions = [(await store.load(MEETING, meeting_id(plan.day, meeting)))[1] for meeting in ("m1", "m2")]
    assert versions == [3, 2]
