"""Timetables solved as jobs over HTTP, on real servers: answered at once, followed, cancelled, refused."""

import asyncio
import json
from collections.abc import AsyncIterator
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from services.delegations.domain.day import DAY
from services.delegations.timetable import model
from shared.eventing.store import Store
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delegations_at_work import at_work
from tests.integration.planned_days import EASY, HARD, plan
from tests.integration.test_delegations_api import Desk
from tests.integration.test_delegations_api import problem as answered
from tests.unit.delegations.timetable.days import crowded

pytestmark = pytest.mark.real


class Office(Desk):
    """A desk that starts jobs and follows them."""

    store: Store

    async def day(self, asked: model.Day = EASY) -> str:  # type: ignore[override]
        await plan(self.store, self.id("day"), asked)
        return self.id("day")

    async def start(self, day: str, job: str, **particulars: Any) -> dict[str, Any]:
        return await self.done("POST", f"/days/{day}/timetable/jobs", json={"id": job, **particulars})

    async def follow(self, day: str, job: str, **headers: str) -> list[tuple[str, str, dict[str, Any]]]:
        """Id, name and data of each event of the stream, once it has ended."""
        path = f"/days/{day}/timetable/jobs/{job}/progress"
        response = await self.send("GET", path)
        if headers:
            headers["Authorization"] = response.request.headers["Authorization"]
            response = await self.client.get(path, headers=headers)
        assert response.headers["content-type"].startswith("text/event-stream"), response.text
        events = []
        for block in response.text.split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
            if lines:
                events.append((lines["id"], lines["event"], json.loads(lines["data"])))
        return events


@pytest.fixture(scope="module")
async def client(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[tuple[AsyncClient, Path, Store]]:
    home = tmp_path_factory.mktemp("issuer")
    async with at_work(infrastructure, home, eventually) as (http, service):
        yield http, home, service.store


@pytest.fixture
async def office(client: tuple[AsyncClient, Path, Store]) -> Office:
    """With a tag of its own, so that tests do not meet."""
    http, home, store = client
    made = Office(http, home)
    made.store = store
    return made


async def test_a_job_is_answered_at_once_followed_to_its_end_and_leaves_a_draft(office: Office) -> None:
    day = await office.day(HARD)
    response = await office.send("POST", f"/days/{day}/timetable/jobs", json={"id": "t1", "seconds": 4})
    path = response.headers["location"]
    assert (response.status_code, path, response.json()["state"]) == (202, f"/days/{day}/timetable/jobs/t1", "queued")
    events = await office.follow(day, "t1")
    assert [int(id) for id, _, _ in events] == sorted({int(id) for id, _, _ in events})
    assert {name for _, name, _ in events[:-1]} <= {"queued", "running"}
    last_id, name, last = events[-1]
    assert (name, last["state"], last["tries"], last["problem"]) == ("done", "done", 1, None)
    under_way = [data for _, _, data in events[:-1] if data["breaks"] is not None]
    assert all(data["breaks"] >= last["breaks"] >= last["bound"] >= data["bound"] for data in under_way)
    assert await office.done("GET", path) == last
    assert await office.start(day, "t1", seconds=4) == last
    planned, version = await office.store.load(DAY, day)
    assert set(planned.drafts) == {"t1"}
    shown = await office.seen(f"/days/{day}", version)
    assert (shown["timetable"]["id"], shown["timetable"]["breaks"]) == ("t1", last["breaks"])
    assert await office.follow(day, "t1") == [events[-1]]
    assert await office.follow(day, "t1", **{"Last-Event-ID": events[0][0]}) == [events[-1]]
    assert await office.follow(day, "t1", **{"Last-Event-ID": last_id}) == []


async def test_a_running_job_shows_its_progress_and_cancelled_like_a_waiting_one_leaves_nothing(
    office: Office, eventually: Eventually
) -> None:
    day = await office.day(HARD)
    path = f"/days/{day}/timetable/jobs"
    for job in ("t1", "t2"):
        await office.start(day, job, seconds=600)
    following = asyncio.create_task(office.follow(day, "t1"))
    seen = set()

    async def under_way() -> bool:
        job = await office.done("GET", f"{path}/t1")
        if job["breaks"]:
            seen.add(job["elapsed"])
        return len(seen) > 3  # so that the stream, which looks as often, has told of it

    await eventually(under_way)
    assert (await office.done("GET", f"{path}/t2"))["state"] == "queued"
    for job in ("t2", "t1"):
        cancelled = await office.done("POST", f"{path}/{job}/cancel", json={})
        assert cancelled["state"] == "cancelled"
        assert await office.done("POST", f"{path}/{job}/cancel", json={}) == cancelled

    async def nobody_solves() -> bool:
        return active_children() == []

    await eventually(nobody_solves)
    assert set((await office.store.load(DAY, day))[0].drafts) == set()
    *before, (_, name, _) = await following
    assert name == "cancelled"
    assert {name for _, name, data in before if data["breaks"]} == {"running"}
    assert [name for _, name, _ in await office.follow(day, "t1")] == ["cancelled"]


async def test_an_infeasible_day_fails_its_job_in_words(office: Office) -> None:
    asked = crowded(3, 3, 4, 1, 1)
    day = await office.day(asked)
    await office.start(day, "t1")
    [*_, (_, name, last)] = await office.follow(day, "t1")
    assert (name, last["problem"]) == ("failed", "timetable-infeasible")
    assert last["reasons"][0] == f"{len(asked.meetings)} meetings for 4 places (1 table, 4 slots)"
    cancelling = await office.send("POST", f"/days/{day}/timetable/jobs/t1/cancel", json={})
    assert answered(cancelling) == (409, "job-already-failed")


async def test_bad_jobs_are_refused(office: Office) -> None:
    day = await office.day()
    path = f"/days/{day}/timetable/jobs"
    await office.start(day, "t1")
    other = await office.send("POST", path, json={"id": "t1", "seconds": 3})
    assert answered(other) == (409, "job-already-started")
    [*_, (_, name, _)] = await office.follow(day, "t1")
    assert name == "done"
    assert answered(await office.send("POST", f"{path}/t1/cancel", json={})) == (409, "job-already-done")
    for method, tail in (("GET", ""), ("GET", "/progress"), ("POST", "/cancel")):
        assert answered(await office.send(method, f"{path}/t9{tail}")) == (404, "job-unknown")
        foreign = await office.send(method, f"{path}/t1{tail}", "post", post="quito")
        assert answered(foreign) == (403, "forbidden")
    empty = office.id("empty")
    await plan(office.store, empty, model.Day(2, 1, (), ()))
    nothing = await office.send("POST", f"/days/{empty}/timetable/jobs", json={"id": "t1"})
    assert answered(nothing) == (409, "day-without-meetings")
