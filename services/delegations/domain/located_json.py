"""JSON whose parts know their line: one object's members, and the elements of one of its lists, each with its place."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from shared.unreadable import Unreadable

BLANK = re.compile(r"[ \t\n\r]*")


class Located(NamedTuple):
    """A value and the line, from 1, on which it begins."""

    line: int
    value: Any


@dataclass(frozen=True)
class Document:
    """The members of the outermost object; the one list that was asked for has its elements located."""

    members: dict[str, Located]
    elements: tuple[Located, ...] | None


def read(content: bytes, listed: str) -> Document:
    """Parse one JSON object whose member `listed` is a list. Raises Unreadable and nothing else."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1
        raise Unreadable(before.count(b"\n") + 1, column, "not UTF-8") from None
    return _Reader(text).document(listed)


class _Reader:
    """Walks over a text; the decoder of the standard library reads each value."""

    def __init__(self, text: str) -> None:
        self._text, self._place = text, 0
        self._lines = [match.start() for match in re.finditer("\n", text)]
        self._decoder = json.JSONDecoder(parse_constant=_no_constant)

    def document(self, listed: str) -> Document:
        members: dict[str, Located] = {}
        elements: tuple[Located, ...] | None = None
        self._blank()
        self._expect("{", "an object {...} must begin")
        for _ in self._items("}"):
            name = self._value()
            if not isinstance(name.value, str):
                raise self._unreadable("the name of a member must stand in double quotes")
            if name.value in members or (name.value == listed and elements is not None):
                raise Unreadable(name.line, 1, f'"{_shown(name.value)}" occurs twice')
            self._blank()
            self._expect(":", 'a ":" must follow the name of a member')
            self._blank()
            if name.value == listed:
                self._expect("[", f'"{listed}" must be a list [...]')
                elements = tuple(self._value() for _ in self._items("]"))
            else:
                members[name.value] = self._value()
        self._blank()
        if self._place < len(self._text):
            raise self._unreadable("something follows the end of the document")
        return Document(members, elements)

    def _items(self, end: str) -> Iterator[None]:
        """Stops at the beginning of each item, and behind `end`."""
        self._blank()
        if self._text.startswith(end, self._place):
            self._place += 1
            return
        while True:
            yield
            self._blank()
            if self._text.startswith(end, self._place):
                self._place += 1
                return
            self._expect(",", f'"," or "{end}" must follow')
            self._blank()

    def _value(self) -> Located:
        line = self._line(self._place)
        try:
            value, self._place = self._decoder.raw_decode(self._text, self._place)
        except json.JSONDecodeError as error:
            self._place = error.pos
            raise self._unreadable(error.msg) from None
        except StopIteration:
            raise self._unreadable("a value must begin") from None
        except RecursionError:
            raise self._unreadable("nested too deeply") from None
        except ValueError as error:
            raise self._unreadable(str(error).partition(";")[0]) from None
        return Located(line, value)

    def _blank(self) -> None:
        match = BLANK.match(self._text, self._place)
        self._place = match.end() if match else self._place

    def _expect(self, character: str, reason: str) -> None:
        if not self._text.startswith(character, self._place):
            raise self._unreadable(reason)
        self._place += 1

    def _line(self, place: int) -> int:
        return bisect_left(self._lines, place) + 1

    def _unreadable(self, reason: str) -> Unreadable:
        ended = self._place >= len(self._text)
        line = self._line(self._place)
        start = self._lines[line - 2] + 1 if line > 1 else 0
        return Unreadable(line, self._place - start + 1, f"the file ends here, but {reason}" if ended else reason)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _shown(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode()[:80]
