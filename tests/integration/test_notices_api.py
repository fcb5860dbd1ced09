"""Threat notices over HTTP, on real servers: two people, one subject, a computed audience, and who may read what."""

import asyncio
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


async def test_an_issued_notice_shows_its_audience_and_who_has_not_read_it(
    office: Office, eventually: Eventually
) -> None:
    post, next_door = await office.open("IS", "NZ"), await office.open("AD")
    ambassador = await office.mailbox("ambassador", "ambassador", post)
    terror = await office.mailbox("terror", "directorate", themes=(office.id("terrorism"),))
    content = office.content("IS", countries=["IS", "ES"])
    await office.done("POST", "/notices", json=office.draft("n", content))
    preview = await office.done("GET", f"/notices/{office.id('n')}/audience")
    mine = {post, next_door, terror}
    roles = {
        f"{one['reader']['kind']}/{one['reader']['id']}": one["role"]
        for one in preview["addressees"]
        if {one["post"], one["reader"]["id"]} & mine
    }
    assert roles == {
        f"mailbox/{ambassador}": "ambassador",
        f"post/{post}": "post",
        f"post/{next_door}": "neighbouring-post",
        f"mailbox/{terror}": "directorate",
    }
    assert await office.refused("POST", f"/notices/{office.id('n')}/issue") == (409, "notice-not-approved")
    assert await office.refused("POST", f"/notices/{office.id('n')}/approve") == (409, "notice-approved-by-author")
    await office.done("POST", f"/notices/{office.id('n')}/approve", "bob", "directorate", directorate="police")
    version = (await office.done("POST", f"/notices/{office.id('n')}/issue"))["version"]
    assert (await office.done("POST", f"/notices/{office.id('n')}/issue"))["version"] == version
    shown = await office.seen(f"/notices/{office.id('n')}", version)
    assert (shown["status"], shown["issued"]["content"]["text"]) == ("issued", "Avoid the centre.")

    async def readers() -> dict[str, Any]:
        return {one["reader"]: one for one in (await office.done("GET", f"/notices/{office.id('n')}"))["readers"]}

    async def all_there() -> bool:
        return set(roles) <= set(await readers())

    await eventually(all_there)
    found = await readers()
    assert all(found[key]["unread"] for key in roles)
    unread = await office.done("GET", "/unread-alerts", role="auditor", params={"level": 4, "limit": 500})
    assert f"{office.id('n')}/mailbox/{ambassador}" in [one["id"] for one in unread["items"]]


async def test_a_post_is_told_through_its_last_day(office: Office, eventually: Eventually) -> None:
    posts = [await office.open("MT"), await office.open("CY", "MT"), await office.open("LU", "MT")]
    for post, days in zip(posts, (-1, 0, 30), strict=True):
        last_day = now().date() + timedelta(days=days)
        await office.done("POST", f"/posts/{post}/close", json={"closed_on": last_day.isoformat()})
    await office.done("POST", "/notices", json=office.draft("m", office.content("MT")))

    async def told() -> bool:
        found = await office.done("GET", f"/notices/{office.id('m')}/audience")
        return {one["post"] for one in found["addressees"]} & set(posts) == set(posts[1:])

    await eventually(told)


async def test_one_draft_about_a_subject_is_open_at_a_time(office: Office) -> None:
    await office.open("CV")
    await office.done("POST", "/notices", json=office.draft("a", office.content("CV")))
    other = office.draft("b", office.content("CV"))
    both = await asyncio.gather(*(office.refused("POST", "/notices", json=other) for _ in range(5)))
    assert set(both) == {(409, "draft-open-for-subject")}
    assert await office.refused("POST", f"/notices/{office.id('b')}/approve", "bob") == (404, "notice-unknown")
    await office.done("POST", f"/notices/{office.id('a')}/discard")
    await office.done("POST", "/notices", json=other)
    assert await office.refused("POST", "/notices", json=office.draft("a", office.content("CV"))) == (
        409,
        "draft-open-for-subject",
    )


