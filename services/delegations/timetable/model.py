"""What a buyer-meeting day asks of the scheduler (`Day`) and what the scheduler answers (`Timetable`)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

from services.delegations.timetable.valid import contradictions

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
Term = Literal["fairness", "breaks", "waits", "table-changes"]
ORDER: tuple[Term, ...] = ("fairness", "breaks", "waits", "table-changes")


class Place(NamedTuple):
    """Where a meeting takes place: slots and tables both count from 0."""

    slot: int
    table: int


@dataclass(frozen=True)
class Participant:
    """A company or buyer; `absent` are the slots in which it can meet nobody, `cap` the most meetings it can have.

    So many `teams` of it can meet at once; with several, it is idle in a slot in which none of them meets. `name` is
    what reasons call it, its id where there is none.
    """

    id: str
    absent: frozenset[int] = frozenset()
    cap: int | None = None
    teams: int = 1
    name: str = ""


@dataclass(frozen=True)
class Meeting:
    """Two participants who are to meet once; `allowed` is its session (None: the whole day), `fixed` its only slot.

    Without a `weight` it must be held; with one it is a request, worth so much if it is held. Where its slot is fixed,
    `table` is its only table, as long as that is not closed.
    """

    id: str
    parties: tuple[str, str]
    fixed: int | None = None
    allowed: frozenset[int] | None = None
    forbidden: frozenset[int] = frozenset()
    weight: int | None = None
    table: int | None = None


class Precedence(NamedTuple):
    """The meeting `earlier` must end before the meeting `later` begins, if both are held."""

    earlier: str
    later: str


@dataclass(frozen=True)
class Resource:
    """What each of its `meetings` needs one of, such as an interpreter; `supply` says how many each slot has."""

    id: str
    supply: tuple[int, ...]
    meetings: frozenset[str]


class InvalidDay(ValueError):
    """The day contradicts itself before any solving: an unknown id, an id twice, a slot outside the day."""


@dataclass(frozen=True)
class Day:
    """A whole problem: meetings for `slots` equal slots, at most one at each of the `tables`, save the `closed` places.

    `fairness` bounds the difference in breaks between any two participants (None: no bound). `share` is the percentage
    of what it could have at most that every participant is to have, among choices worth the same. `order` says what
    counts behind the weight of the requests held, the first term most; the rest does not count. `spare` tables are used
    where no other is free. `clock` is what reasons call the slots, nothing or one for each. Raises `InvalidDay`.
    """

    slots: int
    tables: int
    participants: tuple[Participant, ...]
    meetings: tuple[Meeting, ...]
    precedences: tuple[Precedence, ...] = ()
    fairness: int | None = None
    closed: frozenset[Place] = frozenset()
    share: int = 50
    resources: tuple[Resource, ...] = ()
    order: tuple[Term, ...] = ORDER
    spare: frozenset[int] = frozenset()
    clock: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if wrong := next(contradictions(self), None):
            raise InvalidDay(wrong)

    def __getstate__(self) -> dict[str, object]:
        """What is sent to another process: what follows from it is found again there, faster than it is read."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def absences(self) -> Mapping[str, frozenset[int]]:
        """The slots in which each participant is absent."""
        return {participant.id: participant.absent for participant in self.participants}

    @cached_property
    def teams(self) -> Mapping[str, int]:
        """How many meetings each participant can have at once."""
        return {participant.id: participant.teams for participant in self.participants}

    @cached_property
    def agenda(self) -> Mapping[str, tuple[Meeting, ...]]:
        """The meetings of each participant, in the order of the day's meetings."""
        agenda: dict[str, list[Meeting]] = {participant.id: [] for participant in self.participants}
        for meeting in self.meetings:
            for party in meeting.parties:
                agenda[party].append(meeting)
        return {party: tuple(meetings) for party, meetings in agenda.items()}

    @cached_property
    def needs(self) -> Mapping[str, tuple[Resource, ...]]:
        """The resources that each meeting needs one of."""
        return {one.id: tuple(each for each in self.resources if one.id in each.meetings) for one in self.meetings}

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
    """What a participant asked for and got: meetings, their weight, its breaks, its share of meetings, its waits."""

    asked: int
    held: int
    weight: int
    breaks: int
    share: int
    waits: int = 0


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
