"""The event store: one MongoDB document per command, which is the commit and the outbox at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar
from zlib import crc32

from pymongo.errors import ConnectionFailure, DuplicateKeyError

from shared.clock import now
from shared.eventing.decider import Decider, Refused
from shared.eventing.event import Event
from shared.eventing.metrics import APPENDED
from shared.eventing.origin import Origin
from shared.mongo import Document, Mongo, Session

S = TypeVar("S")

COMMITS = "commits"
SHARDS = 4  # stored with each commit, so a change takes effect for new ones only
ATTEMPTS = 20  # of these races each has a winner, so the stream makes progress even where this command gives up
REMEMBERED = 1000  # streams whose state this process keeps in mind


class Conflict(Exception):
    """The stream is not at the version that the caller expected, or too many others write to it at once."""

    def __init__(self, stream: str, expected: int | None, actual: int | None = None) -> None:
        what = "is written to by too many at once" if expected is None else f"is at version {actual}, not {expected}"
        super().__init__(f"{stream} {what}")
        self.expected = expected


class NotPrepared(ConnectionFailure):
    """The indexes are not there yet; to a caller this is the same as a database that is away."""


class KeyReused(Exception):
    """The idempotency key was used before, for another command."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a command answers: the aggregate, and the version its stream has now."""

    stream: str
    id: str
    version: int


@dataclass(frozen=True)
class Task(Generic[S]):
    """One command for one aggregate; `expected` is the version that the caller has seen, None where any will do."""

    decider: Decider[S, Any, Any]
    id: str
    command: Any
    expected: int | None = None

    @property
    def stream(self) -> str:
        return self.decider.stream(self.id)


class Store:
    """Appends to streams and folds them. Every commit is pending until the relay has sent it."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self._commits = mongo[COMMITS]
        self._prepared = False
        self._believed: dict[str, tuple[Decider[Any, Any, Any], Any, int]] = {}  # state and version, as last written

    async def prepare(self) -> None:
        """Create the indexes on which the promises rest."""
        await self._commits.create_index(["stream", "first"], unique=True)
        await self._commits.create_index("key", unique=True, partialFilterExpression={"key": {"$exists": True}})
        await self._commits.create_index(["shard", "first", "_id"], partialFilterExpression={"pending": True})
        self._prepared = True

    async def load(self, decider: Decider[S, Any, Any], id: str, session: Session | None = None) -> tuple[S, int]:
        """The state of an aggregate and the version of its stream, 0 where nothing has happened yet."""
        commits = await self._commits.find({"stream": decider.stream(id)}, session=session).sort("first").to_list(None)
        state = decider.fold(decider.parse(event) for commit in commits for event in commit["events"])
        return state, commits[-1]["first"] + len(commits[-1]["events"]) - 1 if commits else 0

    async def load_each(self, decider: Decider[S, Any, Any], ids: Sequence[str]) -> list[S | Exception]:
        """The states of several aggregates, in one query; for one that cannot be read, what is wrong with it."""
        known = await histories(self._mongo, decider, ids)
        return [_folded(decider, known.get(id, ())) for id in ids]

    async def execute(self, *tasks: Task[Any], origin: Origin) -> Written:
        """Decide and append: all tasks or none, in one MongoDB transaction where there are several.

        The answer is that of the first task. The streams must differ. A command that loses a race is decided again on
        what the winner wrote. Raises Refused, Conflict or KeyReused, and stores nothing then.
        """
        if not self._prepared:
            raise NotPrepared("the event store is starting")
        if len(tasks) == 1 and (written := await self._append_unread(tasks[0], origin)):
            return written
        for _ in range(ATTEMPTS):
            try:
                if len(tasks) == 1:
                    return await self._append(tasks[0], origin)
                return await self._mongo.transaction(partial(self._append_all, tasks, origin))
            except (
                DuplicateKeyError
            ):  # a lost race, or a key that was used before: no need to ask until the index says so
                if answer := await self._answered(tasks[0], origin):
                    return answer
            except (Refused, Conflict):  # what this very command has changed when it was first given may be the reason
                if answer := await self._answered(tasks[0], origin):
                    return answer
                raise
        raise Conflict(tasks[0].stream, None)

    async def _answered(self, task: Task[Any], origin: Origin) -> Written | None:
        """What this idempotency key was answered before, if it was."""
        if origin.key is None:
            return None
        commit = await self._commits.find_one({"key": origin.key}, {"fingerprint": 1, "answer": 1})
        if commit is None:
            return None
        if commit["fingerprint"] != origin.fingerprint or commit["answer"]["stream"] != task.stream:
            raise KeyReused(f"key {origin.key} was used for another command")
        return Written(**commit["answer"])

    async def _append_unread(self, task: Task[Any], origin: Origin) -> Written | None:
        """Append to what this process believes the stream to be, without reading it; None where that does not do.

        What is believed was true once, so the unique index refuses whatever rests on a belief that is outdated. A
        decision that writes nothing, or a refusal, meets no index, and counts only on what has been read.
        """
        decider, state, version = self._believed.get(task.stream, (task.decider, task.decider.initial, 0))
        if decider is not task.decider:  # whose state means nothing to this one
            return None
        try:
            return await self._written(task, state, version, origin)
        except (Refused, Conflict, DuplicateKeyError):
            return None

    async def _append(self, task: Task[Any], origin: Origin) -> Written:
        state, version = await self.load(task.decider, task.id)
        written = await self._written(task, state, version, origin)
        return written or await self._answered(task, origin) or Written(task.stream, task.id, version)

    async def _written(self, task: Task[S], state: S, version: int, origin: Origin) -> Written | None:
        """What has been written of this command's events; None where none follow from it."""
        events = _decided(task, state, version)
        if not events:
            return None
        answer = Written(task.stream, task.id, version + len(events))
        await self._insert([pending_commit(task.stream, version + 1, events, origin)], answer, origin)
        self._believed.pop(task.stream, None)
        self._believed[task.stream] = task.decider, task.decider.fold(events, state), answer.version
        if len(self._believed) > REMEMBERED:
            del self._believed[next(iter(self._believed))]
        return answer

    async def _append_all(self, tasks: Sequence[Task[Any]], origin: Origin, session: Session) -> Written:
        """The same for several streams, in a transaction."""
        commits: list[Document] = []
        answers: list[Written] = []
        for task in tasks:
            state, version = await self.load(task.decider, task.id, session)
            events = _decided(task, state, version)
            answers.append(Written(task.stream, task.id, version + len(events)))
            if events:
                commits.append(pending_commit(task.stream, version + 1, events, origin))
        if not commits:
            return await self._answered(tasks[0], origin) or answers[0]
        await self._insert(commits, answers[0], origin, session)
        return answers[0]

    async def _insert(
        self, commits: Sequence[Document], answer: Written, origin: Origin, session: Session | None = None
    ) -> None:
        if origin.key is not None:
            told = {"stream": answer.stream, "id": answer.id, "version": answer.version}
            commits[0].update(key=origin.key, fingerprint=origin.fingerprint, answer=told)
        for commit in commits:
            await self._commits.insert_one(commit, session=session)
            APPENDED.labels(commit["stream"].partition("-")[0]).inc(len(commit["events"]))


