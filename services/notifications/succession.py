"""Messages that say the last state of their subject: the newest takes the place of those that have not gone out."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from services.notifications.claims import STUCK
from services.notifications.outcomes import Schedule, Unanswered, Undelivered, Withdrawn
from services.notifications.recipients import Addressee
from shared.eventing.event import Event, Recorded
from shared.mongo import Collection as Stored
from shared.mongo import Document

SEEN = {
    "sequence": 1, "status": 1, "sent_at": 1, "tries": 1, "tried_from": 1, "cause": 1, "attempts.outcome": 1,
    "attempts.at": 1,
}  # fmt: skip
Since = Callable[[Any, Event | None, Addressee], Event | None]


class Superseded(Withdrawn):
    """A newer message to the same recipient says what counts, or what counts is what the recipient was told."""

    outcome = "superseded"


class Behind(Undelivered):
    """An older message to the same recipient is on its way; this one must not overtake it."""

    outcome: ClassVar[str] = "waiting"
    schedule = Schedule(0.2, 10)


@dataclass(frozen=True)
class Succession:
    """`takes_back` is for what need not be said to somebody who was told nothing.

    Where messages between were dropped, `since` answers the event anew for somebody who was last told another one, or
    nothing; None where it is as told.
    """

    takes_back: bool = False
    since: Since | None = None


def thread(event: Recorded, to: Addressee) -> str:
    """What the messages of a succession have in common: stream, recipient and subject; they follow the stream."""
    recipient = to.recipient
    return "\n".join((event.stream, recipient.kind, recipient.day or "", recipient.id, to.subject))


async def follow(delivery: Document, succession: Succession, messages: Collection[str], stored: Stored) -> None:
    """Let a leased delivery go out only in its turn. Raises Superseded or Behind.

    Whoever takes a delivery has written so before it looks at the others here. So of two that are taken at the same
    time, the older sees that there is a newer one, or the newer sees that the older is on its way.
    """
    of_thread = {"thread": delivery["thread"], "message": {"$in": sorted(messages)}, "_id": {"$ne": delivery["_id"]}}
    others = await stored.find(of_thread, SEEN).to_list(None)
    if any(one["sequence"] > delivery["sequence"] for one in others):
        raise Superseded("a newer message says what counts")
    if any(one["status"] == "sending" for one in others):
        raise Behind("an older message is on its way")
    told = max((one for one in others if "sent_at" in one), key=lambda one: one["sequence"], default=None)
    if succession.takes_back and others and told is None and not any(map(_perhaps_sent, others)):
        raise Superseded("nothing was told that would have to be taken back")
    if succession.since is not None and _dropped_since(told, others):
        delivery["told"] = None if told is None else told["cause"]
        await stored.update_one({"_id": delivery["_id"]}, {"$set": {"told": delivery["told"]}})


def _perhaps_sent(other: Document) -> bool:
    """Somebody has taken it more often than it is known how that ended, on both sides; before it was reopened or since.

    Reopening begins to count anew.
    """
    if any(one["outcome"] == Unanswered.outcome for one in other["attempts"]):
        return True
    since = [one for one in other["attempts"] if one["at"] >= other["tried_from"]]
    known = [one for one in since if one["outcome"] != STUCK]
    return bool(other["tries"] > len(known))


def _dropped_since(told: Document | None, others: Sequence[Document]) -> bool:
    after = -1 if told is None else told["sequence"]
    return any(one["sequence"] > after for one in others)
