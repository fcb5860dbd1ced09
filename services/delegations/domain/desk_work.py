"""What the desk that has a request for assistance does with it: accepts, notes, answers, hands over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.delegations.domain.assistance_case import Case
from shared.contracts.delegations.assistance import (
    AssistanceAccepted,
    AssistanceAnswered,
    AssistanceEvent,
    AssistanceHandedOver,
    AssistanceNoted,
    AssistanceRequested,
    Because,
    Desk,
)
from shared.eventing.decider import Refused


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


Work = Accept | HandOver | Note | Answer


def decide(
    case: Case, requested: AssistanceRequested, desk: Desk, of: dict[str, Any], command: Work
) -> list[AssistanceEvent]:
    """`of` is what each event of the request repeats. Slugs: `assistance-not-accepted`, those below."""
    match command:
        case Note(note=note):
            noted = AssistanceNoted(**of, desk=desk, note=note)
            said_last = case.last_note is not None and (case.last_note.desk, case.last_note.note) == (desk, note)
            return [] if said_last else [noted]
        case Answer(answer=answer):
            if case.answer == answer:
                return []
            still_open(case)
            if case.status != "accepted":
                raise Refused("assistance-not-accepted", f"the request is {case.status}; accept it before you answer")
            return [AssistanceAnswered(**of, desk=desk, answer=answer)]
        case Accept(posting=posting):
            still_open(case)
            same = case.status == "accepted" and posting in (None, case.posting)
            return [] if same else [AssistanceAccepted(**of, desk=desk, posting=posting or case.posting)]
        case HandOver(to=to, posting=posting, because=because):
            still_open(case)
            if to.kind == "partner":
                may_reach_partners(requested)
            if (to, posting) == (desk, case.posting) or (to == desk and because == "decision"):
                return []
            moved = AssistanceHandedOver(**of, former=desk, desk=to, posting=posting, because=because)
            return [*([AssistanceNoted(**of, desk=desk, note=command.note)] if command.note else []), moved]


def in_hand(case: Case, by: Desk | None) -> Desk:
    """The desk that has the request, for which `by` may speak. Slugs: `assistance-not-routed`, `desk-forbidden`."""
    if case.desk is None:
        raise Refused("assistance-not-routed", "the request has not come to a desk yet")
    if by not in (None, case.desk):
        raise Refused("desk-forbidden", f"the request is in the hands of {case.desk.kind} {case.desk.id}")
    return case.desk


def still_open(case: Case) -> None:
    """Slug: `assistance-closed`."""
    if not case.is_open:
        raise Refused("assistance-closed", f"the request is {case.status}")


def may_reach_partners(requested: AssistanceRequested) -> None:
    """Slug: `restricted-to-posts`."""
    if requested.confidentiality == "restricted":
        raise Refused("restricted-to-posts", "partners do not see a restricted request")
