"""Export assistance: a company's request on its way to a desk that answers it; export wins have a file of their own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.delegations.domain import export_win
from services.delegations.domain.assistance_case import Case, evolve
from services.delegations.domain.export_win import DeclareWin, SettleWin
from shared.contracts.delegations.assistance import (
    AssistanceAccepted,
    AssistanceAnswered,
    AssistanceEscalated,
    AssistanceEvent,
    AssistanceHandedOver,
    AssistanceNoted,
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
class Accept:
    """`by` is the desk that speaks, None where headquarters or the Partnerships Office act for whoever has it."""

    request: str
    by: Desk | None
    posting: str | None
    at: datetime


@dataclass(frozen=True)
class HandOver:
    """`note` is internal; `posting` is put in charge, where the request only changes hands within a post."""

    request: str
    by: Desk | None
    to: Desk
    because: Because
    at: datetime
    posting: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Note:
    request: str
    by: Desk | None
    note: str
    at: datetime


@dataclass(frozen=True)
class Answer:
    request: str
    by: Desk | None
    answer: str
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


Work = Accept | HandOver | Note | Answer
Command = Ask | Route | Work | Escalate | Withdraw | DeclareWin | SettleWin


def decide(case: Case, command: Command) -> list[AssistanceEvent]:
    """Saying the same again changes nothing. Slugs: `assistance-unknown`, `company-forbidden`, `desk-forbidden`,
    `assistance-not-routed`, `assistance-closed`, `assistance-not-accepted`, those below and of export wins.
    """
    if isinstance(command, Ask):
        return _ask(case, command)
    requested = case.requested
    if requested is None:
        raise Refused("assistance-unknown", f"there is no request {command.request}")
    of = about(requested, command.at)
    match command:
        case Route(desk=desk, because=because):
            return [AssistanceRouted(**of, desk=desk, because=because)] if case.is_open and case.desk is None else []
        case Escalate(at=at):
            late = case.is_open and not case.escalated and at >= requested.due_at
            return [AssistanceEscalated(**of, desk=case.desk)] if late else []
        case Withdraw(company=company):
            _own(requested, company)
            if case.status == "withdrawn":
                return []
            _still_open(case)
            return [AssistanceWithdrawn(**of, desk=case.desk)]
        case DeclareWin() | SettleWin():
            _own(requested, command.company)
            return export_win.decide(case, requested, _in_hand(case, command.by), of, command)
        case _:
            return _work(case, requested, _in_hand(case, command.by), of, command)


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
        _may_reach_partners(asked)
    return [asked]


def _work(
    case: Case, requested: AssistanceRequested, desk: Desk, of: dict[str, Any], command: Work
) -> list[AssistanceEvent]:
    """What the desk that has the request does with it."""
    match command:
        case Note(note=note):
            noted = AssistanceNoted(**of, desk=desk, note=note)
            said_last = case.last_note is not None and (case.last_note.desk, case.last_note.note) == (desk, note)
            return [] if said_last else [noted]
        case Answer(answer=answer):
            if case.answer == answer:
                return []
            _still_open(case)
            if case.status != "accepted":
                raise Refused("assistance-not-accepted", f"the request is {case.status}; accept it before you answer")
            return [AssistanceAnswered(**of, desk=desk, answer=answer)]
        case Accept(posting=posting):
            _still_open(case)
            same = case.status == "accepted" and posting in (None, case.posting)
            return [] if same else [AssistanceAccepted(**of, desk=desk, posting=posting or case.posting)]
        case HandOver(to=to, posting=posting, because=because):
            _still_open(case)
            if to.kind == "partner":
                _may_reach_partners(requested)
            if (to, posting) == (desk, case.posting) or (to == desk and because == "decision"):
                return []
            moved = AssistanceHandedOver(**of, former=desk, desk=to, posting=posting, because=because)
            return [*([AssistanceNoted(**of, desk=desk, note=command.note)] if command.note else []), moved]


def _own(requested: AssistanceRequested, company: str | None) -> None:
    if company not in (None, requested.company):
        raise Refused("company-forbidden", f"this is the request of company {requested.company}")


def _in_hand(case: Case, by: Desk | None) -> Desk:
    if case.desk is None:
        raise Refused("assistance-not-routed", "the request has not come to a desk yet")
    if by not in (None, case.desk):
        raise Refused("desk-forbidden", f"the request is in the hands of {case.desk.kind} {case.desk.id}")
    return case.desk


def _still_open(case: Case) -> None:
    if not case.is_open:
        raise Refused("assistance-closed", f"the request is {case.status}")


def _may_reach_partners(requested: AssistanceRequested) -> None:
    if requested.confidentiality == "restricted":
        raise Refused("restricted-to-posts", "partners do not see a restricted request")


ASSISTANCE: Decider[Case, Command, AssistanceEvent] = Decider("assistance", Case(), decide, evolve, AssistanceEvent)
