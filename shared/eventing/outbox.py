"""What waits to be sent: the store's pending commits and the registers' pending records, seen as one kind of thing."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from pydantic_core import to_json

from shared.eventing.cloudevents import Headers, headers
from shared.eventing.store import COMMITS
from shared.mongo import Document, Mongo


class Outgoing(NamedTuple):
    """One message for the bus; `value` is None for a tombstone."""

    topic: str
    key: bytes
    value: bytes | None
    headers: Headers


@dataclass(frozen=True, slots=True)
class Pending:
    """What one stored document has to say, since when, and how to find the document again to mark it sent.

    The `messages` can be had once, and are made only then: kept for whole batches, their many small parts would cost a
    third of the relay's time in the garbage collector, which has to look at all that stays.
    """

    token: Any
    time: datetime
    traceparent: str | None
    messages: Iterable[Outgoing]


class Outbox(Protocol):
    """One lane of what is pending: hands it out so that a stream's predecessors come before or with their successors.

    `name` is unique within the database. Only a change of the `collection` that `concerns` it makes something pending.
    """

    name: str
    collection: str

    def concerns(self, change: Document) -> bool: ...

    async def pending(self, limit: int, but: Collection[Any]) -> Sequence[Pending]: ...

    async def mark_sent(self, tokens: Sequence[Any]) -> None: ...


class CommitOutbox:
    """The commits of one shard as an outbox.

    A batch is ordered by each commit's first sequence, so whatever it holds, it also holds the stream's earlier pending
    commits, whatever the writers' clocks say. Reading from a snapshot keeps that true while others write: a plain index
    scan can pass the place of version 1, and then meet version 2, when both are inserted behind and before it.
    """

    collection = COMMITS

    def __init__(self, mongo: Mongo, topic: str, source: str, shard: int) -> None:
        self._mongo, self._topic, self._source, self._shard = mongo, topic, source, shard
        self.name = f"{COMMITS}-{shard}"

    def concerns(self, change: Document) -> bool:
        """Whether the change may have brought a commit of this shard."""
        return bool(change.get("shard", self._shard) == self._shard)

    async def pending(self, limit: int, but: Collection[Any] = ()) -> Sequence[Pending]:
        """Up to so many commits that have not been sent, without those that are on their way."""
        wanted: Document = {"pending": True, "shard": self._shard}
        if but:
            wanted["_id"] = {"$nin": list(but)}
        async with self._mongo.snapshot() as session:
            cursor = self._mongo[COMMITS].find(wanted, session=session).sort("first").limit(limit)
            return [
                Pending(commit["_id"], commit["time"], commit["traceparent"], self._messages(commit))
                for commit in await cursor.to_list(None)
            ]

    async def mark_sent(self, tokens: Sequence[Any]) -> None:
        """Never send these again."""
        await self._mongo[COMMITS].update_many({"_id": {"$in": tokens}}, {"$unset": {"pending": True}})

    def _messages(self, commit: Document) -> Iterator[Outgoing]:
        stream = commit["stream"]
        for sequence, event in enumerate(commit["events"], commit["first"]):
            context = headers(
                type=event["type"],
                source=self._source,
                stream=stream,
                sequence=sequence,
                time=commit["time"],
                correlationid=commit["correlation"],
                causationid=commit["causation"],
                traceparent=commit["traceparent"],
            )
            yield Outgoing(self._topic, stream.encode(), to_json(event), context)
