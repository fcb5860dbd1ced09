"""A technical action: need, plan, approval, completion, and the evaluation six months later."""

from collections.abc import Sequence

from services.postings.domain import technical_action_delivery
from services.postings.domain.countries import known
from services.postings.domain.reminders import Remind, months_later
from services.postings.domain.technical_action_commands import (
    Approve,
    Cancel,
    Complete,
    Delivery,
    Evaluate,
    Plan,
    Refuse,
    Request,
)
from services.postings.domain.technical_action_course import ENDED, Course, about, evolve
from shared.contracts.postings.fact import Directorate
from shared.contracts.postings.technical_action import (
    TechnicalActionApproved,
    TechnicalActionCancelled,
    TechnicalActionCompleted,
    TechnicalActionEvaluated,
    TechnicalActionEvaluationDue,
    TechnicalActionEvent,
    TechnicalActionPlanned,
    TechnicalActionRefused,
    TechnicalActionRequested,
)
from shared.eventing.decider import Decider, Refused

EVALUATED_AFTER = 6  # months

Command = Request | Plan | Approve | Refuse | Cancel | Delivery | Complete | Remind | Evaluate


def decide(course: Course, command: Command) -> Sequence[TechnicalActionEvent]:
    """Saying the same again changes nothing. Slugs: `technical-action-unknown` and those below."""
    if isinstance(command, Request):
        return _request(course.requested, command)
    requested = course.requested
    if requested is None:
        raise Refused("technical-action-unknown", "no such action has been requested")
    match command:
        case Plan():
            return _plan(course, requested, command)
        case Approve() | Refuse():
            return _judge(course, requested, command)
        case Cancel(reason=reason):
            return _cancel(course, requested, reason)
        case Complete() | Evaluate() | Remind():
            return _end(course, requested, command)
        case _:
            plan = _approved_plan(course, requested)
            return technical_action_delivery.decide(course, requested, plan, command)


def _request(requested: TechnicalActionRequested | None, command: Request) -> Sequence[TechnicalActionEvent]:
    """Slugs: `technical-action-already-requested`, `country-unknown`."""
    known(command.country)
    request = TechnicalActionRequested(
        action=command.action,
        post=command.post,
        country=command.country,
        theme=command.theme,
        year=command.year,
        title=command.title,
        kind=command.kind,
        beneficiary=command.beneficiary,
        need=command.need,
        priority=command.priority,
    )
    if requested is None:
        return [request]
    if requested != request:
        raise Refused("technical-action-already-requested", f"{command.action} stands for another need")
    return []


def _plan(course: Course, requested: TechnicalActionRequested, command: Plan) -> Sequence[TechnicalActionEvent]:
    """Slugs: `technical-action-decided`, `ends-before-start`, `plan-outside-year`."""
    said = {"service": command.service, "starts_on": command.starts_on, "ends_on": command.ends_on}
    former = course.plan.budget if course.plan else None
    planned = TechnicalActionPlanned(**about(requested), **said, budget=command.budget, former_budget=former)
    if (
        course.plan is not None
        and planned.model_copy(update={"former_budget": course.plan.former_budget}) == course.plan
    ):
        return []
    if course.status not in ("requested", "planned"):
        raise Refused("technical-action-decided", f"{requested.action} is {course.status}: its plan stands")
    if command.ends_on < command.starts_on:
        raise Refused("ends-before-start", f"{command.ends_on} lies before {command.starts_on}")
    if command.starts_on.year != requested.year:
        raise Refused("plan-outside-year", f"{command.starts_on} is not in {requested.year}, in whose plan it counts")
    return [planned]


def _judge(
    course: Course, requested: TechnicalActionRequested, command: Approve | Refuse
) -> Sequence[TechnicalActionEvent]:
    """Slugs: `technical-action-not-planned`, `directorate-forbidden`, `technical-action-decided`,
    `approved-after-start`.
    """
    plan = course.plan
    if plan is None:
        raise Refused("technical-action-not-planned", f"{requested.action} has no plan yet")
    _own(plan, command.directorate)
    if isinstance(command, Approve):
        if course.status == "approved":
            return []
        _undecided(course, requested)
        if command.approved_on > plan.starts_on:
            raise Refused("approved-after-start", f"{requested.action} was to start on {plan.starts_on}")
        return [TechnicalActionApproved(**about(requested), approved_on=command.approved_on, budget=plan.budget)]
    if (course.status, course.reason) == ("refused", command.reason):
        return []
    _undecided(course, requested)
    return [TechnicalActionRefused(**about(requested), reason=command.reason, budget=plan.budget)]


