"""How a day's timetable must be, as its history has made it: rules, locks, sessions, orders, programme, rooms."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from shared.contracts.delegations.day import DayEvent
from shared.contracts.delegations.day_arrangement import (
    DayPartnersSet,
    DayRoomsSet,
    DaySession,
    MeetingLocked,
    MeetingUnlocked,
    ProgrammeItemRemoved,
    ProgrammeItemSet,
    TimetableInterpretersSet,
    TimetableLanguagesSet,
    TimetableMeetingRestricted,
    TimetableMeetingsOrdered,
    TimetableOrderLifted,
    TimetableParticipantRestricted,
    TimetableRulesSet,
    TimetableSessionsSet,
    TimetableTeamsSet,
)
from shared.contracts.delegations.timetable_parts import TimetableRules

V = TypeVar("V")


@dataclass(frozen=True)
class Arrangement:
    """`rules` are None until some are set; `restricted` and `sessions_of` are by meeting and participant; `orders` has
    who comes first; `interpreters` has how many of a language each slot has.
    """

    rules: TimetableRules | None = None
    locks: Mapping[str, MeetingLocked] = field(default_factory=dict)
    sessions: Mapping[str, DaySession] = field(default_factory=dict)
    restricted: Mapping[str, TimetableMeetingRestricted] = field(default_factory=dict)
    sessions_of: Mapping[str, str | None] = field(default_factory=dict)
    orders: tuple[tuple[str, str], ...] = ()
    programme: Mapping[str, ProgrammeItemSet] = field(default_factory=dict)
    rooms: DayRoomsSet | None = None
    partners: tuple[str, ...] = ()
    teams: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    interpreters: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def spare_tables(self) -> tuple[int, ...]:
        """The numbers, from 1, of the tables that are kept free."""
        return self.rooms.spare_tables if self.rooms else ()

    def session(self, name: str | None) -> frozenset[int] | None:
        """The slots of a session; None, which is no session, is the whole day."""
        return None if name is None else frozenset(self.sessions[name].slots)

    def at_programme(self, participant: str) -> frozenset[int]:
        """The slots that the programme takes from this participant."""
        items = self.programme.values()
        asked = [item for item in items if not item.participants or participant in item.participants]
        return frozenset(slot for item in asked for slot in item.slots)


def evolve(known: Arrangement, event: DayEvent) -> Arrangement:
    match event:
        case TimetableRulesSet(rules=rules):
            return replace(known, rules=rules)
        case MeetingLocked(meeting=id):
            return replace(known, locks={**known.locks, id: event})
        case MeetingUnlocked(meeting=id):
            return replace(known, locks=_without(known.locks, id))
        case TimetableSessionsSet(sessions=sessions):
            return replace(known, sessions={session.name: session for session in sessions})
        case TimetableMeetingRestricted(meeting=id):
            return replace(known, restricted={**known.restricted, id: event})
        case TimetableParticipantRestricted(participant=id, session=session):
            return replace(known, sessions_of={**known.sessions_of, id: session})
        case TimetableMeetingsOrdered(earlier=earlier, later=later):
            return replace(known, orders=(*known.orders, (earlier, later)))
        case TimetableOrderLifted(earlier=earlier, later=later):
            return replace(known, orders=tuple(pair for pair in known.orders if pair != (earlier, later)))
        case ProgrammeItemSet(item=id):
            return replace(known, programme={**known.programme, id: event})
        case ProgrammeItemRemoved(item=id):
            return replace(known, programme=_without(known.programme, id))
        case DayRoomsSet():
            return replace(known, rooms=event)
        case DayPartnersSet(partners=partners):
            return replace(known, partners=partners)
        case TimetableTeamsSet(participant=id, teams=teams):
            return replace(known, teams={**known.teams, id: teams})
        case TimetableLanguagesSet(participant=id, languages=languages):
            return replace(known, languages={**known.languages, id: languages})
        case TimetableInterpretersSet(language=language, interpreters=interpreters):
            return replace(known, interpreters={**known.interpreters, language: interpreters})
    return known


def _without(things: Mapping[str, V], id: str) -> Mapping[str, V]:
    return {key: thing for key, thing in things.items() if key != id}
