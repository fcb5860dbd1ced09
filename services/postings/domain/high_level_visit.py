"""A high-level visit or meeting, with the commitments taken there and their follow-up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from services.postings.domain.countries import known
from services.postings.domain.high_level_visit_commands import (
    Cancel,
    Command,
    DropCommitment,
    FollowUp,
    FulfilCommitment,
    Hold,
    Plan,
    TakeCommitment,
)
from services.postings.domain.reminders import Remind
from shared.contracts.postings.high_level_visit import (
    HighLevelVisitCancelled,
    HighLevelVisitCommitmentDropped,
    HighLevelVisitCommitmentDue,
    HighLevelVisitCommitmentFulfilled,
    HighLevelVisitCommitmentTaken,
    HighLevelVisitEvent,
    HighLevelVisitHeld,
    HighLevelVisitPlanned,
)
from shared.eventing.decider import Decider, Refused

Status = Literal["planned", "held", "cancelled"]
LASTING = ("post", "country", "theme", "priority")  # what another plan of the same visit does not change
Settled = HighLevelVisitCommitmentFulfilled | HighLevelVisitCommitmentDropped


@dataclass(frozen=True)
class Visit:
    """`plan` is the last one; `settled` are the commitments for which nobody waits."""

    plan: HighLevelVisitPlanned | None = None
    status: Status = "planned"
    held_on: date | None = None
    reason: str | None = None
    commitments: Mapping[str, HighLevelVisitCommitmentTaken] = field(default_factory=dict)
    reminded: frozenset[str] = frozenset()
    settled: Mapping[str, Settled] = field(default_factory=dict)

    @property
    def post(self) -> str | None:
        """The post that prepares it."""
        return self.plan.post if self.plan else None


def decide(visit: Visit, command: Command) -> Sequence[HighLevelVisitEvent]:
    """Saying the same again changes nothing. Slugs: `high-level-visit-unknown` and those below."""
    if isinstance(command, Plan):
        return _plan(visit, command)
    plan = visit.plan
    if plan is None:
        raise Refused("high-level-visit-unknown", "no such visit has been planned")
    of = plan.model_dump(include={"visit", "post", "country"})
    match command:
        case Hold() | Cancel():
            return _close(visit, plan, of, command)
        case TakeCommitment():
            return _take(visit, plan, of, command)
        case FulfilCommitment() | DropCommitment():
            return _follow_up(visit, of, command)
        case Remind(on=today):
            return [
                HighLevelVisitCommitmentDue(**of, title=plan.title, commitment=id, due_on=taken.due_on)
                for id, taken in visit.commitments.items()
                if taken.due_on <= today and id not in visit.reminded and id not in visit.settled
            ]


def _plan(visit: Visit, command: Plan) -> Sequence[HighLevelVisitEvent]:
    """Slugs: `high-level-visit-over`, `high-level-visit-already-planned`, `ends-before-start`, `country-unknown`."""
    known(command.country)
    planned = HighLevelVisitPlanned(
        visit=command.visit,
        post=command.post,
        country=command.country,
        theme=command.theme,
        title=command.title,
        level=command.level,
        direction=command.direction,
        starts_on=command.starts_on,
        ends_on=command.ends_on,
        priority=command.priority,
    )
    if visit.plan == planned:
        return []
    if visit.plan is not None and any(getattr(visit.plan, name) != getattr(planned, name) for name in LASTING):
        raise Refused("high-level-visit-already-planned", f"{command.visit} is prepared by {visit.plan.post}")
    if visit.status != "planned":
        raise Refused("high-level-visit-over", f"{command.visit} is {visit.status}")
    if command.ends_on < command.starts_on:
        raise Refused("ends-before-start", f"{command.ends_on} lies before {command.starts_on}")
    return [planned]


def _close(
    visit: Visit, plan: HighLevelVisitPlanned, of: dict[str, Any], command: Hold | Cancel
) -> Sequence[HighLevelVisitEvent]:
    """Slugs: `high-level-visit-over`, `held-before-start`."""
    match command:
        case Hold(held_on=day) if visit.held_on == day:
            return []
        case Cancel(reason=reason) if (visit.status, visit.reason) == ("cancelled", reason):
            return []
    if visit.status != "planned":
        raise Refused("high-level-visit-over", f"{plan.visit} is {visit.status}")
    if isinstance(command, Cancel):
        return [HighLevelVisitCancelled(**of, reason=command.reason)]
    if command.held_on < plan.starts_on:
        raise Refused("held-before-start", f"{plan.visit} starts on {plan.starts_on}")
    return [HighLevelVisitHeld(**of, held_on=command.held_on)]


def _take(
    visit: Visit, plan: HighLevelVisitPlanned, of: dict[str, Any], command: TakeCommitment
) -> Sequence[HighLevelVisitEvent]:
    """Slugs: `commitment-already-taken`, `high-level-visit-not-held`, `commitment-due-before-visit`."""
    taken = HighLevelVisitCommitmentTaken(
        **of, commitment=command.commitment, by=command.by, text=command.text, due_on=command.due_on
    )
    if command.commitment in visit.commitments:
        if visit.commitments[command.commitment] != taken:
            raise Refused("commitment-already-taken", f"{command.commitment} is another promise")
        return []
    if visit.status != "held":
        raise Refused("high-level-visit-not-held", f"{plan.visit} is {visit.status}")
    if command.due_on < plan.starts_on:
        raise Refused("commitment-due-before-visit", f"{command.due_on} lies before {plan.starts_on}")
    return [taken]


def _follow_up(visit: Visit, of: dict[str, Any], command: FollowUp) -> Sequence[HighLevelVisitEvent]:
    """Slugs: `commitment-unknown`, `commitment-already-settled`, `fulfilled-before-visit`."""
    if command.commitment not in visit.commitments:
        raise Refused("commitment-unknown", f"there is no commitment {command.commitment}")
    settled: Settled
    match command:
        case FulfilCommitment(commitment=id, fulfilled_on=day, outcome=outcome):
            settled = HighLevelVisitCommitmentFulfilled(**of, commitment=id, fulfilled_on=day, outcome=outcome)
            if visit.plan is not None and day < visit.plan.starts_on:
                raise Refused("fulfilled-before-visit", f"{day} lies before {visit.plan.starts_on}")
        case DropCommitment(commitment=id, reason=reason):
            settled = HighLevelVisitCommitmentDropped(**of, commitment=id, reason=reason)
    if command.commitment in visit.settled:
        if visit.settled[command.commitment] != settled:
            raise Refused("commitment-already-settled", f"nobody waits for {command.commitment} any more")
        return []
    return [settled]


def evolve(visit: Visit, event: HighLevelVisitEvent) -> Visit:
    match event:
        case HighLevelVisitPlanned():
            return replace(visit, plan=event)
        case HighLevelVisitHeld(held_on=day):
            return replace(visit, status="held", held_on=day)
        case HighLevelVisitCancelled(reason=reason):
            return replace(visit, status="cancelled", reason=reason)
        case HighLevelVisitCommitmentTaken(commitment=id):
            return replace(visit, commitments={**visit.commitments, id: event})
        case HighLevelVisitCommitmentDue(commitment=id):
            return replace(visit, reminded=visit.reminded | {id})
        case HighLevelVisitCommitmentFulfilled(commitment=id) | HighLevelVisitCommitmentDropped(commitment=id):
            return replace(visit, settled={**visit.settled, id: event})


HIGH_LEVEL_VISIT = Decider("highlevelvisit", Visit(), decide, evolve, HighLevelVisitEvent)