def _cancel(course: Course, requested: TechnicalActionRequested, reason: str) -> Sequence[TechnicalActionEvent]:
    """Slug: `technical-action-ended`."""
    if (course.status, course.reason) == ("cancelled", reason):
        return []
    if course.status in ENDED:
        raise Refused("technical-action-ended", f"{requested.action} is {course.status}")
    return [TechnicalActionCancelled(**about(requested), reason=reason)]


def _end(
    course: Course, requested: TechnicalActionRequested, command: Complete | Evaluate | Remind
) -> Sequence[TechnicalActionEvent]:
    """Slugs: those of `_complete`, `evaluated-too-early`, `technical-action-not-completed`,
    `technical-action-already-evaluated`.
    """
    of, due_on = about(requested), course.evaluation_due_on
    match command:
        case Complete(completed_on=day):
            return _complete(course, requested, command) if course.completed_on != day else []
        case Remind(on=today):
            if course.status != "completed" or course.reminded or due_on is None or today < due_on:
                return []
            return [TechnicalActionEvaluationDue(**of, title=requested.title, evaluation_due_on=due_on)]
        case Evaluate():
            said = {"evaluated_on": command.evaluated_on, "rating": command.rating, "conclusion": command.conclusion}
            evaluated = TechnicalActionEvaluated(**of, **said)
            if course.evaluation == evaluated:
                return []
            if course.evaluation is not None:
                raise Refused("technical-action-already-evaluated", f"{requested.action} was evaluated otherwise")
            if due_on is None:
                raise Refused("technical-action-not-completed", f"{requested.action} is {course.status}")
            if command.evaluated_on < due_on:
                raise Refused("evaluated-too-early", f"what is left of {requested.action} shows from {due_on} on")
            return [evaluated]


def _complete(course: Course, requested: TechnicalActionRequested, command: Complete) -> Sequence[TechnicalActionEvent]:
    """Slugs: `completed-before-start`, `completed-before-session`, `attendance-missing`, `technical-action-ended`,
    `technical-action-not-approved`.
    """
    plan, day = _approved_plan(course, requested), command.completed_on
    if day < plan.starts_on:
        raise Refused("completed-before-start", f"{day} lies before {plan.starts_on}")
    if late := sorted(id for id, session in course.sessions.items() if session.held_on > day):
        raise Refused("completed-before-session", f"{', '.join(late)} is held after {day}")
    if missing := course.sessions.keys() - course.present.keys():
        raise Refused("attendance-missing", f"nobody has noted who came to {', '.join(sorted(missing))}")
    due_on = months_later(day, EVALUATED_AFTER)
    return [TechnicalActionCompleted(**about(requested), completed_on=day, evaluation_due_on=due_on)]


def _approved_plan(course: Course, requested: TechnicalActionRequested) -> TechnicalActionPlanned:
    """Slugs: `technical-action-ended`, `technical-action-not-approved`."""
    if course.status in ENDED:
        raise Refused("technical-action-ended", f"{requested.action} is {course.status}")
    if course.plan is None or course.status != "approved":
        raise Refused("technical-action-not-approved", f"{requested.action} is {course.status}")
    return course.plan


def _undecided(course: Course, requested: TechnicalActionRequested) -> None:
    if course.status != "planned":
        raise Refused("technical-action-decided", f"{requested.action} is {course.status}")


def _own(plan: TechnicalActionPlanned, directorate: Directorate) -> None:
    if plan.service != directorate:
        raise Refused("directorate-forbidden", f"this is for the {plan.service}, whose officers go")


TECHNICAL_ACTION: Decider[Course, Command, TechnicalActionEvent] = Decider(
    "technicalaction", Course(), decide, evolve, TechnicalActionEvent
)
