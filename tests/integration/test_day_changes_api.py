"""What participants change after they have joined, and requests that make no sense, over HTTP on real servers."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work
from tests.integration.test_buyers_api import buyer
from tests.integration.test_days_api import Office
from tests.integration.test_delegations_api import problem

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
async def client(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[Office]:
    home = tmp_path_factory.mktemp("issuer")
    async with at_work(infrastructure, home, eventually) as (http, _):
        yield Office(http, home)


@pytest.fixture
async def office(client: Office) -> Office:
    """With a tag of its own, so that tests do not meet."""
    return Office(client.client, client.home)


async def test_a_participant_says_itself_when_it_is_there_and_its_draft_is_looked_at_again(office: Office) -> None:
    day = await office.ready_day()
    await office.ask(day, "m1", "b1")
    solving = {"id": "t1", "seconds": 10}
    receipt = await office.done("POST", f"/days/{day}/timetable/solve", json=solving)
    held = (await office.seen(f"/days/{day}", receipt["version"]))["meetings"]["m1"]["slot"]
    path = f"/days/{day}/participants/b1/availability"
    receipt = await office.done("POST", path, **buyer(day), json={"absent": [held]})
    assert await office.done("POST", path, **buyer(day), json={"absent": [held]}) == receipt
    shown = await office.seen(f"/days/{day}", receipt["version"])
    assert (shown["participants"]["b1"]["absent"], shown["timetable"]["status"]) == ([held], "outdated")
    review = await office.send("POST", f"/days/{day}/timetable/review", json={"id": "t1"})
    assert problem(review) == (409, "timetable-outdated")
    assert f"b1 is absent at {9 + held // 2:02}:{30 * (held % 2):02}" in review.json()["detail"]
    for caller in (buyer(day, "b2"), office.own):
        foreign = await office.send("POST", path, **caller, json={"absent": []})
        assert problem(foreign) == (403, "forbidden")
    for absent, slug in (([0, 1, 2], "participant-without-availability"), ([3], "slot-outside-day")):
        assert problem(await office.send("POST", path, json={"absent": absent})) == (409, slug)
    await office.done("POST", f"/days/{day}/timetable/solve", json={"id": "t2", "seconds": 10})
    for verb in ("review", "publish"):
        await office.done("POST", f"/days/{day}/timetable/{verb}", json={"id": "t2"})
    late = await office.send("POST", path, **buyer(day), json={"absent": []})
    assert problem(late) == (409, "timetable-already-published")


async def test_whoever_is_written_to_may_change_at_any_time(office: Office) -> None:
    day = await office.ready_day()
    await office.ask(day, "m1", "b1")
    await office.publish(day)
    path, successor = f"/days/{day}/participants/{office.company}/contact", await office.person("successor")
    receipt = await office.done("POST", path, **office.own, json={"contact": successor})
    shown = await office.seen(f"/days/{day}", receipt["version"])
    assert shown["participants"][office.company]["contact"] == successor
    nobody = await office.send("POST", path, json={"contact": office.id("nobody")})
    assert problem(nobody) == (404, "person-unknown")
    foreign = await office.send("POST", path, **buyer(day), json={"contact": successor})
    assert problem(foreign) == (403, "forbidden")
    unknown = await office.send("POST", f"/days/{day}/participants/b9/contact", json={"contact": successor})
    assert problem(unknown) == (404, "participant-unknown")


async def test_a_request_that_makes_no_sense_is_a_clear_problem_and_stores_nothing(office: Office) -> None:
    day = await office.ready_day()
    refused = (await office.done("POST", "/companies", json={"name": f"Turned down {office.tag}"}))["id"]
    application = {"company": refused, "name": "Turned down", "contact": office.id("contact")}
    await office.done("POST", f"/days/{day}/applications", json=application)
    await office.done("POST", f"/days/{day}/applications/{refused}/refuse", json={"reason": "no need"})
    receipt = await office.ask(day, "m1", "b1", rank=1)
    to_b1 = {"company": office.company, "buyer": "b1", "requested_by": "company"}
    to_b2 = {**to_b1, "buyer": "b2"}
    wrong: list[tuple[dict[str, Any], int, str]] = [
        ({**to_b1, "id": "m2", "company": "b1"}, 409, "meeting-with-oneself"),
        ({**to_b1, "id": "m2"}, 409, "meeting-already-requested"),
        ({**to_b1, "id": "m2", "requested_by": "buyer"}, 409, "meeting-already-requested"),
        ({**to_b2, "id": "m1"}, 409, "meeting-already-requested"),
        ({**to_b2, "id": "m2", "rank": 1}, 409, "rank-already-taken"),
        ({**to_b2, "id": "m2", "company": refused}, 409, "company-refused"),
        ({**to_b2, "id": "m2", "buyer": "b9"}, 404, "participant-unknown"),
        ({**to_b2, "id": "m2", "buyer": office.company}, 409, "meeting-with-oneself"),
        ({**to_b2, "id": "m2", "rank": 0}, 422, "invalid-request"),
    ]
    for body, status, slug in wrong:
        assert problem(await office.send("POST", f"/days/{day}/meetings", json=body)) == (status, slug), body
    again = await office.ask(day, "m1", "b1", rank=1)
    assert again["version"] == receipt["version"]
    rules = {"request_by": (now() - timedelta(seconds=1)).isoformat()}
    receipt = await office.done("PUT", f"/days/{day}/rules", json=rules)
    late = await office.send("POST", f"/days/{day}/meetings", json={**to_b2, "id": "m2"})
    assert problem(late) == (409, "requests-closed")
    shown = await office.seen(f"/days/{day}", receipt["version"])
    assert list(shown["meetings"]) == ["m1"]


async def test_who_leaves_is_asked_for_no_meeting_any_more(office: Office) -> None:
    day = await office.ready_day()
    await office.ask(day, "m1", "b1")
    foreign = await office.send("POST", f"/days/{day}/participants/b1/leave", **office.own)
    assert problem(foreign) == (403, "forbidden")
    receipt = await office.done("POST", f"/days/{day}/participants/b1/leave", **buyer(day))
    shown = await office.seen(f"/days/{day}", receipt["version"])
    assert (shown["meetings"]["m1"]["status"], "b1" in shown["participants"]) == ("declined", False)
    again = {"id": "m2", "company": office.company, "buyer": "b1", "requested_by": "company"}
    late = await office.send("POST", f"/days/{day}/meetings", **office.own, json=again)
    assert problem(late) == (404, "participant-unknown")
