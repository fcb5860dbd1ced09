"""A suspended post, on real servers: another does its work, no day is planned there, and it resumes.

The markets are small countries that no other test names.
"""

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from tests.integration.assistance_house import House
from tests.integration.test_assistance_api import house, problem, running

pytestmark = pytest.mark.real
__all__ = ["house", "running"]  # fixtures

SUSPENSION = {"suspended_on": "2026-01-06", "reason": "unrest", "people": "recalled"}


def day(id: str, post: str) -> dict[str, Any]:
    held_on = (now() + timedelta(days=30)).date().isoformat()
    place = {"title": "Buyers", "post": post, "country": "KN", "venue": "Residence", "time_zone": "UTC"}
    return {"id": id, "held_on": held_on, "slots": ["09:00", "09:30"], "slot_minutes": 30, "tables": 1, **place}


async def test_the_named_post_does_the_work_and_days_there_are_shown_as_what_they_are(house: House) -> None:
    post, other = await house.open_post("halted", "KN"), await house.open_post("stand-in", "AW")
    for one in (post, other):
        await house.heard_of(one)
    await house.done("delegations", "POST", "/days", "partnerships", json=day(house.id("before"), post))
    request, _ = await house.file("KN")
    await house.becomes(request, desk=post)
    assert (await house.act(request, "accept", "post", post)).is_success
    await house.done("postings", "POST", f"/posts/{post}/suspend", json={**SUSPENSION, "work_to": other})
    await house.becomes(request, desk=other, because="succession", status="routed")
    later, _ = await house.file("KN", "later")
    await house.becomes(later, desk=other, because="succession")
    refused = await house.send("delegations", "POST", "/days", "partnerships", json=day(house.id("after"), post))
    assert problem(refused) == (409, "post-suspended")

    async def shown() -> bool:
        response = await house.send("delegations", "GET", f"/days/{house.id('before')}", "partnerships")
        return response.is_success and response.json()["host_suspended"]

    await house.wait(shown)
    listed = await house.done("delegations", "GET", "/days", "partnerships", params={"post": post})
    assert [one["host_suspended"] for one in listed["items"]] == [True]
    handing = await house.act(request, "hand-over", "partnerships", post=post)
    assert problem(handing) == (409, "post-suspended")
    await house.done("postings", "POST", f"/posts/{post}/resume", json={"resumed_on": "2026-02-01"})
    after, _ = await house.file("KN", "after")
    again = await house.becomes(request, desk=other)
    assert again["open"]

    async def planned() -> bool:
        body = day(house.id("after"), post)
        return (await house.send("delegations", "POST", "/days", "partnerships", json=body)).is_success

    await house.wait(planned)
    await house.becomes(after, open=True)


async def test_headquarters_have_it_where_nobody_is_named_until_the_post_resumes(house: House) -> None:
    post = await house.open_post("alone", "CK")
    await house.heard_of(post)
    request, _ = await house.file("CK")
    await house.becomes(request, desk=post)
    await house.done("postings", "POST", f"/posts/{post}/suspend", json=SUSPENSION)
    await house.becomes(request, desk="hq", because="uncovered")
    await house.done("postings", "POST", f"/posts/{post}/resume", json={"resumed_on": "2026-02-01"})
    await house.becomes(request, desk=post, because="residence")