async def histories(mongo: Mongo, decider: Decider[Any, Any, Any], ids: Iterable[str]) -> dict[str, list[Document]]:
    """The stored events of those of these aggregates that are known, in their order, under the aggregates' ids."""
    streams, events = {decider.stream(id): id for id in ids}, dict[str, list[Document]]()
    found = mongo[COMMITS].find({"stream": {"$in": list(streams)}}, {"stream": 1, "events": 1})
    async for commit in found.sort([("stream", 1), ("first", 1)]):
        events.setdefault(streams[commit["stream"]], []).extend(commit["events"])
    return events


def _folded(decider: Decider[Any, Any, Any], stored: Sequence[Document]) -> Any:
    try:
        return decider.fold(map(decider.parse, stored))
    except (ValueError, LookupError) as error:
        return error


def _decided(task: Task[Any], state: Any, version: int) -> Sequence[Event]:
    """What follows from the command on this state. Raises Refused, or Conflict where the caller has seen another."""
    if task.expected not in (None, version):
        raise Conflict(task.stream, task.expected, version)
    return task.decider.decide(state, task.command)


def shard_of(stream: str) -> int:
    """The shard whose relay sends this stream; the same on every machine and for ever, unlike Python's own hash."""
    return crc32(stream.encode()) % SHARDS


def pending_commit(stream: str, first: int, events: Sequence[Event], origin: Origin) -> Document:
    """The pending document of these events, the first of which is number `first` of its stream."""
    return {
        "stream": stream,
        "first": first,
        "shard": shard_of(stream),
        "events": [event.model_dump(mode="json") for event in events],
        "time": now(),
        "actor": origin.actor,
        "correlation": origin.correlation,
        "causation": origin.causation,
        "traceparent": origin.traceparent,
        "pending": True,
    }
