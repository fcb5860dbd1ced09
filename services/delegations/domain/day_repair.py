"""The repair of a published timetable: proposed with the least change, then accepted or discarded by a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.delegations.domain.disruption import Disruption, consequences, question
from services.delegations.domain.event_size import sendable
from services.delegations.domain.planned_day import PlannedDay
from services.delegations.domain.repair_changes import changed, changes, place_of, verified
from services.delegations.timetable.model import Place
from shared.contracts.delegations.day import DayEvent, DayPlanned
from shared.contracts.delegations.day_repair import (
    RepairUnserved,
    TimetableRepairAccepted,
    TimetableRepairDiscarded,
    TimetableRepairProposed,
)
from shared.eventing.decider import Refused


@dataclass(frozen=True)
class ProposeRepair:
    """`places` is the scheduler's answer to `question`, with `least` where nothing can move fewer meetings.

    `reason` is told to those who lose a meeting; `now` is the current instant.
    """

    day: str
    repair: str
    reason: str
    happened: Disruption
    now: datetime
    places: Mapping[str, Place] = field(default_factory=dict)
    least: bool = False


@dataclass(frozen=True)
class AcceptRepair:
    day: str
    repair: str
    now: datetime


@dataclass(frozen=True)
class DiscardRepair:
    day: str
    repair: str


Command = ProposeRepair | AcceptRepair | DiscardRepair


def decide(day: PlannedDay, plan: DayPlanned, command: Command) -> list[DayEvent]:
    """Saying the same again changes nothing. Slugs: those of `question`, and those below."""
    match command:
        case ProposeRepair(repair=id) if id in day.repairs.proposed:
            return []
        case ProposeRepair():
            return [_proposal(day, plan, command)]
        case AcceptRepair():
            proposal = _known(day, command.repair)
            return [] if _settled(day, command.repair, "accepted") else _accept(day, plan, proposal, command.now)
        case DiscardRepair(repair=id):
            _known(day, id)
            settled = _settled(day, id, "discarded")
            return [] if settled else [TimetableRepairDiscarded(day=plan.day, repair=id, post=plan.post)]


def _proposal(day: PlannedDay, plan: DayPlanned, command: ProposeRepair) -> TimetableRepairProposed:
    """Slugs: `repair-outdated`, also where the day changed while the scheduler was at work, `repair-too-large`."""
    asked = question(day, command.happened, command.now)
    after = verified(asked, command.places)
    proposal = TimetableRepairProposed(
        day=plan.day,
        repair=command.repair,
        post=plan.post,
        reason=command.reason,
        **vars(command.happened),
        changes=tuple(changes(day, asked, after)),
        unserved=tuple(
            RepairUnserved(meeting=id, reason=reason)
            for id, reason in sorted(after.unserved.items())
            if id in asked.wanted
        ),
        breaks=sum(after.breaks.values()),
        least=command.least,
        proposed_at=command.now,
    )
    sendable(proposal, "repair-too-large", f"{len(proposal.changes)} changed meetings")
    return proposal


def _accept(day: PlannedDay, plan: DayPlanned, proposal: TimetableRepairProposed, now: datetime) -> list[DayEvent]:
    """Slug: `repair-outdated`, where the proposal does not fit the day as it is now."""
    happened = Disruption(**{name: getattr(proposal, name) for name in Disruption.__dataclass_fields__})
    try:
        asked = question(day, happened, now)
    except Refused as refusal:
        raise Refused("repair-outdated", refusal.detail) from refusal
    places = dict(asked.published)
    for change in proposal.changes:
        stands, goes = place_of(change.before), place_of(change.after)
        if places.pop(change.meeting, None) != stands:
            raise Refused("repair-outdated", f"meeting {change.meeting} does not stand where it stood")
        if any(place is not None and place.slot < asked.since for place in (stands, goes)):
            raise Refused("repair-outdated", f"the time of meeting {change.meeting} has begun")
        if goes is not None:
            places[change.meeting] = goes
    verified(asked, places)
    return [
        *consequences(day, happened, now),
        *(changed(day, plan, proposal, change, now) for change in proposal.changes),
        TimetableRepairAccepted(
            day=plan.day,
            repair=proposal.repair,
            post=plan.post,
            absences=proposal.absences,
            lost_tables=proposal.lost_tables,
            accepted_at=now,
        ),
    ]


def _known(day: PlannedDay, repair: str) -> TimetableRepairProposed:
    if repair not in day.repairs.proposed:
        raise Refused("repair-unknown", f"there is no repair {repair}")
    return day.repairs.proposed[repair]


def _settled(day: PlannedDay, repair: str, so: str) -> bool:
    """Slugs: `repair-already-accepted`, `repair-already-discarded`."""
    settled = day.repairs.settled.get(repair)
    if settled not in (None, so):
        raise Refused(f"repair-already-{settled}", f"repair {repair} was {settled}")
    return settled is not None
