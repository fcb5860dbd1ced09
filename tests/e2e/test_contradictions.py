"""Commands that repeat, overtake or contradict each other, on the running services: one effect, or a reason why not."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from liaison.client import Json
from shared.clock import now
from tests.conftest import Eventually
from tests.e2e.desk import Desk, slug, well_formed
from tests.e2e.requests import (
    ENDS_ON,
    STARTS_ON,
    day,
    fair,
    meeting,
    opening,
    participant,
    position,
    proposal,
    visit,
)

pytestmark = pytest.mark.real

NO_ADDRESS = {"officer", "directorate"}

TWINS = 8


@pytest.fixture
async def post(desk: Desk) -> str:
    """An open post with two positions and two officers."""
    post = desk.id("lima")
    await desk.done("POST", "postings", "/posts", json=opening(post))
    for number in (1, 2):
        await desk.done("POST", "postings", "/positions", json=position(f"{post}-{number}", post))
        await desk.done("PUT", "postings", f"/people/{desk.id(f'officer-{number}')}", json={"name": "Invented"})
    return post


@pytest.fixture
async def posting(desk: Desk, post: str) -> str:
    """A posting that is proposed."""
    body = proposal(desk.id("posting"), f"{post}-1", desk.id("officer-1"))
    await desk.done("POST", "postings", "/postings", json=body)
    return str(body["posting"])


def key() -> dict[str, str]:
    return {"Idempotency-Key": uuid4().hex}


async def approve(desk: Desk, posting: str, *directorates: str, **request: Any) -> Json:
    for directorate in directorates:
        scope = {"directorate": directorate}
        answer = await desk.done(
            "POST", "postings", f"/postings/{posting}/approve", "directorate", scope=scope, **request
        )
    return answer


async def test_a_repeated_command_gets_its_first_answer_and_has_one_effect(desk: Desk, posting: str) -> None:
    headers = key()
    first = await approve(desk, posting, "police", headers=headers)
    await approve(desk, posting, "gendarmerie")
    assert await approve(desk, posting, "police", headers=headers) == first
    shown = await desk.done("GET", "postings", f"/postings/{posting}", params={"min_version": 4})
    assert (shown["status"], sorted(shown["approvals"])) == ("approved", ["gendarmerie", "police"])


async def test_of_twins_that_come_at_once_one_is_done_and_all_get_its_answer(desk: Desk, post: str) -> None:
    body, headers = proposal(desk.id("twin"), f"{post}-1", desk.id("officer-1")), key()
    twins = [desk.done("POST", "postings", "/postings", json=body, headers=headers) for _ in range(TWINS)]
    assert await asyncio.gather(*twins) == [{"id": desk.id("twin"), "version": 1}] * TWINS


async def test_a_key_stands_for_one_command_of_one_caller(desk: Desk, posting: str) -> None:
    body, headers = proposal(desk.id("other"), f"{desk.id('lima')}-1", desk.id("officer-1")), key()
    await desk.done("POST", "postings", "/postings", json=body, headers=headers)
    reused = (422, "idempotency-key-reused")
    changed = body | {"ends_on": "2098-01-01"}
    assert await desk.refused("POST", "postings", "/postings", json=changed, headers=headers) == reused
    start = {"started_on": body["starts_on"]}
    assert await desk.refused("POST", "postings", f"/postings/{posting}/start", json=start, headers=headers) == reused
    assert (await approve(desk, posting, "police", headers=headers))["version"] == 2  # another caller's key is another


async def test_what_was_seen_and_is_not_so_any_more_changes_nothing(desk: Desk, posting: str) -> None:
    await approve(desk, posting, "police", headers={"If-Match": '"1"'})
    refusal = {"json": {"reason": "too late"}, "scope": {"directorate": "gendarmerie"}}
    path = f"/postings/{posting}/refuse"
    for stale in ('"0"', '"1"', '"3"'):
        refused = await desk.refused("POST", "postings", path, "directorate", headers={"If-Match": stale}, **refusal)
        assert refused == (412, "version-mismatch")
    answer = await approve(desk, posting, "gendarmerie", headers={"If-Match": '"2"'})
    assert answer["version"] == 4


async def test_a_posting_goes_its_way_in_order(desk: Desk, post: str, posting: str, eventually: Eventually) -> None:
    starts_on, ends_on = STARTS_ON, ENDS_ON
    rival = proposal(desk.id("rival"), f"{post}-1", desk.id("officer-2"))
    await desk.done("POST", "postings", "/postings", json=rival)
    await approve(desk, rival["posting"], "police", "gendarmerie")

    async def refused(verb: str, body: Json | None = None, role: str = "hq", of: str = posting) -> str:
        status, why = await desk.refused(
            "POST", "postings", f"/postings/{of}/{verb}", role, **({"json": body} if body else {})
        )
        assert status == 409
        return why

    assert await refused("start", {"started_on": starts_on}) == "posting-not-approved"
    assert await refused("end", {"ended_on": ends_on}) == "posting-not-started"
    assert await refused("curtail", {"last_day": ends_on, "reason": "other"}) == "posting-not-started"
    await approve(desk, posting, "police")
    assert await refused("approve", role="directorate") == "directorate-already-approved"
    assert await refused("start", {"started_on": starts_on}) == "posting-not-approved"
    await approve(desk, posting, "gendarmerie")
    assert await refused("start", {"started_on": "2096-08-31"}) == "start-before-first-day"
    assert await refused("start", {"started_on": "2099-09-01"}) == "start-after-last-day"
    started = await desk.done("POST", "postings", f"/postings/{posting}/start", json={"started_on": starts_on})
    assert started["version"] == 5  # nothing that was refused has left anything
    assert await refused("start", {"started_on": starts_on}) == "posting-already-started"
    assert await refused("start", {"started_on": starts_on}, of=rival["posting"]) == "start-not-after-predecessor"
    assert await refused("end", {"ended_on": "2096-08-31"}) == "ended-before-start"
    await desk.done("POST", "postings", f"/postings/{posting}/end", json={"ended_on": ends_on})
    for verb, body in {
        "end": {"ended_on": ends_on},
        "curtail": {"last_day": ends_on, "reason": "other"},
        "start": {"started_on": starts_on},
    }.items():
        assert await refused(verb, body) == "posting-already-ended"
    await eventually(lambda: told(desk, f"posting-{posting}", 7))


async def test_a_refusal_is_final(desk: Desk, posting: str) -> None:
    path = f"/postings/{posting}"
    await desk.done("POST", "postings", f"{path}/refuse", "directorate", json={"reason": "needed elsewhere"})
    assert await desk.refused("POST", "postings", f"{path}/approve", "directorate") == (409, "posting-already-refused")
    start = {"started_on": STARTS_ON}
    assert await desk.refused("POST", "postings", f"{path}/start", json=start) == (409, "posting-already-refused")


async def test_the_same_again_changes_nothing_and_something_else_is_refused(desk: Desk, posting: str) -> None:
    post, head = desk.id("lima"), desk.id("head")
    await desk.done("PUT", "delegations", f"/people/{head}", json={"name": "Invented"})
    proposed = proposal(posting, f"{post}-1", desk.id("officer-1"))
    things: list[tuple[str, str, Json, Json, str]] = [
        ("postings", "/posts", opening(post), {"name": "Another"}, "post-already-open"),
        ("postings", "/positions", position(f"{post}-1", post), {"title": "Other"}, "position-already-created"),
        ("postings", "/postings", proposed, {"ends_on": "2099-12-31"}, "posting-already-proposed"),
        ("delegations", "/fairs", fair(desk.id("fair")), {"edition": "2028"}, "fair-already-announced"),
        ("delegations", "/companies", {"name": f"Acme {desk.tag}"}, {"country": "FR"}, "company-already-registered"),
        ("delegations", "/delegations", visit(desk.id("pe"), desk.id("fair"), head), {"country": "BO"},
         "delegation-already-registered"),
        ("delegations", "/days", day(desk.id("day"), post), {"tables": 7}, "day-already-planned"),
    ]  # fmt: skip
    for service, path, body, other, why in things:
        role = "hq" if service == "postings" else "partnerships"
        first = await desk.done("POST", service, path, role, json=body)
        assert await desk.done("POST", service, path, role, json=body) == first
        assert await desk.refused("POST", service, path, role, json=body | other) == (409, why)


async def test_a_delegation_is_decided_once(desk: Desk, eventually: Eventually) -> None:
    role, delegation = "partnerships", desk.id("pe")
    await desk.done("PUT", "delegations", f"/people/{desk.id('head')}", json={"name": "A", "mail": "a@pe.example"})
    await desk.done("POST", "delegations", "/fairs", role, json=fair(desk.id("fair")))
    await desk.done(
        "POST", "delegations", "/delegations", role, json=visit(delegation, desk.id("fair"), desk.id("head"))
    )
    await desk.done("POST", "delegations", f"/delegations/{delegation}/confirm", role)
    for verb, body in {"confirm": {}, "refuse": {"json": {"reason": "late"}}}.items():
        again = await desk.refused("POST", "delegations", f"/delegations/{delegation}/{verb}", role, **body)
        assert again == (409, "delegation-already-decided")
    await eventually(lambda: told(desk, f"delegation-{delegation}", 1))


async def test_a_day_goes_its_way_in_order(desk: Desk, eventually: Eventually) -> None:
    id, role = desk.id("day"), "partnerships"
    company = (await desk.done("POST", "delegations", "/companies", role, json={"name": f"Acme {desk.tag}"}))["id"]
    await desk.done("PUT", "delegations", f"/people/{desk.id('contact')}", json={"name": "A", "mail": "a@acme.example"})

    async def refused(path: str, body: Json) -> tuple[int, str]:
        return await desk.refused("POST", "delegations", path, role, json=body)

    async def done(path: str, body: Json) -> Json:
        return await desk.done("POST", "delegations", path, role, json=body)

    yesterday = {"held_on": (now() - timedelta(days=1)).date().isoformat()}
    assert await refused("/days", day(id, "lima") | yesterday) == (409, "day-already-begun")
    assert await refused("/days", day(id, "lima") | {"slots": ["09:00", "09:10"]}) == (409, "slots-overlap")
    await done("/days", day(id, "lima"))
    at = f"/days/{id}"
    for one, side in ((company, "company"), ("b1", "buyer"), ("b2", "buyer")):
        await done(f"{at}/participants", participant(one, side, desk.id("contact")))
    late = participant("b3", "buyer", desk.id("contact")) | {"absent": [9]}
    assert await refused(f"{at}/participants", late) == (409, "slot-outside-day")
    assert await refused(f"{at}/timetable/solve", {"id": "t1"}) == (409, "day-without-meetings")
    assert await refused(f"{at}/meetings", meeting("m1", company, "b9")) == (404, "participant-unknown")
    await done(f"{at}/meetings", meeting("m1", company, "b1"))
    assert await refused(f"{at}/meetings", meeting("m1", company, "b2")) == (409, "meeting-already-requested")
    assert await refused(f"{at}/timetable/publish", {"id": "t1"}) == (404, "timetable-unknown")
    await done(f"{at}/timetable/solve", {"id": "t1", "seconds": 5})
    assert await refused(f"{at}/timetable/publish", {"id": "t1"}) == (409, "timetable-not-reviewed")
    assert await refused(f"{at}/meetings/m1/cancel", {"reason": "early"}) == (409, "timetable-not-published")
    await done(f"{at}/timetable/review", {"id": "t1"})
    await done(f"{at}/timetable/publish", {"id": "t1"})
    assert await refused(f"{at}/timetable/publish", {"id": "t1"}) == (409, "timetable-already-published")
    stranger = {"participant": "b2", "answer": "accepted"}
    assert await refused(f"{at}/meetings/m1/answer", stranger) == (409, "participant-not-in-meeting")
    assert await refused(f"{at}/meetings/m9/cancel", {"reason": "none"}) == (404, "meeting-unknown")
    await done(f"{at}/meetings/m1/cancel", {"reason": "ill"})
    assert await refused(f"{at}/meetings/m1/cancel", {"reason": "ill"}) == (409, "meeting-already-cancelled")
    await eventually(lambda: told(desk, f"day-{id}", 5))  # who was asked, and both of the invitation and its end


async def test_a_delivery_that_did_not_fail_is_not_sent_again(desk: Desk, post: str, eventually: Eventually) -> None:
    body = proposal(desk.id("posting"), f"{post}-1", desk.id("officer-1"))
    await desk.done("POST", "postings", "/postings", json=body)
    await approve(desk, body["posting"], "police", "gendarmerie")
    start = {"started_on": body["starts_on"]}
    await desk.done("POST", "postings", f"/postings/{body['posting']}/start", json=start)
    about = f"posting-{body['posting']}"
    await eventually(lambda: told(desk, about, 5))
    found = await desk.all("notifications", "/deliveries", about=about)
    for delivery in [one for one in found if one["recipient"]["kind"] not in NO_ADDRESS]:
        path = f"/deliveries/{delivery['id']}/resend"
        assert await desk.refused("POST", "notifications", path, "operator") == (409, "delivery-not-failed")


async def test_an_endpoint_is_made_once_and_no_company_reaches_for_that_of_another(
    desk: Desk, eventually: Eventually
) -> None:
    names = (f"Acme {desk.tag}", f"Rival {desk.tag}")
    company, rival = [
        (await desk.done("POST", "delegations", "/companies", json={"name": name}))["id"] for name in names
    ]
    endpoint = {"id": desk.id("hook"), "company": company, "url": "http://127.0.0.1:9/hook"}

    async def made() -> bool:
        """The company must have arrived at the other service."""
        answer = await desk.send("POST", "notifications", "/endpoints", json=endpoint)
        return answer.is_success or slug(well_formed(answer)) != "company-unknown"

    await eventually(made)
    assert await desk.refused("POST", "notifications", "/endpoints", json=endpoint) == (409, "endpoint-exists")
    path, theirs = f"/endpoints/{desk.id('hook')}", {"scope": {"company": rival}}
    for method in ("GET", "DELETE"):
        assert await desk.refused(method, "notifications", path, "company", **theirs) == (403, "company-forbidden")
    change = {"json": {"country": "FR"}, **theirs}
    assert await desk.refused("POST", "delegations", f"/companies/{company}/change", "company", **change) == (
        403,
        "forbidden",
    )
    assert await desk.refused("GET", "delegations", f"/companies/{company}", "company", **theirs) == (404, "not-found")


async def told(desk: Desk, about: str, count: int) -> bool:
    """Whether so many have been told about something, and nobody waits any more, of those who have an address here."""
    found = await desk.all("notifications", "/deliveries", about=about)
    statuses = [one["status"] for one in found if one["recipient"]["kind"] not in NO_ADDRESS]
    return statuses == ["sent"] * count
