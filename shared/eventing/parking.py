"""Parking: where events wait that a consumer could not apply, and those of the same stream behind them, in order."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Literal

from aiokafka import ConsumerRecord
from pymongo import UpdateOne

from shared.clock import now
from shared.eventing import metrics
from shared.eventing.arrival import Arrival, Message, Stream, place
from shared.eventing.failures import told
from shared.eventing.lane import Stopped
from shared.mongo import Document, Mongo, Session

PARKED, STREAMS, AUDIT = "parked", "parked_streams", "parked_audit"
KNOWN = dict.fromkeys(("consumer", "stream", "status", "partition", "offset"), 1)
Status = Literal["parked", "replayed", "discarded"]
REPLACED = "a later record took its place"


@dataclass(frozen=True)
class Known:
    """What is or was parked of a batch's streams: `ids` of any status; `blocked` has the first that is parked now."""

    ids: set[str] = field(default_factory=set)
    blocked: dict[Stream, Document] = field(default_factory=dict)

    def has(self, consumer: str, arrival: Arrival) -> bool:
        """Whether this is a duplicate: it was parked before, or applied before what is parked first of its stream."""
        first, sent = self.blocked.get(arrival.stream), arrival.message
        if first is not None and first["partition"] == sent.partition and sent.offset < first["offset"]:
            return True
        return parked_id(consumer, arrival.id) in self.ids


class Parking:
    """The parked events of one service, in its own database, under the name of the lane that could not apply them.

    A stream with parked events has a document in `parked_streams`, its gate. Parking behind and taking the last one out
    both write to it in their transactions, so one of the two sees what the other did: an event is either parked before
    the stream is free, or comes when it is.
    """

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def prepare(self) -> None:
        """Create the indexes."""
        await self._mongo[PARKED].create_index(["consumer", "topic", "stream", "number"])
        await self._mongo[PARKED].create_index("order", unique=True)
        await self._mongo[PARKED].create_index(["consumer", "status"])
        await self._mongo[AUDIT].create_index("parked")

    async def known(self, consumers: Collection[str], arrivals: Sequence[Arrival]) -> Mapping[str, Known]:
        """What these consumers have parked of the streams that have arrived."""
        found: defaultdict[str, Known] = defaultdict(Known)
        ours = {"consumer": {"$in": list(consumers)}}
        if not arrivals or await self._mongo[PARKED].find_one(ours, {"_id": 1}) is None:
            return found  # as nearly always
        topics: defaultdict[str, set[str]] = defaultdict(set)
        for one in arrivals:
            topics[one.stream[0]].add(one.stream[1])
        for topic, streams in topics.items():
            query = {**ours, "topic": topic, "stream": {"$in": list(streams)}}
            async for was in self._mongo[PARKED].find(query, KNOWN).sort("number"):
                known = found[was["consumer"]]
                known.ids.add(was["_id"])
                if was["status"] == "parked":
                    known.blocked.setdefault((topic, was["stream"]), was)
        return found

    async def park(self, consumer: str, groups: Sequence[Sequence[Stopped]]) -> Sequence[Sequence[Stopped]]:
        """Set these aside, each group of one stream and in order; those set aside before stay as they are.

        Answers the groups that it did not take: whose first only stands behind a parked one that has gone meanwhile.
        """

        async def work(session: Session) -> Sequence[Sequence[Stopped]]:
            gates = {_gate(consumer, group[0].arrival.stream): group for group in groups}
            found = self._mongo[STREAMS].find({"_id": {"$in": list(gates)}}, session=session)
            last = {one["_id"]: one["last"] async for one in found}
            taken = {gate: group for gate, group in gates.items() if group[0].error is not None or gate in last}
            if taken:
                counted = [
                    UpdateOne({"_id": gate}, {"$set": {"last": last.get(gate, 0) + len(group)}}, upsert=True)
                    for gate, group in taken.items()
                ]
                await self._mongo[STREAMS].bulk_write(counted, session=session)
                await self._insert(consumer, [(last.get(gate, 0), group) for gate, group in taken.items()], session)
            return [group for gate, group in gates.items() if gate not in taken]

        return await self._mongo.transaction(work)

    async def _insert(self, consumer: str, groups: Sequence[tuple[int, Sequence[Stopped]]], session: Session) -> None:
        at = now()
        new = [
            _document(consumer, one, number, at) for last, group in groups for number, one in enumerate(group, last + 1)
        ]
        ids = {"_id": {"$in": [one["_id"] for one in new]}}
        there = {one["_id"] async for one in self._mongo[PARKED].find(ids, {"_id": 1}, session=session)}
        if missing := [one for one in new if one["_id"] not in there]:
            await self._mongo[PARKED].insert_many(missing, session=session)

    async def leave(self, parked: Document, status: Status, by: str, reason: str) -> bool:
        """Take an event out and record who did so, when and why; False where it had gone before.

        Its body goes too: what it says may be personal, and the topic has it as long as it may be kept.
        """
        stream = {name: parked[name] for name in ("consumer", "topic", "stream")}
        gate = {"_id": _gate(parked["consumer"], (parked["topic"], parked["stream"]))}

        async def work(session: Session) -> bool:
            await self._mongo[STREAMS].update_one(gate, {"$inc": {"left": 1}}, session=session)
            change = {"$set": {"status": status}, "$unset": {"body": True}}
            here = {"_id": parked["_id"], "status": "parked"}
            left = (await self._mongo[PARKED].update_one(here, change, session=session)).modified_count == 1
            if left:
                await self._mongo[AUDIT].insert_one(audit(parked, status, by, reason), session=session)
            if await self._mongo[PARKED].find_one({**stream, "status": "parked"}, {"_id": 1}, session=session) is None:
                await self._mongo[STREAMS].delete_one(gate, session=session)
            return left

        return await self._mongo.transaction(work)

    async def failed_again(self, parked: Document, error: Exception, by: str, reason: str) -> None:
        """Keep the newest error of an event whose replay failed."""
        failure = told(error, parked.get("body"))
        await self._mongo[PARKED].update_one({"_id": parked["_id"], "status": "parked"}, {"$set": {"error": failure}})
        await self._mongo[AUDIT].insert_one(audit(parked, "replay failed", by, reason))

    async def replace(self, consumer: str, stream: Stream) -> None:
        """Discard what is parked of this stream, because something later has made it needless."""
        for one in await self.waiting({"consumer": consumer, "topic": stream[0], "stream": stream[1]}):
            await self.leave(one, "discarded", "liaison", REPLACED)

    async def waiting(self, filter: Mapping[str, Any], limit: int = 0) -> list[Document]:
        """Parked events that match; of each stream in its order."""
        order = [("consumer", 1), ("topic", 1), ("stream", 1), ("number", 1)]
        return await self._mongo[PARKED].find({**filter, "status": "parked"}).sort(order).limit(limit).to_list(None)

    async def streams(self, consumer: str) -> list[Stream]:
        """The streams of which a consumer has parked events."""
        group = {"$group": {"_id": {"topic": "$topic", "stream": "$stream"}}}
        query = {"$match": {"consumer": consumer, "status": "parked"}}
        found = await self._mongo.aggregate(PARKED, [query, group, {"$sort": {"_id": 1}}])
        return [(one["_id"]["topic"], one["_id"]["stream"]) for one in found]

    async def count(self) -> dict[str, int]:
        """How many events are parked, by consumer."""
        group = {"$group": {"_id": "$consumer", "events": {"$sum": 1}}}
        found = await self._mongo.aggregate(PARKED, [{"$match": {"status": "parked"}}, group])
        return {one["_id"]: one["events"] for one in found}

    async def measure(self, up: Callable[[], None], seconds: float = 15.0) -> None:
        """Tell the metric, again and again; calls `up` when it has. Raises PyMongoError."""
        known: set[str] = set()
        while True:
            parked = await self.count()
            known |= parked.keys()
            for consumer in known:
                metrics.PARKED.labels(consumer).set(parked.get(consumer, 0))
            up()
            await asyncio.sleep(seconds)

    async def number(self, filter: Mapping[str, Any]) -> int:
        """How many parked events match."""
        return await self._mongo[PARKED].count_documents({**filter, "status": "parked"})

    async def get(self, id: str) -> Document | None:
        """One event of any status, with its `audit` records."""
        found = await self._mongo[PARKED].find_one({"_id": id})
        if found is None:
            return None
        records = await self._mongo[AUDIT].find({"parked": id}).sort("at").to_list(None)
        return {**found, "audit": [{name: one[name] for name in ("what", "by", "at", "reason")} for one in records]}

    async def find(self, filter: Mapping[str, Any], after: str | None, limit: int) -> list[Document]:
        """Events that match, in the order in which they were parked, behind the one whose `order` is `after`."""
        query = dict(filter) | ({"order": {"$gt": after}} if after is not None else {})
        hidden = {"body": 0, "headers": 0, "error.stack": 0}
        return await self._mongo[PARKED].find(query, hidden).sort("order").limit(limit).to_list(None)


