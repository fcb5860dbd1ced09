"""Who has come to a buyer-meeting day: checked in by the organiser, or by a scan of the code on the badge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.delegations.domain.planned_day import PlannedDay
from shared.contracts.delegations.attendance import AttendanceEvent, DayCheckInMade, DayCheckInUndone
from shared.contracts.delegations.day import DayPlanned
from shared.eventing.decider import Decider, Refused

Attendance = Mapping[str, datetime]


@dataclass(frozen=True)
class CheckIn:
    """`day` is the day as it is now, here and below; the participant came at the UTC instant `at`."""

    day: PlannedDay
    participant: str
    at: datetime
    by_scan: bool = False


@dataclass(frozen=True)
class UndoCheckIn:
    day: PlannedDay
    participant: str
    reason: str
    at: datetime


Command = CheckIn | UndoCheckIn


def day_of(plan: DayPlanned, instant: datetime) -> date:
    """The date at the venue."""
    return instant.astimezone(ZoneInfo(plan.time_zone)).date()


def decide(present: Attendance, command: Command) -> list[AttendanceEvent]:
    """Saying the same again changes nothing, but a second scan is refused, so that a copied badge is found out.

    Slugs: `day-unknown`, `participant-unknown`, `check-in-wrong-day`, `participant-already-checked-in`,
    `participant-not-checked-in`.
    """
    plan, id = command.day.plan, command.participant
    if plan is None:
        raise Refused("day-unknown", "there is no such buyer-meeting day")
    participant = command.day.participants.get(id)
    if participant is None:
        raise Refused("participant-unknown", f"{id} does not take part in day {plan.day}")
    of = {"day": plan.day, "post": plan.post, "participant": id, "at": command.at}
    match command:
        case CheckIn(at=at, by_scan=by_scan):
            if day_of(plan, at) != plan.held_on:
                raise Refused("check-in-wrong-day", f"it is {day_of(plan, at)} there, the day is on {plan.held_on}")
            if id not in present:
                return [DayCheckInMade(**of, side=participant.side, by_scan=by_scan)]
            if by_scan:
                raise Refused("participant-already-checked-in", f"{id} came at {present[id].isoformat()}")
            return []
        case UndoCheckIn(reason=reason):
            if id not in present:
                raise Refused("participant-not-checked-in", f"{id} is not checked in")
            return [DayCheckInUndone(**of, reason=reason)]


def evolve(present: Attendance, event: AttendanceEvent) -> Attendance:
    match event:
        case DayCheckInMade(participant=id, at=at):
            return {**present, id: at}
        case DayCheckInUndone(participant=gone):
            return {id: at for id, at in present.items() if id != gone}


ATTENDANCE: Decider[Attendance, Command, AttendanceEvent] = Decider("attendance", {}, decide, evolve, AttendanceEvent)
