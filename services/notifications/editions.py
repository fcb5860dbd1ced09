"""Versions of the templates: what a message looked like when it was sent, for as long as its delivery is kept."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from pymongo import UpdateOne

from services.notifications.rendering import TEMPLATES, languages, written_in
from shared.mongo import Document, Mongo


@dataclass(frozen=True)
class Edition:
    """The templates of a message in one language; `version` follows from `sources`, the files by their paths."""

    message: str
    language: str
    version: str
    sources: Mapping[str, str]


@cache
def edition(message: str, language: str) -> Edition:
    """What is in force. A change to any of the files, or to the layout, makes another version by itself."""
    own, layout = (TEMPLATES / message).glob(f"{language}.*.j2"), (TEMPLATES / "_layout").glob("*.j2")
    others = tuple(f"{one}." for one in languages() if one != language)
    files = sorted(path for path in (*own, *layout) if not path.name.startswith(others))
    sources = {path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in files}
    named = "\0".join(part for source in sources.items() for part in source)
    return Edition(message, language, hashlib.sha256(named.encode()).hexdigest()[:16], sources)


class Editions:
    """The collection of all versions that were ever in force, each kept when a process with it begins to work."""

    def __init__(self, mongo: Mongo) -> None:
        self._collection = mongo["editions"]

    async def keep(self, messages: tuple[str, ...], at: datetime) -> None:
        """Store what is in force unless it is there; `at` is a UTC instant."""
        found = [edition(message, language) for message in messages for language in written_in(message)]
        writes = [UpdateOne({"_id": _key(one)}, {"$setOnInsert": _stored(one, at)}, upsert=True) for one in found]
        await self._collection.bulk_write(writes, ordered=False)

    async def get(self, message: str, language: str, version: str) -> Document | None:
        """A version with its sources."""
        found = await self._collection.find_one({"_id": f"{message} {language} {version}"}, {"_id": 0})
        return None if found is None else {**found, "sources": {one["path"]: one["text"] for one in found["sources"]}}


def _key(one: Edition) -> str:
    return f"{one.message} {one.language} {one.version}"


def _stored(one: Edition, at: datetime) -> Document:
    sources = [{"path": path, "text": text} for path, text in one.sources.items()]  # MongoDB's names have no dots
    return {
        "message": one.message,
        "language": one.language,
        "version": one.version,
        "since": at,
        "sources": sources,
    }
