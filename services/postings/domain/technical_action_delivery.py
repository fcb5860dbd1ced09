"""What happens while an approved technical action runs: money, experts, sessions, equipment."""

from collections.abc import Sequence
from typing import Any

from services.postings.domain.technical_action_commands import (
    CommitFunds,
    DeliverEquipment,
    Delivery,
    NameExpert,
    NoteAttendance,
    PlanSession,
    ReleaseExpert,
    ReleaseFunds,
)
from services.postings.domain.technical_action_course import Course, about
from shared.contracts.postings.technical_action import (
    TechnicalActionAttendanceNoted,
    TechnicalActionEquipmentDelivered,
    TechnicalActionEvent,
    TechnicalActionExpertNamed,
    TechnicalActionExpertReleased,
    TechnicalActionFundsCommitted,
    TechnicalActionFundsReleased,
    TechnicalActionPlanned,
    TechnicalActionRequested,
    TechnicalActionSessionPlanned,
)
from shared.eventing.decider import Refused


def decide(
    course: Course, requested: TechnicalActionRequested, plan: TechnicalActionPlanned, command: Delivery
) -> Sequence[TechnicalActionEvent]:
    """Slugs: those of the parts below."""
    of = about(requested)
    match command:
        case CommitFunds():
            return _commit(course, plan, of, command)
        case ReleaseFunds(commitment=id):
            return _release(course, of, id)
        case NameExpert(expert=person):
            return [] if person in course.experts else [TechnicalActionExpertNamed(**of, expert=person)]
        case ReleaseExpert(expert=person):
            return [TechnicalActionExpertReleased(**of, expert=person)] if person in course.experts else []
        case PlanSession():
            return _plan_session(course, plan, of, command)
        case NoteAttendance():
            return _note_attendance(course, of, command)
        case DeliverEquipment():
            return _deliver(course, requested, plan, of, command)


def _commit(
    course: Course, plan: TechnicalActionPlanned, of: dict[str, Any], command: CommitFunds
) -> Sequence[TechnicalActionEvent]:
    """Slugs: `commitment-already-made`, `commitment-over-budget`."""
    made = TechnicalActionFundsCommitted(
        **of, commitment=command.commitment, purpose=command.purpose, amount=command.amount
    )
    if command.commitment in course.commitments:
        if course.commitments[command.commitment] != made or command.commitment in course.released:
            raise Refused("commitment-already-made", f"{command.commitment} was made for something else, or released")
        return []
    if course.committed + command.amount > plan.budget:
        left = plan.budget - course.committed
        raise Refused("commitment-over-budget", f"{command.amount} EUR are more than the {left} EUR that are left")
    return [made]


def _release(course: Course, of: dict[str, Any], id: str) -> Sequence[TechnicalActionEvent]:
    """Slug: `commitment-unknown`."""
    if id not in course.commitments:
        raise Refused("commitment-unknown", f"there is no commitment {id}")
    if id in course.released:
        return []
    return [TechnicalActionFundsReleased(**of, commitment=id, amount=course.commitments[id].amount)]


def _plan_session(
    course: Course, plan: TechnicalActionPlanned, of: dict[str, Any], command: PlanSession
) -> Sequence[TechnicalActionEvent]:
    """Slugs: `session-outside-plan`, `session-already-held`."""
    session = TechnicalActionSessionPlanned(
        **of,
        session=command.session,
        title=command.title,
        held_on=command.held_on,
        hours=command.hours,
        seats=command.seats,
    )
    if course.sessions.get(command.session) == session:
        return []
    if command.session in course.present:
        raise Refused("session-already-held", f"it is noted who came to {command.session}")
    if not plan.starts_on <= command.held_on <= plan.ends_on:
        raise Refused("session-outside-plan", f"{command.held_on} is not in {plan.starts_on} to {plan.ends_on}")
    return [session]


def _note_attendance(course: Course, of: dict[str, Any], command: NoteAttendance) -> Sequence[TechnicalActionEvent]:
    """Slugs: `session-unknown`, `attendance-before-session`, `attendance-over-seats`."""
    session = course.sessions.get(command.session)
    if session is None:
        raise Refused("session-unknown", f"there is no session {command.session}")
    if command.noted_on < session.held_on:
        raise Refused("attendance-before-session", f"{command.session} is held on {session.held_on}")
    if command.present > session.seats:
        raise Refused("attendance-over-seats", f"{command.session} has {session.seats} seats, not {command.present}")
    former = course.present.get(command.session)
    if former == command.present:
        return []
    return [TechnicalActionAttendanceNoted(**of, session=command.session, present=command.present, former=former or 0)]


def _deliver(
    course: Course,
    requested: TechnicalActionRequested,
    plan: TechnicalActionPlanned,
    of: dict[str, Any],
    command: DeliverEquipment,
) -> Sequence[TechnicalActionEvent]:
    """Slugs: `delivery-already-noted`, `equipment-not-planned`, `delivery-before-start`, `equipment-over-budget`."""
    delivered = TechnicalActionEquipmentDelivered(
        **of,
        delivery=command.delivery,
        item=command.item,
        quantity=command.quantity,
        value=command.value,
        delivered_on=command.delivered_on,
    )
    if command.delivery in course.deliveries:
        if course.deliveries[command.delivery] != delivered:
            raise Refused("delivery-already-noted", f"{command.delivery} was noted with other particulars")
        return []
    if requested.kind == "training":
        raise Refused("equipment-not-planned", f"{requested.action} is training only")
    if command.delivered_on < plan.starts_on:
        raise Refused("delivery-before-start", f"{command.delivered_on} lies before {plan.starts_on}")
    if course.delivered + command.value > plan.budget:
        raise Refused("equipment-over-budget", f"{command.value} EUR more are over the budget of {plan.budget} EUR")
    return [delivered]
