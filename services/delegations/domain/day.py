"""A buyer-meeting day: who takes part, who wants to meet whom; its timetable and meetings have files of their own."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TypeVar

from services.delegations.domain import day_meetings, day_timetable
from services.delegations.domain.day_meetings import Cancel, RecordAnswer
from services.delegations.domain.day_timetable import Draft, Publish, Review
from services.delegations.domain.planned_day import PlannedDay, evolve
from shared.contracts.delegations.day import DayEvent, DayPlanned, MeetingRequested, ParticipantJoined, Side
from shared.eventing.decider import Decider, Refused

E = TypeVar("E")


@dataclass(frozen=True)
class Plan:
    """`slots` are the UTC instants at which meetings begin, each `slot_minutes` long; `now` is the current instant."""

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
    now: datetime


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
class RequestMeeting:
    day: str
    meeting: str
    company: str
    buyer: str
    requested_by: Side


Command = Plan | Join | RequestMeeting | Draft | Review | Publish | RecordAnswer | Cancel


def decide(day: PlannedDay, command: Command) -> list[DayEvent]:
    """Saying the same again changes nothing. Slugs: `day-unknown`, those below and those of the other files."""
    if isinstance(command, Plan):
        return _plan(day, command)
    if day.plan is None:
        raise Refused("day-unknown", f"there is no buyer-meeting day {command.day}")
    match command:
        case Join():
            return _join(day, day.plan, command)
        case RequestMeeting():
            return _request(day, command)
        case Draft() | Review() | Publish():
            return day_timetable.decide(day, day.plan, command)
        case RecordAnswer() | Cancel():
            return day_meetings.decide(day, day.plan, command)


def _plan(day: PlannedDay, command: Plan) -> list[DayEvent]:
    """Slugs: `day-without-slots`, `slots-overlap`, `day-already-begun`, `day-already-planned`."""
    planned = DayPlanned(**{name: value for name, value in vars(command).items() if name != "now"})
    if day.plan is not None:
        return _same(day.plan, planned, "day-already-planned", f"day {command.day} is planned with other particulars")
    if not command.slots:
        raise Refused("day-without-slots", "a day needs at least one slot")
    for earlier, later in pairwise(command.slots):
        if later < earlier + timedelta(minutes=command.slot_minutes):
            raise Refused("slots-overlap", f"slots of {command.slot_minutes} minutes begin at {earlier} and {later}")
    if command.slots[0] <= command.now:
        raise Refused("day-already-begun", f"the first slot begins at {command.slots[0]}, now it is {command.now}")
    return [planned]


def _join(day: PlannedDay, plan: DayPlanned, command: Join) -> list[DayEvent]:
    """Slugs: `timetable-already-published`, `participant-already-joined`, `slot-outside-day`."""
    joined = ParticipantJoined(**vars(command) | {"absent": tuple(sorted(set(command.absent)))})
    if known := day.participants.get(command.participant):
        return _same(
            known, joined, "participant-already-joined", f"{command.participant} joined with other particulars"
        )
    day_timetable.unpublished(day)
    if outside := [slot for slot in joined.absent if not 0 <= slot < len(plan.slots)]:
        raise Refused("slot-outside-day", f"slots {outside} are not among the {len(plan.slots)} of the day, from 0")
    return [joined]


def _request(day: PlannedDay, command: RequestMeeting) -> list[DayEvent]:
    """Slugs: `timetable-already-published`, `participant-unknown`, `meeting-already-requested`."""
    requested = MeetingRequested(**vars(command))
    if known := day.meetings.get(command.meeting):
        return _same(known, requested, "meeting-already-requested", f"{command.meeting} is a meeting of others")
    day_timetable.unpublished(day)
    for party, side in ((command.company, "company"), (command.buyer, "buyer")):
        if party not in day.participants or day.participants[party].side != side:
            raise Refused("participant-unknown", f"no {side} {party} takes part in day {command.day}")
    for meeting in day.meetings.values():
        if (meeting.company, meeting.buyer) == (command.company, command.buyer):
            raise Refused("meeting-already-requested", f"{meeting.meeting} is the meeting of these two already")
    return [requested]


def _same(known: E, said: E, slug: str, detail: str) -> list[DayEvent]:
    if known != said:
        raise Refused(slug, detail)
    return []


DAY: Decider[PlannedDay, Command, DayEvent] = Decider("day", PlannedDay(), decide, evolve, DayEvent)
