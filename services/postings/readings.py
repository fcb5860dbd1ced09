"""Who has read what is sealed or private, and who was turned away: one record for each attempt, kept for ever."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import uuid4

from services.postings.domain.handling import Speaker
from shared.mongo import Document, Mongo

COLLECTION = "readings"
Kind = Literal["information-request", "contact"]


@dataclass(frozen=True)
class Reading:
    """Somebody has asked at the UTC instant `at` for a part of a thing: a question, an answer, a card, a summary."""

    kind: Kind
    about: str
    part: str
    by: Speaker
    granted: bool
    at: datetime
    correlation: str


class Readings:
    """The record is there before anything is shown: where it cannot be written, nothing is read."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def prepare(self) -> None:
        """Create the indexes by which readings are looked up."""
        await self._mongo[COLLECTION].create_index(["kind", "about", "_id"])
        await self._mongo[COLLECTION].create_index(["reader", "_id"])

    async def note(self, *readings: Reading) -> None:
        """Record these attempts."""
        await self._mongo[COLLECTION].insert_many([_stored(one) for one in readings])

    async def find(self, condition: Document, *, after: str | None, limit: int) -> list[Document]:
        """The attempts that match, the latest first; `after` continues behind an id."""
        older = {"_id": {"$lt": after}} if after is not None else {}
        found = await self._mongo[COLLECTION].find(condition | older).sort("_id", -1).limit(limit).to_list(None)
        return [{"id": one.pop("_id"), **one} for one in found]


def _stored(reading: Reading) -> Document:
    by = reading.by
    return {
        "_id": f"{reading.at:%Y%m%dT%H%M%S.%f}-{uuid4().hex}",  # in the order of time
        "kind": reading.kind,
        "about": reading.about,
        "part": reading.part,
        "reader": by.subject,
        "role": by.role,
        "scope": by.post or by.directorate,
        "granted": reading.granted,
        "at": reading.at,
        "correlation": reading.correlation,
    }
