"""How fast mail may go, to a domain and over all: slots in time that all workers take from one document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pymongo import ReturnDocument

from services.notifications.outcomes import Held
from shared.mongo import Document, Mongo

AT_HAND = timedelta(milliseconds=500)  # a slot that is so near is worth waiting for
EVERY, ALL = "*", "all"


@dataclass(frozen=True)
class Rates:
    """Mails a second: by recipients' domain, for `every` other domain, and over all; 0 where there is no limit."""

    domains: Mapping[str, float]
    every: float = 0
    all: float = 0

    @classmethod
    def named(cls, text: str, all: float = 0) -> "Rates":
        """Of a list such as `orange.example=5, *=20`. Raises ValueError."""
        pairs = [word.partition("=") for word in text.split(",") if word.strip()]
        found = {domain.strip().lower(): float(rate) for domain, _, rate in pairs}
        if any(rate <= 0 for rate in found.values()) or "" in found:
            raise ValueError(f"not a list of domains and mails a second: {text}")
        return cls(found, found.pop(EVERY, 0), all)

    def of(self, mail: str) -> list[tuple[str, float]]:
        """The limits that a mail to this address meets."""
        domain = mail.rpartition("@")[2].lower()
        limits = [(domain, self.domains.get(domain, self.every)), (ALL, self.all)]
        return [(name, rate) for name, rate in limits if rate]


class Passage(NamedTuple):
    """How long to `wait`, and the `slots` that were taken for it."""

    wait: timedelta
    slots: list[Document]


class Throttles:
    """A slot is taken once and kept in the delivery until its time has come, so a backlog is looked at twice, not
    again and again; a worker that dies leaves an empty slot. Urgent mails wait for none, but their slots are gone.
    """

    def __init__(self, mongo: Mongo, rates: Rates) -> None:
        self._collection, self._rates = mongo["throttles"], rates

    async def pass_through(
        self, delivery: Document, mail: str, at: datetime, *, since: datetime, urgent: bool
    ) -> Passage:
        """How long to wait before this mail may go. Raises Held where that is worth coming back for.

        Slots from before `since` were missed while nothing could go: what waits since then would all go at once.
        """
        kept = [one for one in delivery.get("slots", []) if one["at"] >= since]
        taken: dict[str, datetime] = {one["limit"]: one["at"] for one in kept}
        for limit, rate in self._rates.of(mail):
            if limit not in taken:
                taken[limit] = await self._slot(limit, rate)
        slots: list[Document] = [{"limit": name, "at": slot} for name, slot in taken.items()]
        wait = max([at, *taken.values()]) - at
        if urgent:
            return Passage(timedelta(0), slots)
        if wait > AT_HAND:
            raise Held(at + wait, {"slots": slots})
        return Passage(wait, slots)

    async def _slot(self, limit: str, rate: float) -> datetime:
        """The next free instant of a limit, by MongoDB's clock."""
        every = 1000 / rate  # milliseconds
        free: Any = {"$max": ["$next", "$$NOW"]}
        found = await self._collection.find_one_and_update(
            {"_id": limit},
            [{"$set": {"slot": free, "next": {"$add": [free, every]}}}],
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        slot: datetime = found["slot"]  # type: ignore[index]  # an upsert answers what is there afterwards
        return slot
