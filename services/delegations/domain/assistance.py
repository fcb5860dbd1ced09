"""Export assistance: a request, its routing and its end; what desks do and export wins have files of their own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.delegations.domain import desk_work, export_win
from services.delegations.domain.assistance_case import Case, evolve
from services.delegations.domain.desk_work import Work, in_hand, may_reach_partners, still_open
from services.delegations.domain.export_win import DeclareWin, SettleWin
from shared.contracts.delegations.assistance import (
    AssistanceCompanyReplaced,
    AssistanceEscalated,
    AssistanceEvent,
    AssistanceRequested,
    AssistanceRouted,
    AssistanceWithdrawn,
    Because,
    Confidentiality,
    Desk,
    Urgency,
)
from shared.eventing.decider import Decider, Refused

DEADLINES: dict[Urgency, timedelta] = {
    "routine": timedelta(days=15),
    "soon": timedelta(days=5),
    "urgent": timedelta(days=2),
}


@dataclass(frozen=True)
class Ask:
    """A company asks at the UTC instant `at`; `partner` is the export partner that it wants to be answered by."""

    request: str
    company: str
    market: str
    sector: str
    product: str
    question: str
    confidentiality: Confidentiality
    urgency: Urgency
    partner: str | None
    at: datetime


@dataclass(frozen=True)
class Route:
    request: str
    desk: Desk
    because: Because
    at: datetime


@dataclass(frozen=True)
class Escalate:
    """The clock shows `at`: whoever should have answered by then is late."""

    request: str
    at: datetime


@dataclass(frozen=True)
class Withdraw:
    """`company` is the one that speaks, None where the Partnerships Office acts for it."""

    request: str
    company: str | None
    at: datetime


@dataclass(frozen=True)
class ReplaceCompany:
    """`company`, which asked, was a duplicate of `into`: nothing happens where the request is another's already."""

    request: str
    company: str
    into: str
    at: datetime


Command = Ask | Route | Work | Escalate | Withdraw | DeclareWin | SettleWin | ReplaceCompany


def decide(case: Case, command: Command) -> list[AssistanceEvent]:
    """Saying the same again changes nothing. Slugs: `assistance-unknown`, `company-forbidden`,
    `assistance-closed`, those below and those of the other files.
    """
    if isinstance(command, Ask):
        return _ask(case, command)
    requested = case.requested
    if requested is None:
        raise Refused("assistance-unknown", f"there is no request {command.request}")
    of = about(requested, command.at)
    match command:
        case Route(desk=desk, because=because):
            if desk.kind == "partner":
                may_reach_partners(requested)
            return [AssistanceRouted(**of, desk=desk, because=because)] if case.is_open and case.desk is None else []
        case Escalate(at=at):
            late = case.is_open and not case.escalated and at >= requested.due_at
            return [AssistanceEscalated(**of, desk=case.desk)] if late else []
        case ReplaceCompany(company=company, into=into):
            replaced = AssistanceCompanyReplaced(**of | {"company": into}, former=company)
            return [replaced] if requested.company == company else []
        case Withdraw(company=company):
            _own(requested, company)
            if case.status == "withdrawn":
                return []
            still_open(case)
            return [AssistanceWithdrawn(**of, desk=case.desk)]
        case DeclareWin() | SettleWin():
            if command.company not in case.former or isinstance(command, DeclareWin):
                _own(requested, command.company)
            return export_win.decide(case, requested, in_hand(case, command.by), of, command)
        case _:
            return desk_work.decide(case, requested, in_hand(case, command.by), of, command)


def about(requested: AssistanceRequested, at: datetime) -> dict[str, Any]:
    """What each event of this request repeats."""
    repeated = {"request", "company", "market", "sector", "confidentiality", "due_at"}
    return {**requested.model_dump(include=repeated), "at": at}


def _ask(case: Case, command: Ask) -> list[AssistanceEvent]:
    """Slugs: `assistance-already-requested`, `restricted-to-posts`."""
    asked = AssistanceRequested(**vars(command), due_at=command.at + DEADLINES[command.urgency])
    if case.requested is not None:
        if case.requested != asked.model_copy(update=case.requested.model_dump(include={"at", "due_at"})):
            raise Refused("assistance-already-requested", f"{command.request} asks for something else already")
        return []
    if command.partner is not None:
        may_reach_partners(asked)
    return [asked]


def _own(requested: AssistanceRequested, company: str | None) -> None:
    if company not in (None, requested.company):
        raise Refused("company-forbidden", f"this is the request of company {requested.company}")


ASSISTANCE: Decider[Case, Command, AssistanceEvent] = Decider("assistance", Case(), decide, evolve, AssistanceEvent)
