"""Solving a timetable as a job: started and answered at once, followed, cancelled; it ends as a draft of its id."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field

from services.delegations.api.access import known_day
from services.delegations.api.bodies import Body
from services.delegations.domain.day_timetable import solvable
from services.delegations.jobs import Jobs, job_id, new_job
from services.delegations.timetable.progress import Progress
from shared.eventing.decider import Refused
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.types import Id
from shared.mongo import Document

router = APIRouter(prefix="/days/{day}/timetable/jobs", tags=["timetable jobs"])

Organiser = Annotated[Caller, allow("partnerships", "post")]

LOOK = 0.2  # seconds between two looks at a job that is followed


class NewJob(Body):
    """A timetable with this id, the best that is found within so many seconds.

    With one worker the same day and seed give the same timetable, unless the time cuts the search short.
    """

    id: Id
    seconds: float = Field(10, gt=0, le=600)
    seed: int = Field(1, ge=0, le=2**31 - 1)
    workers: int = Field(2, ge=1, le=2)


class Job(BaseModel):
    """How far a job is: the breaks of the best plan so far and the number that no plan goes below, the weight of the
    requests it holds, the weight that no plan exceeds, and the `gap` between these two, as a part of it.

    `elapsed` are the seconds that this search has taken, `tries` how often it was begun. Where it failed, `problem` is
    the slug and `reasons` are its words.
    """

    id: str
    day: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    seconds: float
    seed: int
    workers: int
    tries: int
    elapsed: float
    breaks: int | None
    bound: int
    weight: int
    weight_bound: int
    gap: float
    problem: str | None
    reasons: list[str]
    created_at: datetime
    ended_at: datetime | None


def shown(job: Document) -> Job:
    """What a client sees of a job."""
    progress = Progress(**job["progress"])
    return Job(
        **{name: job[name] for name in ("day", "state", "seconds", "seed", "workers", "tries", "problem", "reasons")},
        **{name: value for name, value in progress._asdict().items() if name != "seconds"},
        id=job["job"],
        elapsed=round(progress.seconds, 3),
        gap=progress.gap,
        created_at=job["created_at"],
        ended_at=job.get("ended_at"),
    )


async def _known(request: Request, day: Id, job: Id, caller: Organiser) -> Document:
    """Raises Problem 404 where there is no such day or job, 403 where the day is another post's."""
    await known_day(request, caller, day)
    jobs: Jobs = request.app.state.jobs
    return _there(await jobs.get(job_id(day, job)), job)


Known = Annotated[Document, Depends(_known)]


@router.post("", status_code=202)
async def start_job(request: Request, response: Response, day: Id, body: NewJob, caller: Organiser) -> Job:
    """Begin to solve; the same job again changes nothing, whatever has become of it."""
    planned = await known_day(request, caller, day)
    jobs: Jobs = request.app.state.jobs
    if (job := await jobs.get(job_id(day, body.id))) is None:
        if body.id not in planned.drafts:
            solvable(planned)
        what = body.model_dump(exclude={"id"})
        by, correlation = caller.subject, request.state.correlation
        job = await jobs.add(new_job(day, body.id, **what, by=by, correlation=correlation))
        wake: asyncio.Event = request.app.state.job_wake
        wake.set()
    if any(job[name] != value for name, value in body.model_dump(exclude={"id"}).items()):
        raise Refused("job-already-started", f"job {body.id} was started with other particulars")
    response.headers["Location"] = f"/days/{day}/timetable/jobs/{body.id}"
    return shown(job)


@router.get("/{job}")
async def get_job(known: Known) -> Job:
    """How far the job is."""
    return shown(known)


@router.get("/{job}/progress", response_class=EventSourceResponse)
async def follow_job(
    request: Request, known: Known, last_event_id: Annotated[str | None, Header(max_length=80)] = None
) -> AsyncIterator[ServerSentEvent]:
    """The same again and again as server-sent events, whose name is the state; the stream ends with the job.

    Whoever comes late, or again with another `Last-Event-ID`, gets the present state first.
    """
    jobs: Jobs = request.app.state.jobs
    job, told = known, last_event_id
    while True:
        if str(job["change"]) != told:
            told = str(job["change"])
            yield ServerSentEvent(data=shown(job), event=job["state"], id=told)
        if not job["open"]:
            return
        await asyncio.sleep(LOOK)
        job = _there(await jobs.get(job["_id"]), job["job"])


@router.post("/{job}/cancel")
async def cancel_job(request: Request, known: Known) -> Job:
    """Stop a job that waits or runs; nothing is drafted then. Again changes nothing."""
    jobs: Jobs = request.app.state.jobs
    if (cancelled := await jobs.cancel(known["_id"])) is not None:
        return shown(cancelled)
    job = _there(await jobs.get(known["_id"]), known["job"])
    if job["state"] == "cancelled":
        return shown(job)
    state = "done" if job["open"] else job["state"]
    raise Problem(409, f"job-already-{state}", f"job {job['job']} is {state}")


def _there(job: Document | None, id: str) -> Document:
    if job is None:
        raise Refused("job-unknown", f"there is no job {id}")
    return job
