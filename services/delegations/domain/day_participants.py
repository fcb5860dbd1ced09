"""Who takes part in a buyer-meeting day: registered companies and invited buyers, with the slots they cannot make."""

from dataclasses import dataclass

from services.delegations.domain.day_merging import no_second_seat
from services.delegations.domain.day_problem import unavailable
from services.delegations.domain.planned_day import PlannedDay, unpublished
from shared.contracts.delegations.day import DayEvent, DayPlanned, ParticipantJoined, Side
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


def decide(day: PlannedDay, plan: DayPlanned, command: Join) -> list[DayEvent]:
    """The same participant again changes nothing. Slugs: `participant-already-joined`, those below."""
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
    if outside := [slot for slot in event.absent if not 0 <= slot < len(plan.slots)]:
        raise Refused("slot-outside-day", f"slots {outside} are not among the {len(plan.slots)} of the day, from 0")
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
