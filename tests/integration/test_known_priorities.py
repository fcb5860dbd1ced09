"""Work of every kind that names a priority names one that there is, and that is for its country; on real servers."""

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
async def office(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[Office]:
    async with at_work(infrastructure, tmp_path_factory.mktemp("priorities"), eventually) as office:
        await office.open("UY")
        for name, country in (("here", "UY"), ("elsewhere", "FJ")):
            about = {"priority": office.id(name), "year": now().year, "theme": "drugs", "title": "Cocaine"}
            await office.done("POST", "/priorities", json={**about, "countries": [country]})
        yield office


def work(office: Office, priority: str) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """How each kind of work is begun under a priority: the path, who does it, and the body."""
    post, due = office.id("post-uy"), now() + timedelta(days=10)
    asking = {"post": post, "service": "ofast", "directorate": "police", "direction": "to-post", "text": "Who?"}
    contact = {"post": post, "country": "UY", "force": "police", "level": "senior", "name": "Invented"}
    contact |= {"function": "Director", "organisation": "Police"}
    note = dict.fromkeys(("law", "procurement", "actors", "risks"), "None.")
    position = {
        "position": office.id("eu"), "title": "Ports", "field": "migration", "instruction": "Support.",
        "points": [{"point": "p1", "text": "Ports"}], "assignments": [{"state": "DE", "post": post}],
        "due_at": due.isoformat(), "council_on": (due + timedelta(days=9)).date().isoformat(),
    }  # fmt: skip
    notice = office.draft("notice", office.content("UY", priority=priority))
    return {
        "request": ("/information-requests", "hq", {"id": office.id("q"), **asking, "priority": priority}),
        "contact": ("/contacts", "post", {"id": office.id("k"), **contact, "priority": priority}),
        "note": ("/environment-notes", "post", {"country": "UY", **note, "priority": priority}),
        "position": ("/eu-positions", "hq", {**position, "priority": priority}),
        "notice": ("/notices", "hq", notice),
    }


async def begun(office: Office, kind: str, priority: str) -> tuple[int, str]:
    path, role, body = work(office, priority)[kind]
    scope = {"post": office.id("post-uy")} if role == "post" else {}
    return await office.refused("POST", path, role=role, json=body, **scope)


@pytest.mark.parametrize("kind", ["request", "contact", "note", "notice"])
async def test_work_names_a_priority_that_there_is_for_its_country(office: Office, kind: str) -> None:
    assert await begun(office, kind, office.id("nowhere")) == (404, "priority-unknown")
    assert await begun(office, kind, office.id("elsewhere")) == (409, "work-outside-priority")
    assert (await begun(office, kind, office.id("here")))[0] == 201


async def test_a_position_in_brussels_may_serve_any_priority_that_there_is(office: Office) -> None:
    assert await begun(office, "position", office.id("nowhere")) == (404, "priority-unknown")
    assert await begun(office, "position", office.id("elsewhere")) == (409, "post-elsewhere")  # not asked in Uruguay


async def test_what_serves_a_priority_goes_on_after_that_has_been_closed(office: Office) -> None:
    priority, post = office.id("closing"), office.id("post-uy")
    about = {"priority": priority, "year": now().year, "theme": "drugs", "title": "Hashish", "countries": ["UY"]}
    await office.done("POST", "/priorities", json=about)
    path, _, body = work(office, priority)["contact"]
    known = f"{path}/{office.id('old')}"
    await office.done("POST", path, role="post", post=post, json={**body, "id": office.id("old")})
    draft = office.draft("going-on", office.content("UY", priority=priority), subject=office.id("other"))
    await office.done("POST", "/notices", json=draft)
    await office.done("POST", f"/priorities/{priority}/close", json={"closed_on": now().date().isoformat()})

    standing = {"force": "police", "level": "operational", "priority": priority}
    await office.done("POST", f"{known}/revise", role="post", post=post, json=standing)
    other = {**standing, "priority": office.id("nowhere")}
    revised = await office.refused("POST", f"{known}/revise", role="post", post=post, json=other)
    assert revised == (404, "priority-unknown")
    met = {"id": "i1", "kind": "call", "held_on": now().date().isoformat(), "summary": "Said.", "priority": priority}
    spoken = await office.refused("POST", f"{known}/interactions", role="post", post=post, json=met)
    assert spoken == (409, "priority-closed")
    content = office.content("UY", priority=priority, text="Stay at home.")
    await office.done("POST", f"/notices/{office.id('going-on')}/revise", json={"content": content})
    strange = {"content": {**content, "priority": office.id("nowhere")}}
    refused = await office.refused("POST", f"/notices/{office.id('going-on')}/revise", json=strange)
    assert refused == (404, "priority-unknown")
