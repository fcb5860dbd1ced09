"""The worker that solves: takes one job after the other, says how far it is, and drafts what comes of it."""

import asyncio
from contextlib import suppress
from time import monotonic

from pymongo.errors import PyMongoError
from structlog.contextvars import bound_contextvars
from structlog.stdlib import get_logger

from services.delegations.domain.day import DAY
from services.delegations.domain.day_problem import problem
from services.delegations.domain.day_timetable import Draft, solvable
from services.delegations.domain.planned_day import PlannedDay
from services.delegations.jobs import Jobs
from services.delegations.solver import Solver, SolverFailed
from services.delegations.timetable.model import Timetable
from services.delegations.timetable.progress import Progress
from shared.eventing.decider import Refused
from shared.eventing.origin import Origin
from shared.eventing.store import Store, Task
from shared.mongo import Document
from shared.supervision import Up

POLL = 1.0  # seconds between two looks for a job, where nothing wakes it
BEAT = 0.5  # seconds between two words on how far it is; must be far below the lease
TRIES = 5  # a job that ends its solver so often ends every solver

log = get_logger(__name__)


class JobRunner:
    """One of any number of runners; the lease in each job keeps them apart, and lets another take up what one left.

    A crash anywhere solves the day again: the job's id is the timetable's, so that there is one draft at the end.
    """

    name = "timetable-jobs"

    def __init__(self, jobs: Jobs, store: Store, wake: asyncio.Event) -> None:
        self._jobs, self._store, self._wake, self._solver = jobs, store, wake, Solver()

    async def prepare(self) -> None:
        """Create the indexes."""
        await self._jobs.prepare()

    async def run(self, up: Up) -> None:
        """Until cancelled. Raises what the database raises."""
        while True:
            self._wake.clear()
            job = await self._jobs.claim()
            up()
            if job is None:
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL):
                        await self._wake.wait()
            else:
                await self._take(job)

    async def _take(self, job: Document) -> None:
        about = {"day": job["day"], "job": job["job"]}
        with bound_contextvars(correlation=job["correlation"]):
            log.info("solving", **about, tries=job["tries"])
            try:
                await self._work(job)
            except SolverFailed:
                log.warning("the solver's process died", **about)
                await self._jobs.give_back(job, tried=True)
            except asyncio.CancelledError:
                with suppress(PyMongoError):  # its lease ends by itself
                    await self._jobs.give_back(job, tried=False)
                raise

    async def _work(self, job: Document) -> None:
        if job["tries"] > TRIES:
            await self._jobs.failed(job, "solver-failed", [f"the solver ended {TRIES} times without an answer"])
            return
        day, _ = await self._store.load(DAY, job["day"])
        answer = Timetable("unknown")
        try:
            if job["job"] not in day.drafts:
                solvable(day)
                solved = await self._solved(job, day)
                if solved is None:
                    return
                answer = solved
            origin = Origin(actor=job["by"], correlation=job["correlation"])
            await self._store.execute(Task(DAY, job["day"], Draft(job["day"], job["job"], answer)), origin=origin)
        except Refused as refusal:
            await self._jobs.failed(job, refusal.slug, answer.reasons or [refusal.detail])
        else:
            await self._jobs.done(job)

    async def _solved(self, job: Document, day: PlannedDay) -> Timetable | None:
        """The answer; None where the job was cancelled or is somebody else's by now."""
        latest, begun = Progress(), monotonic()

        def heard(progress: Progress) -> None:
            nonlocal latest
            latest = progress

        solving = asyncio.create_task(
            self._solver.solve(problem(day), job["seconds"], workers=job["workers"], seed=job["seed"], report=heard)
        )
        try:
            while not (await asyncio.wait({solving}, timeout=BEAT))[0]:
                if not await self._jobs.keep(job, latest._replace(seconds=monotonic() - begun)):
                    return None
            answer = await solving
        finally:
            solving.cancel()
            await asyncio.wait({solving})
        last = reached(answer, latest)._replace(seconds=monotonic() - begun)
        return answer if await self._jobs.keep(job, last, storing=True) else None


def reached(answer: Timetable, latest: Progress) -> Progress:
    """How far the search came in the end."""
    if answer.objective is None or answer.bound is None:
        return latest
    return Progress(latest.seconds, answer.objective, answer.bound, answer.weight, answer.weight_bound)
