"""Who takes part in a buyer-meeting day: companies and buyers, when each is there, whom to write to, who leaves."""

from dataclasses import dataclass

from services.delegations.domain.contradictions import coherent
from services.delegations.domain.day_merging import no_second_seat
from services.delegations.domain.day_problem import unavailable
from services.delegations.domain.known_parts import known_participant, slots_of
from services.delegations.domain.planned_day import PlannedDay, unpublished
from shared.contracts.delegations.day import DayEvent, DayPlanned, ParticipantJoined, Side
from shared.contracts.delegations.day_participation import (
    ParticipantAvailabilityChanged,
    ParticipantContactChanged,
    ParticipantLeft,
)
from shared.contracts.delegations.day_requests import MeetingRequestDeclined, MeetingRequestWithdrawn
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class Join:
    """A company or a buyer takes part; `absent` are the numbers, from 0, of the slots in which it cannot meet."""

    day: str
    participant: str
    side: Side
    name: str
    contact: str
    absent: tuple[int, ...] = ()


@dataclass(frozen=True)
class ChangeAvailability:
    """It cannot meet in these slots, whatever was said before; once a timetable is out, a repair says so.

    `by_organiser`, here and below, says that the organiser speaks for the participant.
    """

    day: str
    participant: str
    absent: tuple[int, ...]
    by_organiser: bool = False


@dataclass(frozen=True)
class ChangeContact:
    """From now on this person is written to, also once a timetable is out."""

    day: str
    participant: str
    contact: str
    by_organiser: bool = False


@dataclass(frozen=True)
class Leave:
    """It does not take part after all; once a timetable is out, a repair says that it is away all day."""

    day: str
    participant: str
    by_organiser: bool = False


Command = Join | ChangeAvailability | ChangeContact | Leave


def decide(day: PlannedDay, plan: DayPlanned, command: Command) -> list[DayEvent]:
    """Saying the same again changes nothing. Slugs: `participant-unknown`, and those below."""
    if isinstance(command, Join):
        return _join(day, plan, command)
    if isinstance(command, Leave):
        return _leave(day, command)
    known_participant(day, command.participant)
    known = day.participants[command.participant]
    if isinstance(command, ChangeContact):
        return [] if known.contact == command.contact else [ParticipantContactChanged(**vars(command))]
    changed = ParticipantAvailabilityChanged(**vars(command) | {"absent": slots_of(plan, command.absent)})
    return [] if known.absent == changed.absent else coherent(day, changed)


def _join(day: PlannedDay, plan: DayPlanned, command: Join) -> list[DayEvent]:
    """Slugs: `participant-already-joined`, `company-refused`, `day-full`, those of `joined`."""
    if known := day.participants.get(command.participant):
        if known != _event(command):
            detail = f"{command.participant} joined with other particulars"
            raise Refused("participant-already-joined", detail)
        return []
    if command.side == "company":
        if day.selection.refused(command.participant):
            detail = f"company {command.participant} was not selected for day {command.day}"
            raise Refused("company-refused", detail)
        places_for_companies(day)
    return joined(day, plan, command)


def _leave(day: PlannedDay, command: Leave) -> list[DayEvent]:
    """Whoever was to meet it is told. Slugs: `participant-unknown`, `timetable-already-published`."""
    if command.participant in day.left:
        return []
    known_participant(day, command.participant)
    unpublished(day)
    said = vars(command)
    return [
        ParticipantLeft(**said),
        *(
            MeetingRequestWithdrawn(**said, meeting=id, counterpart=one.asked)
            if one.requester == command.participant
            else MeetingRequestDeclined(**said, meeting=id, counterpart=one.requester)
            for id, one in day.requests.made.items()
            if one.open and command.participant in (one.requester, one.asked)
        ),
    ]


def joined(day: PlannedDay, plan: DayPlanned, command: Join) -> list[DayEvent]:
    """That somebody takes part who has not yet.

    Slugs: `timetable-already-published`, `participant-already-joined`, `slot-outside-day`,
    `participant-without-availability`.
    """
    unpublished(day)
    if command.participant in day.participants:
        raise Refused("participant-already-joined", f"{command.participant} takes part already")
    no_second_seat(day, command.participant)
    event = _event(command)
    slots_of(plan, event.absent)
    if len(unavailable(day, plan, event)) == len(plan.slots):
        detail = f"{command.participant} is absent, or at the programme, in every slot of the day"
        raise Refused("participant-without-availability", detail)
    return [event]


def places_for_companies(day: PlannedDay) -> None:
    """Slug: `day-full`."""
    companies = sum(each.side == "company" for each in day.participants.values())
    if day.rules.company_places is not None and companies >= day.rules.company_places:
        raise Refused("day-full", f"{companies} companies take part, and there is room for {day.rules.company_places}")


def _event(command: Join) -> ParticipantJoined:
    return ParticipantJoined(**vars(command) | {"absent": tuple(sorted(set(command.absent)))})