async def test_of_many_drafts_about_a_subject_at_once_one_is_opened(office: Office) -> None:
    drafts = [office.draft(f"n{number}", office.content("CV")) for number in range(6)]
    answers = await asyncio.gather(*(office.send("POST", "/notices", json=one) for one in drafts))
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409, 409, 409]


async def test_an_issued_notice_is_updated_with_a_note_and_withdrawn(office: Office) -> None:
    await office.open("KM")
    await office.issue("n", office.content("KM"))
    revision = {"content": office.content("KM", text="Stay at home.")}
    path = f"/notices/{office.id('n')}"
    assert await office.refused("POST", f"{path}/revise", json=revision) == (409, "notice-immutable")
    again = office.draft("n", office.content("KM", text="Stay at home."))
    assert await office.refused("POST", "/notices", json=again) == (409, "change-note-missing")
    version = await office.issue("n", office.content("KM", text="Stay at home."), change_note="Stricter.")
    shown = await office.seen(path, version)
    assert [one["change_note"] for one in shown["changes"]] == [None, "Stricter."]
    version = (await office.done("POST", f"{path}/withdraw", json={"reason": "Over."}))["version"]
    assert (await office.seen(path, version))["status"] == "withdrawn"
    assert await office.refused("POST", f"{path}/revise", json=revision) == (409, "notice-closed")


async def test_a_notice_whose_validity_is_over_expires_by_itself(office: Office, eventually: Eventually) -> None:
    await office.open("SC")
    soon = now() + timedelta(seconds=15)
    await office.issue("n", office.content("SC", valid_until=soon.isoformat()))

    async def expired() -> bool:
        return bool((await office.send("GET", f"/notices/{office.id('n')}")).json().get("status") == "expired")

    await eventually(expired)
    assert await office.refused("POST", f"/notices/{office.id('n')}/withdraw", json={"reason": "x"}) == (
        409,
        "notice-closed",
    )


async def test_posts_read_what_is_theirs_and_nobody_elses_restricted_notices_or_drafts(office: Office) -> None:
    post, other = await office.open("MU"), await office.open("MV")
    path = f"/notices/{office.id('n')}"
    receipt = await office.done("POST", "/notices", json=office.draft("n", office.content("MU", marking="restricted")))
    await office.seen(path, receipt["version"])
    assert (await office.send("GET", path, role="post", post=post)).status_code == 404
    await office.done("POST", f"{path}/approve", "bob")
    version = (await office.done("POST", f"{path}/issue"))["version"]
    assert (await office.seen(path, version, role="post", post=post))["draft"] is None
    assert (await office.send("GET", path, role="post", post=other)).status_code == 404
    assert (await office.send("GET", path, role="embassy")).status_code == 404
    listed = await office.done("GET", "/notices", role="post", post=other, params={"country": "MU"})
    assert office.id("n") not in [one["id"] for one in listed["items"]]
    assert (
        await office.send("POST", f"{path}/withdraw", role="post", post=post, json={"reason": "x"})
    ).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "status", "slug"),
    [
        ({"valid_until": "2020-01-01T00:00:00Z"}, 409, "validity-crossed"),
        ({"countries": []}, 409, "scope-without-country"),
        ({"scope": "event"}, 409, "scope-without-place"),
        ({"concerned": []}, 409, "nobody-concerned"),
        ({"level": 5}, 422, "invalid-request"),
        ({"valid_from": "2026-01-01T00:00:00"}, 422, "invalid-request"),
    ],
)
async def test_what_makes_no_sense_is_refused(office: Office, wrong: dict[str, Any], status: int, slug: str) -> None:
    refused = await office.refused("POST", "/notices", json=office.draft("n", office.content("MU", **wrong)))
    assert (refused[0], refused[1] if status == 409 else slug) == (status, slug)
