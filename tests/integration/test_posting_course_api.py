"""A posting's whole course over HTTP, on real servers: from the proposal through the agrement to a declared overlap."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from services.postings.deadlines import posting_deadlines
from services.postings.questions import VIEWS
from shared.clock import now
from shared.eventing.store import Store
from shared.eventing.views import Views
from shared.mongo import Mongo
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.test_postings_api import Network, client, network, problem

pytestmark = pytest.mark.real
__all__ = ["client", "network"]  # fixtures

CHECKLIST = ("medical", "clearance", "orders", "passport", "accreditation", "housing", "briefing")


def has(path: str, network: Network, right: Callable[[Any], bool], **params: Any) -> Callable[[], Any]:
    async def looked() -> bool:
        response = await network.send("GET", path, params=params)
        return response.status_code == 200 and right(response.json())

    return looked


async def test_a_posting_goes_its_whole_way(network: Network, eventually: Eventually) -> None:
    await network.done("POST", f"/positions/{network.id('lo')}/change-tour", json={"tour_months": 24})
    await network.propose("morel")
    await network.approve("morel")
    await network.start("morel", "2096-09-01")
    await network.propose("petit", "2098-08-01", "2100-07-31")
    path = f"/postings/{network.id('petit')}"
    here = {"post": network.id("lima")}

    def waits(page: Any) -> bool:
        found = [one["missing"] for one in page["items"] if one["posting"] == network.id("petit")]
        return found == [["gendarmerie", "police"]]

    await eventually(has("/approvals", network, waits, directorate="police", limit=500))
    await network.approve("petit")
    asked = {"asked_on": "2098-05-01", "answer_by": "2098-06-30"}
    await network.done("POST", f"{path}/ask-agrement", json=asked)
    days = {"starts_on": "2098-08-01", "ends_on": "2100-07-31"}
    early = await network.send("POST", f"{path}/schedule", json=days)
    assert problem(early) == (409, "agrement-not-granted")
    await network.done("POST", f"{path}/grant-agrement", json={"granted_on": "2098-06-01"})
    await network.done("POST", f"{path}/schedule", json=days)
    too_soon = await network.send("POST", f"{path}/arrive", json={"arrived_on": "2098-07-28"})
    assert problem(too_soon) == (409, "checklist-incomplete")
    for item in CHECKLIST:
        await network.done("POST", f"{path}/tick", json={"item": item, "done_on": "2098-07-01"})
    await network.done("POST", f"{path}/arrive", json={"arrived_on": "2098-07-28"})
    started = {"started_on": "2098-08-01", "overlap_until": "2098-08-14"}
    await network.done("POST", f"{path}/start", json=started)
    longer = {"ends_on": "2101-01-31", "reason": "summit"}
    receipt = await network.done("POST", f"{path}/extend", json=longer)
    petit = await network.seen("petit", receipt["version"])
    assert (petit["tour_months"], petit["arrived_on"], petit["status"]) == (24, "2098-07-28", "started")
    assert (petit["estimated_last_day"], petit["overlap_until"]) == ("2101-01-31", "2098-08-14")
    morel = await network.seen("morel", 6)
    assert (morel["last_day"], morel["successor"]) == ("2098-08-14", petit["id"])

    def declared(page: Any) -> bool:
        return [(one["kind"], one["days"], one["declared"]) for one in page["items"]] == [("overlap", 14, True)]

    await eventually(has("/seams", network, declared, **here))
    await eventually(has(f"/posts/{network.id('lima')}/history", network, lambda told: len(told["items"]) == 7))
    ends = f"/officers/{network.id('officer-morel')}/history"
    await eventually(has(ends, network, lambda told: [one["state"] for one in told["postings"]] == ["ended"]))


async def test_a_late_approval_is_escalated_once_and_the_offer_expires(
    network: Network, infrastructure: Servers
) -> None:
    officer, posting = network.id("officer-late"), network.id("late")
    await network.done("PUT", f"/people/{officer}", json={"name": "Invented"})
    proposal = {"posting": posting, "position": network.id("lo"), "officer": officer}
    days = {"starts_on": "2099-09-01", "ends_on": "2099-12-31"}
    expires = (now() + timedelta(days=30)).date()
    await network.done("POST", "/postings", json=proposal | days | {"expires_on": expires.isoformat()})
    await network.seen("late", 1)
    mongo = Mongo(infrastructure.mongo, "postings")
    store = Store(mongo)
    await store.prepare()
    worker = posting_deadlines(store, Views(mongo, VIEWS))
    try:
        for _ in range(2):
            await worker.look(now() + timedelta(days=15))
        assert (await network.seen("late", 2))["escalated"]
        await worker.look(datetime.combine(expires, time.max, UTC) + timedelta(hours=1))
    finally:
        await mongo.close()
    assert (await network.seen("late", 3))["status"] == "expired"
    path = f"/postings/{posting}/approve"
    assert problem(await network.send("POST", path, "directorate", directorate="police")) == (409, "posting-expired")


async def test_posts_and_positions_have_states_of_their_own(network: Network, eventually: Eventually) -> None:
    post, position = network.id("lima"), network.id("lo")
    for verb, body in (
        ("ask", {"country": "EC", "on": "2026-02-01"}),
        ("grant", {"country": "EC", "on": "2026-03-01"}),
    ):
        await network.done("POST", f"/posts/{post}/{verb}-accreditation", json=body)
    week = ["monday", "tuesday", "wednesday", "thursday", "friday"]
    await network.done("POST", f"/posts/{post}/arrange", json={"languages": ["es", "fr"], "working_week": week})

    def covers(found: Any) -> bool:
        ecuador = next(one["properties"] for one in found["features"] if one["id"] == "EC")
        return post in ecuador["accredited"]

    await eventually(has("/coverage", network, covers, on="2026-03-01"))
    await network.propose("morel")
    await network.approve("morel")
    suspension = {"suspended_on": "2096-09-01", "reason": "unrest", "people": "recalled"}
    await network.done("POST", f"/posts/{post}/suspend", json=suspension)
    assert problem(await network.start("morel", "2096-09-01")) == (409, "post-suspended")
    await network.done("POST", f"/posts/{post}/resume", json={"resumed_on": "2096-10-01"})
    await network.done("POST", f"/postings/{network.id('morel')}/withdraw", json={"reason": "plans"})
    await network.done("POST", f"/positions/{position}/abolish", json={"last_day": "2109-12-31", "reason": "merged"})
    proposal = {"posting": network.id("p"), "position": position, "officer": network.id("officer-morel")}
    days = {"starts_on": "2097-01-01", "ends_on": "2097-12-31"}
    assert problem(await network.send("POST", "/postings", json=proposal | days)) == (409, "position-not-open")


async def test_nobody_approves_what_they_have_proposed(network: Network) -> None:
    await network.propose("morel")
    path = f"/postings/{network.id('morel')}/approve"
    same = await network.send("POST", path, "directorate", directorate="police", subject="hq-desk")
    assert problem(same) == (409, "approved-by-proposer")
    wrong = await network.send("POST", path, "directorate", directorate="police", json={"on_behalf_of": "DGEF"})
    assert problem(wrong) == (409, "on-behalf-not-foreseen")


async def test_what_is_vacant_ahead_and_who_goes_nowhere_next(network: Network, eventually: Eventually) -> None:
    first = now().date() - timedelta(days=30)
    last = now().date() + timedelta(days=60)
    await network.done("PUT", f"/people/{network.id('officer-morel')}", json={"name": "Invented"})
    tenure = {"posting": network.id("morel"), "position": network.id("lo"), "officer": network.id("officer-morel")}
    days = {"started_on": first.isoformat(), "ends_on": last.isoformat()}
    await network.done("POST", "/postings/record", json=tenure | days)
    free = (last + timedelta(days=1)).isoformat()

    def ahead(page: Any) -> bool:
        return [spell["first_day"] for one in page["items"] for spell in one["vacant"]] == [free]

    await eventually(has("/vacancies/forecast", network, ahead, post=network.id("lima")))
    wanted = {"officer": network.id("officer-morel"), "runs_until": last.isoformat()}
    await eventually(has("/without-next-posting", network, lambda page: wanted in page["items"], limit=500))
