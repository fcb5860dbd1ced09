"""How many teams and which languages a participant brings, and how many interpreters the day has."""

from dataclasses import dataclass

from services.delegations.domain.contradictions import coherent
from services.delegations.domain.known_parts import known_participant
from services.delegations.domain.planned_day import PlannedDay
from shared.contracts.delegations.day import DayEvent, DayPlanned
from shared.contracts.delegations.day_arrangement import (
    TimetableInterpretersSet,
    TimetableLanguagesSet,
    TimetableTeamsSet,
)
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class SetTeams:
    """The participant's staff can be in so many meetings at once; at first it is one."""

    day: str
    participant: str
    teams: int
    by_organiser: bool = False


@dataclass(frozen=True)
class SetLanguages:
    """The languages (ISO 639-1) that the participant meets in, the best one first."""

    day: str
    participant: str
    languages: tuple[str, ...]
    by_organiser: bool = False


@dataclass(frozen=True)
class SetInterpreters:
    """How many interpreters of a language there are in each slot of the day."""

    day: str
    language: str
    interpreters: tuple[int, ...]


Command = SetTeams | SetLanguages | SetInterpreters


def decide(day: PlannedDay, plan: DayPlanned, command: Command) -> list[DayEvent]:
    """Slugs: `participant-unknown`, `language-named-twice`, `interpreters-incomplete`, those of contradictions.py."""
    known = day.arrangement
    match command:
        case SetTeams(participant=participant, teams=teams):
            known_participant(day, participant)
            same = known.teams.get(participant, 1) == teams
            return [] if same else coherent(day, TimetableTeamsSet(**vars(command)))
        case SetLanguages(participant=participant, languages=languages):
            known_participant(day, participant)
            if len(set(languages)) < len(languages):
                raise Refused("language-named-twice", f"{participant} names a language twice")
            same = known.languages.get(participant, ()) == languages
            return [] if same else coherent(day, TimetableLanguagesSet(**vars(command)))
        case SetInterpreters(language=language, interpreters=interpreters):
            if len(interpreters) != len(plan.slots):
                detail = f"{len(interpreters)} numbers for the {len(plan.slots)} slots of the day"
                raise Refused("interpreters-incomplete", detail)
            same = known.interpreters.get(language) == interpreters
            return [] if same else coherent(day, TimetableInterpretersSet(**vars(command)))
