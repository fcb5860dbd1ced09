"""EU positions over HTTP, on real servers: instructed, presented, gathered, reminded of, and shown as a matrix."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.posting_office import Office, at_work

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
async def client(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[Office]:
    async with at_work(infrastructure, tmp_path_factory.mktemp("issuer"), eventually) as office:
        yield office


@pytest.fixture
async def office(client: Office) -> Office:
    return Office(client.http, client.home)


@pytest.fixture
async def posts(office: Office) -> tuple[str, str]:
    """In Berlin and in Riga, which covers Lithuania too."""
    return await office.open("DE"), await office.open("LV", "LT")


async def instruct(office: Office, posts: tuple[str, str], **other: Any) -> str:
    berlin, riga = posts
    assignments = [{"state": state, "post": post} for state, post in (("DE", berlin), ("LV", riga), ("LT", riga))]
    body = {
        "position": office.id("returns"), "title": "Returns", "field": "migration", "instruction": "Say yes.",
        "points": [{"point": "p1", "text": "List"}, {"point": "p2", "text": "Flights"}], "assignments": assignments,
        "due_at": (now() + timedelta(days=7)).isoformat(), "council_on": "2097-01-01",
    }  # fmt: skip
    await office.done("POST", "/eu-positions", json=body | other)
    return f"/eu-positions/{office.id('returns')}"


def presentation(state: str) -> dict[str, str]:
    return {"state": state, "function": "Head of returns", "presented_on": now().date().isoformat()}


def view(state: str, stance: str) -> dict[str, str]:
    return {"state": state, "point": "p1", "stance": stance, "text": f"{state} says so."}


async def test_views_come_together_in_a_matrix_by_state_and_point(office: Office, posts: tuple[str, str]) -> None:
    berlin, riga = posts
    path = await instruct(office, posts)
    assert await office.refused("POST", f"{path}/gather", json=view("DE", "support")) == (409, "not-presented")
    version = 0
    for state, post, stance in (("DE", berlin, "reserve"), ("LV", riga, "support")):
        wrong = riga if post == berlin else berlin
        by: dict[str, Any] = {"role": "post", "post": post}
        refused = await office.refused("POST", f"{path}/present", role="post", post=wrong, json=presentation(state))
        assert refused == (403, "other-post-forbidden")
        await office.done("POST", f"{path}/present", json=presentation(state), **by)
        version = (await office.done("POST", f"{path}/gather", json=view(state, stance), **by))["version"]
    matrix = await office.seen(f"{path}/matrix", version)
    assert (matrix["states"], matrix["not_presented"]) == (["DE", "LV", "LT"], ["LT"])
    assert matrix["points"][0]["sums"] == {"support": 1, "reserve": 1, "against": 0, "missing": 1}
    assert matrix["points"][0]["views"]["DE"]["text"] == "DE says so."
    own = await office.done("GET", path, role="post", post=riga)
    assert (set(own["views"]["p1"]), [one["state"] for one in own["presented"]]) == ({"LV"}, ["LV"])
    assert (await office.send("GET", f"{path}/matrix", role="post", post=riga)).status_code == 403
    stranger = await office.open("IT")
    assert (await office.send("GET", path, role="post", post=stranger)).status_code == 404
    listed = await office.done("GET", "/eu-positions", params={"field": "migration", "state": "LT", "limit": 500})
    assert office.id("returns") in [one["id"] for one in listed["items"]]
    await office.done("POST", f"{path}/close")
    assert await office.refused("POST", f"{path}/gather", json=view("DE", "against")) == (409, "eu-position-closed")


async def test_posts_are_reminded_when_the_time_has_come(
    office: Office, posts: tuple[str, str], eventually: Eventually
) -> None:
    path = await instruct(office, posts, remind_at=now().isoformat())

    async def reminded() -> bool:
        return bool((await office.send("GET", path)).json().get("reminded"))

    await eventually(reminded)


async def test_an_instruction_for_a_post_elsewhere_or_nowhere_is_refused(
    office: Office, posts: tuple[str, str]
) -> None:
    path, berlin = "/eu-positions", posts[0]
    times = {"due_at": (now() + timedelta(days=7)).isoformat(), "council_on": "2097-01-01"}
    about = {"position": office.id("x"), "title": "X", "field": "migration", "instruction": "X.", **times}
    for post, state, refusal in (
        (berlin, "LT", (409, "post-elsewhere")),
        (office.id("no"), "DE", (404, "post-unknown")),
    ):
        body = {**about, "points": [{"point": "p1", "text": "X"}], "assignments": [{"state": state, "post": post}]}
        assert await office.refused("POST", path, json=body) == refusal
