"""Every message that came in: one .eml file each, and an index in memory that is read back from the files at start."""

import os
import re
import time
from pathlib import Path

from shared.devstack.mailsink.message import Address, Summary, summary

TERM = re.compile(r'(\w[\w-]*):(?:"([^"]*)"|(\S+))\s*')


class BadQuery(ValueError):
    """A search that asks for something else than to:, from:, subject: or message-id:."""


class Mailbox:
    """The messages in a directory. A message's id is when it came in: nanoseconds since the epoch, in hexadecimal."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        files = sorted(directory.glob("*.eml"))
        self._index = {file.stem: summary(file.stem, int(file.stem, 16), file.read_bytes()) for file in files}

    def add(self, raw: bytes) -> str:
        """Keep a message; answers its id. It is on disk, whole, when this returns."""
        last = int(next(reversed(self._index), "0"), 16)
        received = max(time.time_ns(), last + 1)
        identifier = f"{received:016x}"
        partial = self._directory / f"{identifier}.partial"
        partial.write_bytes(raw)
        os.replace(partial, self._path(identifier))
        self._index[identifier] = summary(identifier, received, raw)
        return identifier

    def find(self, identifier: str) -> tuple[Summary, bytes] | None:
        """A message by its id, or the newest by the word `latest`."""
        wanted = next(reversed(self._index), "") if identifier == "latest" else identifier
        return (self._index[wanted], self._path(wanted).read_bytes()) if wanted in self._index else None

    def search(self, query: str = "") -> list[Summary]:
        """The messages, newest first, that match all terms: `to:x from:x subject:"a b" message-id:x`; or BadQuery."""
        terms = _terms(query)
        newest_first = reversed(self._index.values())
        return [mail for mail in newest_first if all(value in _field(mail, name) for name, value in terms)]

    def delete(self, identifiers: list[str] | None = None) -> None:
        """Delete the named messages, or all."""
        for identifier in list(self._index) if identifiers is None else identifiers:
            if self._index.pop(identifier, None):
                self._path(identifier).unlink()

    def __len__(self) -> int:
        return len(self._index)

    def _path(self, identifier: str) -> Path:
        return self._directory / f"{identifier}.eml"


def _terms(query: str) -> list[tuple[str, str]]:
    if TERM.sub("", query).strip():
        raise BadQuery(f"not a search: {query!r}; known are to:, from:, subject: and message-id:")
    terms = [(name.lower(), (quoted or plain).lower()) for name, quoted, plain in TERM.findall(query)]
    for name, _ in terms:
        if name not in ("to", "from", "subject", "message-id"):
            raise BadQuery(f"cannot search by {name!r}; known are to:, from:, subject: and message-id:")
    return terms


def _field(mail: Summary, name: str) -> str:
    match name:
        case "to":
            return _shown([*mail["To"], *mail["Cc"], *mail["Bcc"]])
        case "from":
            return _shown([mail["From"]])
        case "subject":
            return mail["Subject"].lower()
    return mail["MessageID"].lower()


def _shown(addresses: list[Address]) -> str:
    return "\n".join(f"{each['Name']} <{each['Address']}>" for each in addresses).lower()
