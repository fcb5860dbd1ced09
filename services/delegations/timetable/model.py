"""What a buyer-meeting day asks of the scheduler (`Day`) and what the scheduler answers (`Timetable`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

Status = Literal["optimal", "feasible", "infeasible", "unknown"]


class Place(NamedTuple):
    """Where a meeting takes place: slots and tables both count from 0."""

    slot: int
    table: int


@dataclass(frozen=True)
class Participant:
    """A company or buyer at the day; `absent` are the slots in which it cannot meet anyone."""

    id: str
    absent: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Meeting:
    """Two participants who are to meet once; `allowed` is its session (None: the whole day), `fixed` its only slot."""

    id: str
    parties: tuple[str, str]
    fixed: int | None = None
    allowed: frozenset[int] | None = None
    forbidden: frozenset[int] = frozenset()


class Precedence(NamedTuple):
    """The meeting `earlier` must end before the meeting `later` begins."""

    earlier: str
    later: str


class InvalidDay(ValueError):
    """The day contradicts itself before any solving: an unknown id, an id twice, a slot outside the day."""


@dataclass(frozen=True)
class Day:
    """A whole problem: every meeting must be held, at most `tables` of them in each of the `slots` equal slots.

    `fairness` bounds the difference in breaks between any two participants (None: no bound). Raises `InvalidDay`.
    """

    slots: int
    tables: int
    participants: tuple[Participant, ...]
    meetings: tuple[Meeting, ...]
    precedences: tuple[Precedence, ...] = ()
    fairness: int | None = None

    def __post_init__(self) -> None:
        if self.slots < 0 or self.tables < 0 or (self.fairness is not None and self.fairness < 0):
            raise InvalidDay("slots, tables and fairness cannot be negative")
        people = _unique("participant", (participant.id for participant in self.participants))
        meetings = _unique("meeting", (meeting.id for meeting in self.meetings))
        for participant in self.participants:
            self._inside(f"absences of {participant.id}", participant.absent)
        for meeting in self.meetings:
            if unknown := set(meeting.parties) - people:
                raise InvalidDay(f"meeting {meeting.id} names unknown participants: {', '.join(sorted(unknown))}")
            if meeting.parties[0] == meeting.parties[1]:
                raise InvalidDay(f"meeting {meeting.id} is of {meeting.parties[0]} with itself")
            fixed = frozenset() if meeting.fixed is None else {meeting.fixed}
            self._inside(f"slots of meeting {meeting.id}", fixed | (meeting.allowed or frozenset()) | meeting.forbidden)
        for pair in self.precedences:
            if unknown := set(pair) - meetings:
                raise InvalidDay(f"a precedence names unknown meetings: {', '.join(sorted(unknown))}")

    def _inside(self, what: str, slots: Iterable[int]) -> None:
        if outside := sorted(slot for slot in slots if not 0 <= slot < self.slots):
            raise InvalidDay(f"{what}: slots {outside} lie outside the day of {self.slots} slots")

    @cached_property
    def absences(self) -> Mapping[str, frozenset[int]]:
        """The slots in which each participant is absent."""
        return {participant.id: participant.absent for participant in self.participants}

    @cached_property
    def agenda(self) -> Mapping[str, tuple[Meeting, ...]]:
        """The meetings of each participant, in the order of the day's meetings."""
        agenda: dict[str, list[Meeting]] = {participant.id: [] for participant in self.participants}
        for meeting in self.meetings:
            for party in meeting.parties:
                agenda[party].append(meeting)
        return {party: tuple(meetings) for party, meetings in agenda.items()}

    @cached_property
    def meeting(self) -> Mapping[str, Meeting]:
        """The day's meetings by their ids."""
        return {meeting.id: meeting for meeting in self.meetings}

    def open_slots(self, meeting: Meeting) -> frozenset[int]:
        """The slots that the meeting's own rules and its parties' absences leave it, precedences aside."""
        slots = frozenset(range(self.slots)) if meeting.allowed is None else meeting.allowed
        if meeting.fixed is not None:
            slots &= {meeting.fixed}
        first, second = meeting.parties
        return slots - meeting.forbidden - self.absences[first] - self.absences[second]


@dataclass(frozen=True)
class Timetable:
    """The scheduler's answer; without a plan (`infeasible`, `unknown`) it has no places, no breaks and no objective.

    A break is a maximal run of idle slots between two meetings of one participant; `objective` is their sum over all
    participants, `bound` the number below which no timetable can fall. `reasons` says why a day is infeasible.
    """

    status: Status
    places: Mapping[str, Place] = field(default_factory=dict)
    breaks: Mapping[str, int] = field(default_factory=dict)
    objective: int | None = None
    bound: int | None = None
    reasons: tuple[str, ...] = ()


def count_breaks(slots: Iterable[int]) -> int:
    """How many runs of idle slots lie between the first and the last of these slots."""
    taken = sorted(slots)
    return sum(later > earlier + 1 for earlier, later in pairwise(taken))


def _unique(what: str, ids: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            raise InvalidDay(f"{what} {id} occurs twice")
        seen.add(id)
    return seen