def parked_id(consumer: str, arrival: str) -> str:
    """Derived, so that an event that is delivered again is parked once; safe in a path."""
    return sha256(f"{consumer}\n{arrival}".encode()).hexdigest()[:24]


def audit(parked: Document, what: str, by: str, reason: str) -> Document:
    """Who did what to a parked event, when (UTC) and why."""
    about = {name: parked[name] for name in ("consumer", "stream", "place")}
    return {"parked": parked["_id"], **about, "what": what, "by": by, "at": now(), "reason": reason}


def message(parked: Document) -> Message:
    """The message as it came from Kafka."""
    headers = [(one["name"], one["value"]) for one in parked["headers"]]
    key, body = parked["key"], parked["body"]
    return ConsumerRecord(
        parked["topic"], parked["partition"], parked["offset"], int(parked["sent_at"].timestamp() * 1000), 0, key, body,
        None, len(key or b""), len(body or b""), headers,
    )  # fmt: skip


def _gate(consumer: str, stream: Stream) -> str:
    return "\n".join((consumer, *stream))


def _document(consumer: str, stopped: Stopped, number: int, at: datetime) -> Document:
    arrival, sent = stopped.arrival, stopped.arrival.message
    id = parked_id(consumer, arrival.id)
    return {
        "_id": id,
        "consumer": consumer,
        "topic": sent.topic,
        "stream": arrival.stream[1],
        "number": number,
        "order": f"{at:%Y%m%dT%H%M%S.%f}-{number:09}-{id}",
        "place": place(sent),
        "partition": sent.partition,
        "offset": sent.offset,
        "type": arrival.type,
        "sent_at": datetime.fromtimestamp(sent.timestamp / 1000, UTC),
        "parked_at": at,
        "status": "parked",
        "error": told(stopped.error, sent.value) if stopped.error else None,
        "key": sent.key,
        "headers": [{"name": name, "value": value} for name, value in sent.headers],
        "body": sent.value,
    }
