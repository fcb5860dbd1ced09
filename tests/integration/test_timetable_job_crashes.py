"""Jobs whose runner or solver dies, sleeps or stops: each is finished by somebody, and leaves one draft."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from services.delegations.domain.day import DAY
from services.delegations.domain.day_problem import problem
from services.delegations.domain.day_timetable import Draft
from services.delegations.jobs import Jobs, job_id, new_job
from services.delegations.solving import TRIES, JobRunner
from services.delegations.timetable import model
from services.delegations.timetable.progress import Progress
from services.delegations.timetable.solve import solve
from shared.eventing.store import COMMITS, Store, Task
from shared.mongo import Document, Mongo
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.planned_days import EASY, HARD, ME, plan

pytestmark = pytest.mark.real

LEASE = 2.0  # seconds
ONE_DRIVER = pytest.mark.parametrize("mongo", ["motor"], indirect=True)  # each of these solves for seconds


async def queue(mongo: Mongo, asked: model.Day, seconds: float) -> tuple[Store, Jobs]:
    """A day and a job to solve it, that nobody has taken yet."""
    store, jobs = Store(mongo), Jobs(mongo, LEASE)
    await store.prepare()
    await jobs.prepare()
    await plan(store, "lima", asked)
    await jobs.add(new_job("lima", "t1", seconds=seconds, seed=1, workers=1, by="tester", correlation="c"))
    return store, jobs


async def job(jobs: Jobs) -> Document:
    found = await jobs.get(job_id("lima", "t1"))
    assert found is not None
    return found


async def until(jobs: Jobs, eventually: Eventually, **wanted: Any) -> None:
    async def so() -> bool:
        found = await job(jobs)
        return all(found[name] == value for name, value in wanted.items()) and found["progress"]["breaks"] is not None

    await eventually(so)


async def shorten(mongo: Mongo) -> None:
    """The job may take six seconds when it is begun again; the first time it cannot end before it is killed."""
    await mongo["timetable_jobs"].update_one({}, {"$set": {"seconds": 6}})


async def drafts(mongo: Mongo) -> int:
    commits = await mongo[COMMITS].find({"stream": "day-lima"}).to_list(None)
    return [event["type"] for one in commits for event in one["events"]].count("delegations.TimetableDrafted")


async def runner(servers: Servers, mongo: Mongo) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.job_runner", servers.mongo, mongo.database.name, str(LEASE),
        cwd=Path(__file__).parents[2],
    )  # fmt: skip


@asynccontextmanager
async def running(jobs: Jobs, store: Store) -> AsyncIterator[asyncio.Task[None]]:
    """A runner in the test's own process."""
    task = asyncio.create_task(JobRunner(jobs, store, asyncio.Event()).run(lambda: None))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait({task})


@ONE_DRIVER
async def test_a_job_whose_runner_is_killed_is_finished_by_another(
    infrastructure: Servers, mongo: Mongo, eventually: Eventually
) -> None:
    _, jobs = await queue(mongo, HARD, 600)
    processes = [await runner(infrastructure, mongo)]
    try:
        await until(jobs, eventually, state="running", tries=1)
        processes[0].kill()
        await processes[0].wait()
        assert (await job(jobs))["state"] == "running"
        await shorten(mongo)
        processes.append(await runner(infrastructure, mongo))
        await until(jobs, eventually, state="done", tries=2)
    finally:
        for one in processes:
            if one.returncode is None:
                one.kill()
                await one.wait()
    assert await drafts(mongo) == 1


@ONE_DRIVER
async def test_a_job_whose_solver_is_killed_is_solved_again(mongo: Mongo, eventually: Eventually) -> None:
    store, jobs = await queue(mongo, HARD, 600)
    async with running(jobs, store):
        await until(jobs, eventually, state="running", tries=1)
        [solver] = active_children()
        assert solver.pid is not None
        await shorten(mongo)
        os.kill(solver.pid, signal.SIGKILL)
        await until(jobs, eventually, state="done", tries=2)
    assert await drafts(mongo) == 1


@ONE_DRIVER
async def test_a_job_whose_service_stops_waits_for_the_next_and_is_not_blamed(
    mongo: Mongo, eventually: Eventually
) -> None:
    store, jobs = await queue(mongo, HARD, 600)
    async with running(jobs, store):
        await until(jobs, eventually, state="running", tries=1)
    assert [(await job(jobs))[name] for name in ("state", "tries")] == ["queued", 0]
    assert active_children() == []


async def test_a_runner_that_died_between_draft_and_word_leaves_one_draft(mongo: Mongo, eventually: Eventually) -> None:
    store, jobs = await queue(mongo, EASY, 10)
    claimed = await jobs.claim()
    assert claimed is not None
    planned, _ = await store.load(DAY, "lima")
    answer = solve(problem(planned), seconds=60, workers=1, seed=1)
    assert await jobs.keep(claimed, Progress(1, 0), storing=True)
    await store.execute(Task(DAY, "lima", Draft("lima", "t1", answer)), origin=ME)
    async with running(jobs, store):
        await until(jobs, eventually, state="done", tries=2)
    assert await drafts(mongo) == 1


async def test_a_runner_that_slept_past_its_lease_has_lost_its_job(mongo: Mongo, eventually: Eventually) -> None:
    _, jobs = await queue(mongo, EASY, 10)
    asleep = await jobs.claim()
    assert asleep is not None
    taken: list[Document] = []

    async def another_has_it() -> bool:
        if (claimed := await jobs.claim()) is not None:
            taken.append(claimed)
        return taken != []

    assert await jobs.claim() is None
    await eventually(another_has_it)
    assert not await jobs.keep(asleep, Progress(9, 9))
    await jobs.done(asleep)
    assert [(await job(jobs))[name] for name in ("state", "tries")] == ["running", 2]
    assert await jobs.keep(taken[0], Progress(1, 1), storing=True)
    assert await jobs.cancel(asleep["_id"]) is None
    await jobs.done(taken[0])
    assert (await job(jobs))["state"] == "done"


@ONE_DRIVER
async def test_a_job_that_ends_every_solver_is_given_up(mongo: Mongo, eventually: Eventually) -> None:
    store, jobs = await queue(mongo, HARD, 600)
    async with running(jobs, store):
        for tries in range(1, TRIES + 1):

            async def begun(so_often: int = tries) -> bool:
                return (await job(jobs))["tries"] == so_often and active_children() != []

            await eventually(begun)
            for solver in active_children():
                solver.kill()

        async def given_up() -> bool:
            return bool((await job(jobs))["state"] == "failed")

        await eventually(given_up)
    assert (await job(jobs))["problem"] == "solver-failed"
    assert await drafts(mongo) == 0
