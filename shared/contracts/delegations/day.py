"""What is published of a buyer-meeting day: who takes part, the timetable, the meetings and their answers.

Its other concerns have modules of their own; `DayEvent` is all of them.
"""

from datetime import date, datetime
from typing import Literal

from shared.contracts.delegations.appointment import Appointment as Appointment
from shared.contracts.delegations.day_arrangement import ArrangementFact
from shared.contracts.delegations.day_merging import DayCompanyMerged
from shared.contracts.delegations.day_participation import ParticipationFact
from shared.contracts.delegations.day_repair import RepairFact
from shared.contracts.delegations.day_requests import RequestFact
from shared.contracts.delegations.day_selection import SelectionFact
from shared.contracts.delegations.fact import DelegationsFact, Part
from shared.contracts.delegations.timetable_parts import Got, TimetableRules, UnservedRequests

Side = Literal["company", "buyer"]
Answer = Literal["accepted", "declined"]


class DayPlanned(DelegationsFact):
    """A buyer-meeting day in the country of a post; `slots` are UTC instants, `time_zone` is where the clocks stand."""

    type: Literal["delegations.DayPlanned"] = "delegations.DayPlanned"
    day: str
    title: str
    post: str
    country: str
    venue: str
    held_on: date
    time_zone: str
    slots: tuple[datetime, ...]
    slot_minutes: int
    tables: int


class ParticipantJoined(DelegationsFact):
    """A company or a buyer takes part; `absent` are the numbers, from 0, of the slots in which it cannot meet."""

    type: Literal["delegations.ParticipantJoined"] = "delegations.ParticipantJoined"
    day: str
    participant: str
    side: Side
    name: str
    contact: str
    absent: tuple[int, ...] = ()


class MeetingRequested(DelegationsFact):
    """One side asks to meet the other; the request stands at once, or waits until it is accepted.

    `rank` counts from 1, the meeting that its requester wants most; `by_organiser` says that the organiser asked for
    the requester. `agreed` says that both sides want it, as where a repair adds it: nobody need be asked.
    """

    type: Literal["delegations.MeetingRequested"] = "delegations.MeetingRequested"
    day: str
    meeting: str
    company: str
    buyer: str
    requested_by: Side
    rank: int | None = None
    needs_acceptance: bool = False
    by_organiser: bool = False
    agreed: bool = False


class Placed(Part):
    """A meeting with its place in a timetable; slots count from 0, tables from 1."""

    meeting: str
    slot: int
    table: int


class TimetableDrafted(DelegationsFact):
    """A timetable was solved; `breaks` is what it costs, `bound` the least that any timetable of its meetings can cost.

    `weight` is that of the chosen requests it holds, `weight_bound` what no choice can exceed; both are 0 where all
    must be held. `rules` are those it was solved under, None where none were set. `got` is of those who asked or were
    asked. `waits` are the slots in which somebody waits between two of its meetings; older events do not say.
    """

    type: Literal["delegations.TimetableDrafted"] = "delegations.TimetableDrafted"
    day: str
    timetable: str
    meetings: tuple[Placed, ...]
    breaks: int
    bound: int
    weight: int = 0
    weight_bound: int = 0
    rules: TimetableRules | None = None
    unserved: tuple[UnservedRequests, ...] = ()
    got: tuple[Got, ...] = ()
    waits: int | None = None


class TimetableReviewed(DelegationsFact):
    type: Literal["delegations.TimetableReviewed"] = "delegations.TimetableReviewed"
    day: str
    timetable: str


class TimetablePublished(DelegationsFact):
    type: Literal["delegations.TimetablePublished"] = "delegations.TimetablePublished"
    day: str
    timetable: str
    post: str
    appointments: tuple[Appointment, ...]


class TimetableFrozen(DelegationsFact):
    """The published timetable changes no more, save that a meeting is cancelled."""

    type: Literal["delegations.TimetableFrozen"] = "delegations.TimetableFrozen"
    day: str
    timetable: str
    post: str


class MeetingAnswered(DelegationsFact):
    """One party of a published meeting said at `answered_at` whether it comes; its latest answer counts."""

    type: Literal["delegations.MeetingAnswered"] = "delegations.MeetingAnswered"
    day: str
    post: str
    appointment: Appointment
    participant: str
    counterpart: str
    answer: Answer
    answered_at: datetime


class MeetingCancelled(DelegationsFact):
    """A published meeting is not held; `cancelled_by` is the party that cancelled it itself, None: the organiser."""

    type: Literal["delegations.MeetingCancelled"] = "delegations.MeetingCancelled"
    day: str
    post: str
    appointment: Appointment
    reason: str
    cancelled_by: str | None = None


DayEvent = (
    DayPlanned
    | ParticipantJoined
    | MeetingRequested
    | TimetableDrafted
    | TimetableReviewed
    | TimetablePublished
    | TimetableFrozen
    | MeetingAnswered
    | MeetingCancelled
    | ParticipationFact
    | RequestFact
    | SelectionFact
    | RepairFact
    | ArrangementFact
    | DayCompanyMerged
)
