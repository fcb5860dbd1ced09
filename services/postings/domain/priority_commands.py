"""What may be commanded of a priority for action."""

from dataclasses import dataclass
from datetime import date

from services.postings.domain.themes import Theme


@dataclass(frozen=True, slots=True)
class Adopt:
    priority: str
    year: int
    theme: Theme
    title: str
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amend:
    title: str
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssignPart:
    """`post` is one that is open."""

    post: str
    countries: tuple[str, ...]
    objective: str


@dataclass(frozen=True, slots=True)
class WithdrawPart:
    post: str


@dataclass(frozen=True, slots=True)
class NoteResult:
    post: str
    result: str
    country: str
    text: str
    noted_on: date


@dataclass(frozen=True, slots=True)
class LinkWork:
    """`kind` and `work` name something that exists; `countries` is where it is done, none where that is not said."""

    kind: str
    work: str
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnlinkWork:
    kind: str
    work: str


@dataclass(frozen=True, slots=True)
class Close:
    closed_on: date


Change = Amend | AssignPart | WithdrawPart | NoteResult | LinkWork | UnlinkWork
Command = Adopt | Change | Close
