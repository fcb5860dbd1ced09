"""Jobs that solve a day's timetable: one document each, from queued over running to done, failed or cancelled.

A job is how the service works, not what happened to the day, so it is no stream of events: its progress is
overwritten, and the whole of it is forgotten after a while. What comes of it is the day's own event.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from pymongo import ReturnDocument

from services.delegations.timetable.progress import Progress
from shared.clock import now
from shared.mongo import Document, Mongo

LEASE = 10.0  # seconds after which a runner that says nothing must be presumed dead
KEPT = timedelta(days=30)  # how long a job that has ended is remembered


def job_id(day: str, job: str) -> str:
    """The document of one job; ids have no slash, so no two jobs share it."""
    return f"{day}/{job}"


def new_job(
    day: str, job: str, *, seconds: float, seed: int, workers: int, by: str, correlation: str | None
) -> Document:
    """A job that is due at once. `until` is when somebody may take it: at once, or when its runner is presumed dead."""
    at = now()
    return {
        "_id": job_id(day, job),
        "day": day,
        "job": job,
        "seconds": seconds,
        "seed": seed,
        "workers": workers,
        "by": by,
        "correlation": correlation,
        "state": "queued",
        "open": True,
        "created_at": at,
        "until": at,
        "tries": 0,
        "change": 0,
        "progress": Progress()._asdict(),
        "problem": None,
        "reasons": [],
    }


class Jobs:
    """The collection of jobs. Any number of runners take from it; MongoDB's clock alone says when a lease is over."""

    def __init__(self, mongo: Mongo, lease: float = LEASE) -> None:
        self._collection, self.lease = mongo["timetable_jobs"], lease

    async def prepare(self) -> None:
        """Create the indexes."""
        await self._collection.create_index("created_at", partialFilterExpression={"open": True})
        await self._collection.create_index("ended_at", expireAfterSeconds=int(KEPT.total_seconds()))

    async def add(self, job: Document) -> Document:
        """The job as it is now; one that is there already stays as it is."""
        added: Any = await self._collection.find_one_and_update(
            {"_id": job["_id"]}, {"$setOnInsert": job}, upsert=True, return_document=ReturnDocument.AFTER
        )
        return dict(added)

    async def get(self, id: str) -> Document | None:
        return await self._collection.find_one({"_id": id})

    async def claim(self) -> Document | None:
        """Take the oldest job that nobody works on; nobody else gets it while the lease is renewed."""
        tries: Document = {"$add": ["$tries", 1]}
        taken = {"state": "running", "lease": str(uuid4()), "tries": tries, "storing": False}
        due: Document = {"open": True, "$expr": {"$lte": ["$until", "$$NOW"]}}
        return await self._collection.find_one_and_update(
            due, self._changes(taken), sort=[("created_at", 1)], return_document=ReturnDocument.AFTER
        )

    async def keep(self, job: Document, progress: Progress, *, storing: bool = False) -> bool:
        """Renew the lease and say how far the work is; False where it was cancelled or somebody else has it by now.

        From `storing` on it cannot be cancelled any more.
        """
        return await self._change(job, {"progress": {"$literal": progress._asdict()}, "storing": storing})

    async def give_back(self, job: Document, *, tried: bool) -> None:
        """Let somebody take it at once; `tried` counts what was done as an attempt."""
        tries = job["tries"] if tried else job["tries"] - 1
        await self._change(job, {"state": "queued", "tries": tries, "storing": False, "until": "$$NOW"})

    async def done(self, job: Document) -> None:
        await self._end(job, {"state": "done"})

    async def failed(self, job: Document, problem: str, reasons: Sequence[str]) -> None:
        """`problem` is a slug, `reasons` are its words."""
        await self._end(job, {"state": "failed", "problem": problem, "reasons": {"$literal": list(reasons)}})

    async def cancel(self, id: str) -> Document | None:
        """The cancelled job; None where there is nothing to cancel: it has ended, or its timetable is being stored."""
        ended = {"state": "cancelled", "open": False, "ended_at": "$$NOW"}
        stoppable = {"_id": id, "open": True, "storing": {"$ne": True}}
        return await self._collection.find_one_and_update(
            stoppable, self._changes(ended), return_document=ReturnDocument.AFTER
        )

    async def _end(self, job: Document, how: Mapping[str, Any]) -> None:
        await self._change(job, {**how, "open": False, "ended_at": "$$NOW"})

    async def _change(self, job: Document, changes: Mapping[str, Any]) -> bool:
        mine = {"_id": job["_id"], "lease": job["lease"], "open": True}
        return (await self._collection.update_one(mine, self._changes(changes))).matched_count == 1

    def _changes(self, changes: Mapping[str, Any]) -> list[Document]:
        """Each change has a number, so that whoever follows the job knows what is new."""
        until = {"$add": ["$$NOW", int(self.lease * 1000)]}
        return [{"$set": {"until": until, "change": {"$add": ["$change", 1]}, **changes}}]
