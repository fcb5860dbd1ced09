"""What each row of a file would do, told line by line: the one answer for a preview and for an import."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import BaseModel, ValidationError

from services.postings.domain.succession import Step
from services.postings.imports.kind import Kind
from services.postings.imports.world import World
from shared.contracts.people import Person
from shared.contracts.postings.position import PositionAbolished, PositionTourChanged
from shared.contracts.postings.post import PostArranged, PostClosed
from shared.contracts.postings.posting import PostingCurtailed, PostingEnded
from shared.csv_rows import CsvRow, Table, table
from shared.eventing.decider import Refused
from shared.eventing.event import Event
from shared.unreadable import Unreadable, reasons

MOST_ROWS = 5000
PARTS: dict[type[Event], tuple[str, ...]] = {
    PostArranged: ("languages", "working_week"),
    PostClosed: ("closed_on",),
    PositionTourChanged: ("tour_months",),
    PositionAbolished: ("abolished_on",),
    PostingEnded: ("ended_on",),
    PostingCurtailed: ("ended_on", "curtailment"),
}

Outcome = Literal["added", "changed", "unchanged", "refused"]


class Line(BaseModel):
    """What becomes of the row that begins on this line, which is about `id`.

    `parts` are the columns that change, `slug` names the rule that refuses the row and `reason` says it in words.
    """

    line: int
    id: str | None = None
    outcome: Outcome
    parts: tuple[str, ...] = ()
    slug: str | None = None
    reason: str | None = None


class Report(BaseModel):
    """How many rows add, change, say what is known, and are refused; `warnings` are about the file as a whole."""

    added: int
    changed: int
    unchanged: int
    refused: int
    warnings: list[str]
    lines: list[Line]


@dataclass(frozen=True)
class Planned:
    """The row as it would be taken in: the record of a person that it adds, then its commands."""

    line: Line
    chain: str = ""
    person: Person | None = None
    steps: Sequence[Step] = ()

    @property
    def needed(self) -> bool:
        """Whether anything is to be stored for it."""
        return self.line.outcome in ("added", "changed")


@dataclass(frozen=True)
class Listing:
    """A file as read: its good rows, each with the line on which it begins, what is wrong with others, and doubts."""

    rows: list[tuple[int, Any]]
    wrong: list[Line]
    warnings: list[str]


def read(kind: Kind, content: bytes) -> Listing:
    """Read the file; a bad row is refused, the others stand. What is no such file raises Unreadable."""
    found = table(content, kind.columns.names, kind.columns.needed)
    listing, begun = Listing([], [], list(_doubts(found))), dict[str, int]()
    for number, said in enumerate(found.rows()):
        if number == MOST_ROWS:
            raise Unreadable(said.line, 1, f"a file has at most {MOST_ROWS} rows: send the rest as another")
        id = said.said.get(kind.subject, "").lower()[:80] or None
        try:
            row = _row(kind, said)
        except ValueError as error:
            reason = reasons(error) if isinstance(error, ValidationError) else str(error)
            listing.wrong.append(_refused(said.line, id, "invalid-row", reason))
            continue
        if id in begun:
            listing.wrong.append(_refused(said.line, id, "row-repeated", f"{id} stands on line {begun[id]} too"))
        elif id is not None:
            begun[id] = said.line
            listing.rows.append((said.line, row))
    return listing


def plan(kind: Kind, listing: Listing, world: World) -> list[Planned]:
    """What every row would do once those above it have been taken in, in the order of the lines."""
    planned = [_planned(kind, world, line, row) for line, row in listing.rows]
    return sorted([*planned, *map(Planned, listing.wrong)], key=lambda one: one.line.line)


def report(lines: Sequence[Line], warnings: list[str]) -> Report:
    """The lines with how many there are of each outcome."""
    outcomes = [line.outcome for line in lines]
    counts = {outcome: outcomes.count(outcome) for outcome in get_args(Outcome)}
    return Report(**counts, warnings=warnings, lines=list(lines))


def refused(line: Line, refusal: Refused) -> Line:
    """The same line, once a rule has said no."""
    return _refused(line.line, line.id, refusal.slug, refusal.detail)


def _row(kind: Kind, said: CsvRow) -> BaseModel:
    """Raises ValueError, which pydantic's own error is one of."""
    if said.wrong:
        raise ValueError(said.wrong)
    return kind.row.model_validate(kind.columns.values(said.said))


def _planned(kind: Kind, world: World, number: int, row: Any) -> Planned:
    id, chain = getattr(row, kind.subject), getattr(row, kind.chain)
    line = Line(line=number, id=id, outcome="unchanged")
    try:
        person, steps = kind.person(world, row), kind.steps(world, row)
        new = not world.knows(steps[0])
        events = world.take(steps)
    except Refused as refusal:
        return Planned(refused(line, refusal))
    if person is not None:
        world.people[person.id] = person.model_dump(mode="json")
    if not events and person is None:
        return Planned(line)
    parts = dict.fromkeys(part for event in events for part in PARTS.get(type(event), ()))
    names = (*parts, *(("officer_name",) if person else ()))
    told = {"outcome": "added"} if new else {"outcome": "changed", "parts": names}
    return Planned(line.model_copy(update=told), chain, person, steps)


def _refused(line: int, id: str | None, slug: str, reason: str) -> Line:
    return Line(line=line, id=id, outcome="refused", slug=slug, reason=reason)


def _doubts(found: Table) -> Iterator[str]:
    if found.guessed:
        yield "the file is not UTF-8 and was read as Windows-1252: look at the accents"
    for name in found.unknown:
        yield f'the column "{name}" is not known, left out'
