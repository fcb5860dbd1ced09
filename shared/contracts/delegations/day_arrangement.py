"""What is published of how a day's timetable must be: rules, locks, sessions, orders, programme, rooms, interpreters.

Slots count from 0, tables from 1; instants are UTC. Each event replaces what was said before of the same thing.
"""

from datetime import datetime
from typing import Literal

from shared.contracts.delegations.fact import DelegationsFact, Part
from shared.contracts.delegations.timetable_parts import TimetableRules


class TimetableRulesSet(DelegationsFact):
    """The rules of the timetable from now on, whole; None: every request that stands must be held, nothing else."""

    type: Literal["delegations.TimetableRulesSet"] = "delegations.TimetableRulesSet"
    day: str
    rules: TimetableRules | None


class MeetingLocked(DelegationsFact):
    """Every further timetable holds the meeting in this slot, and at this table where one is named."""

    type: Literal["delegations.MeetingLocked"] = "delegations.MeetingLocked"
    day: str
    meeting: str
    slot: int
    table: int | None = None


class MeetingUnlocked(DelegationsFact):
    type: Literal["delegations.MeetingUnlocked"] = "delegations.MeetingUnlocked"
    day: str
    meeting: str


class DaySession(Part):
    """A part of the day with a name, such as the morning."""

    name: str
    slots: tuple[int, ...]


class TimetableSessionsSet(DelegationsFact):
    """The sessions of the day, all of them."""

    type: Literal["delegations.TimetableSessionsSet"] = "delegations.TimetableSessionsSet"
    day: str
    sessions: tuple[DaySession, ...]


class TimetableMeetingRestricted(DelegationsFact):
    """The meeting is held within this session, None for the whole day, and in none of the `forbidden` slots."""

    type: Literal["delegations.TimetableMeetingRestricted"] = "delegations.TimetableMeetingRestricted"
    day: str
    meeting: str
    session: str | None
    forbidden: tuple[int, ...]


class TimetableParticipantRestricted(DelegationsFact):
    """The participant meets within this session only, None for the whole day."""

    type: Literal["delegations.TimetableParticipantRestricted"] = "delegations.TimetableParticipantRestricted"
    day: str
    participant: str
    session: str | None


class TimetableMeetingsOrdered(DelegationsFact):
    """The meeting `earlier` must end before the meeting `later` begins, if both are held."""

    type: Literal["delegations.TimetableMeetingsOrdered"] = "delegations.TimetableMeetingsOrdered"
    day: str
    earlier: str
    later: str


class TimetableOrderLifted(DelegationsFact):
    type: Literal["delegations.TimetableOrderLifted"] = "delegations.TimetableOrderLifted"
    day: str
    earlier: str
    later: str


class ProgrammeItemSet(DelegationsFact):
    """An opening, a lunch, a panel: these participants, or everybody where none is named, meet nobody in its slots."""

    type: Literal["delegations.ProgrammeItemSet"] = "delegations.ProgrammeItemSet"
    day: str
    item: str
    title: str
    starts_at: datetime
    ends_at: datetime
    slots: tuple[int, ...]
    participants: tuple[str, ...]


class ProgrammeItemRemoved(DelegationsFact):
    type: Literal["delegations.ProgrammeItemRemoved"] = "delegations.ProgrammeItemRemoved"
    day: str
    item: str


class Room(Part):
    name: str
    tables: tuple[int, ...]


class DayRoomsSet(DelegationsFact):
    """Which tables stand in which room; the timetable keeps the `spare_tables` free for the day itself."""

    type: Literal["delegations.DayRoomsSet"] = "delegations.DayRoomsSet"
    day: str
    rooms: tuple[Room, ...]
    spare_tables: tuple[int, ...]


class DayPartnersSet(DelegationsFact):
    """The organisations that hold the day with us, such as business-france and bpifrance; `joined`: since the last."""

    type: Literal["delegations.DayPartnersSet"] = "delegations.DayPartnersSet"
    day: str
    partners: tuple[str, ...]
    joined: tuple[str, ...] = ()


class TimetableTeamsSet(DelegationsFact):
    """The participant's staff can be in so many meetings at once; `by_organiser`: the organiser said so for it."""

    type: Literal["delegations.TimetableTeamsSet"] = "delegations.TimetableTeamsSet"
    day: str
    participant: str
    teams: int
    by_organiser: bool


class TimetableLanguagesSet(DelegationsFact):
    """The languages (ISO 639-1) that a participant meets in, the best one first.

    Where two parties have said theirs and share none, their meeting needs an interpreter of the buyer's first.
    """

    type: Literal["delegations.TimetableLanguagesSet"] = "delegations.TimetableLanguagesSet"
    day: str
    participant: str
    languages: tuple[str, ...]
    by_organiser: bool


class TimetableInterpretersSet(DelegationsFact):
    """How many interpreters of a language there are in each slot of the day."""

    type: Literal["delegations.TimetableInterpretersSet"] = "delegations.TimetableInterpretersSet"
    day: str
    language: str
    interpreters: tuple[int, ...]


ArrangementFact = (
    TimetableRulesSet
    | MeetingLocked
    | MeetingUnlocked
    | TimetableSessionsSet
    | TimetableMeetingRestricted
    | TimetableParticipantRestricted
    | TimetableMeetingsOrdered
    | TimetableOrderLifted
    | ProgrammeItemSet
    | ProgrammeItemRemoved
    | DayRoomsSet
    | DayPartnersSet
    | TimetableTeamsSet
    | TimetableLanguagesSet
    | TimetableInterpretersSet
)
