"""What a buyer-meeting day asks of the scheduler (`Day`) and what the scheduler answers (`Timetable`)."""

from collections import Counter
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
    """A company or buyer; `absent` are the slots in which it can meet nobody, `cap` the most meetings it can have."""

    id: str
    absent: frozenset[int] = frozenset()
    cap: int | None = None


@dataclass(frozen=True)
class Meeting:
    """Two participants who are to meet once; `allowed` is its session (None: the whole day), `fixed` its only slot.

    Without a `weight` it must be held; with one it is a request, worth so much if it is held.
    """

    id: str
    parties: tuple[str, str]
    fixed: int | None = None
    allowed: frozenset[int] | None = None
    forbidden: frozenset[int] = frozenset()
    weight: int | None = None


class Precedence(NamedTuple):
    """The meeting `earlier` must end before the meeting `later` begins, if both are held."""

    earlier: str
    later: str


class InvalidDay(ValueError):
    """The day contradicts itself before any solving: an unknown id, an id twice, a slot outside the day."""


@dataclass(frozen=True)
class Day:
    """A whole problem: meetings for `slots` equal slots, at most one at each of the `tables`, save the `closed` places.

    `fairness` bounds the difference in breaks between any two participants (None: no bound). `share` is the percentage
    of what it could have at most that every participant is to have, among choices worth the same. Raises `InvalidDay`.
    """

    slots: int
    tables: int
    participants: tuple[Participant, ...]
    meetings: tuple[Meeting, ...]
    precedences: tuple[Precedence, ...] = ()
    fairness: int | None = None
    closed: frozenset[Place] = frozenset()
    share: int = 50

    def __post_init__(self) -> None:
        if self.slots < 0 or self.tables < 0 or (self.fairness is not None and self.fairness < 0):
            raise InvalidDay("slots, tables and fairness cannot be negative")
        if not 0 <= self.share <= 100:
            raise InvalidDay(f"a share of {self.share} per cent")
        self._inside("closed tables", (place.slot for place in self.closed))
        if outside := sorted(place.table for place in self.closed if not 0 <= place.table < self.tables):
            raise InvalidDay(f"closed tables {outside} are not among the {self.tables}")
        people = _unique("participant", (participant.id for participant in self.participants))
        meetings = _unique("meeting", (meeting.id for meeting in self.meetings))
        for participant in self.participants:
            self._inside(f"absences of {participant.id}", participant.absent)
            if participant.cap is not None and participant.cap < 0:
                raise InvalidDay(f"the most meetings of {participant.id} cannot be negative")
        for meeting in self.meetings:
            if unknown := set(meeting.parties) - people:
                raise InvalidDay(f"meeting {meeting.id} names unknown participants: {', '.join(sorted(unknown))}")
            if meeting.weight is not None and meeting.weight < 0:
                raise InvalidDay(f"the weight of meeting {meeting.id} cannot be negative")
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

    @cached_property
    def open_tables(self) -> tuple[int, ...]:
        """How many tables each slot has."""
        shut = Counter(place.slot for place in self.closed)
        return tuple(self.tables - shut[slot] for slot in range(self.slots))

    def breaks(self, slots: Mapping[str, int]) -> dict[str, int]:
        """The breaks of each participant where the meetings that have a slot are held."""
        return {
            party: count_breaks(slots[meeting.id] for meeting in meetings if meeting.id in slots)
            for party, meetings in self.agenda.items()
        }

    def open_slots(self, meeting: Meeting) -> frozenset[int]:
        """The slots that the meeting's own rules and its parties' absences leave it, precedences aside."""
        slots = frozenset(range(self.slots)) if meeting.allowed is None else meeting.allowed
        if meeting.fixed is not None:
            slots &= {meeting.fixed}
        first, second = meeting.parties
        return slots - meeting.forbidden - self.absences[first] - self.absences[second]


class Got(NamedTuple):
    """What a participant asked for and got: meetings, their weight, its breaks, and the meetings that are its share."""

    asked: int
    held: int
    weight: int
    breaks: int
    share: int


@dataclass(frozen=True)
class Timetable:
    """The scheduler's answer; without a plan (`infeasible`, `unknown`) it has no places, no breaks and no objective.

    A break is a maximal run of idle slots between two meetings of one participant; `objective` is their sum over all
    participants, `bound` the number below which no timetable of the meetings held can fall; `status` speaks of these
    breaks. `weight` is that of the requests held, `weight_bound` what no timetable can exceed; `unserved` says why each
    other request is not held, `got` what each participant has. `reasons` says why a day is infeasible.
    """

    status: Status
    places: Mapping[str, Place] = field(default_factory=dict)
    breaks: Mapping[str, int] = field(default_factory=dict)
    objective: int | None = None
    bound: int | None = None
    reasons: tuple[str, ...] = ()
    weight: int = 0
    weight_bound: int = 0
    unserved: Mapping[str, str] = field(default_factory=dict)
    got: Mapping[str, Got] = field(default_factory=dict)

    @property
    def gap(self) -> float:
        """The part of the weight, 0 to 1, that a better choice of requests could add at most."""
        return (self.weight_bound - self.weight) / self.weight_bound if self.weight_bound else 0.0


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
