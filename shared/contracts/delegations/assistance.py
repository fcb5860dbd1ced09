"""What is published of a company's request for export assistance, and of the export win that may come of it."""

from datetime import date, datetime
from typing import Literal

from shared.contracts.delegations.fact import DelegationsFact, Part

Confidentiality = Literal["open", "restricted"]
Urgency = Literal["routine", "soon", "urgent"]
DeskKind = Literal["post", "partner", "hq"]
Because = Literal["residence", "accreditation", "partner", "uncovered", "succession", "decision"]


class Desk(Part):
    """Who has the request in hand: a post or an export partner by its id, or headquarters, whose id is `hq`."""

    kind: DeskKind
    id: str


class AssistanceFact(DelegationsFact):
    """What each event of a request repeats, so that views and messages need no other: `market` is a country.

    `due_at` is until when it should be answered, `at` when this happened, both UTC.
    """

    request: str
    company: str
    market: str
    sector: str
    confidentiality: Confidentiality
    due_at: datetime
    at: datetime


class AssistanceRequested(AssistanceFact):
    """A company asks for help in a market, of the post there or, where it says so, of an export `partner`."""

    type: Literal["delegations.AssistanceRequested"] = "delegations.AssistanceRequested"
    product: str
    question: str
    urgency: Urgency
    partner: str | None = None


class AssistanceCompanyReplaced(AssistanceFact):
    """The company that asked, `former`, was a duplicate of `company`, whose request this is from now on."""

    type: Literal["delegations.AssistanceCompanyReplaced"] = "delegations.AssistanceCompanyReplaced"
    former: str


class AssistanceRouted(AssistanceFact):
    """The request has come to its first desk, to headquarters as `uncovered` where no post covers the market."""

    type: Literal["delegations.AssistanceRouted"] = "delegations.AssistanceRouted"
    desk: Desk
    because: Because


class AssistanceAccepted(AssistanceFact):
    """The desk works on it; at a post, the officer of this `posting` is in charge, where one is named."""

    type: Literal["delegations.AssistanceAccepted"] = "delegations.AssistanceAccepted"
    desk: Desk
    posting: str | None = None


class AssistanceHandedOver(AssistanceFact):
    """Another desk has it now and must accept it anew; or another posting of the same post, which is `succession`."""

    type: Literal["delegations.AssistanceHandedOver"] = "delegations.AssistanceHandedOver"
    former: Desk
    desk: Desk
    posting: str | None = None
    because: Because


class AssistanceNoted(AssistanceFact):
    """An internal note, for desks only; no other event of a request has anything that its company may not read."""

    type: Literal["delegations.AssistanceNoted"] = "delegations.AssistanceNoted"
    desk: Desk
    note: str


class AssistanceEscalated(AssistanceFact):
    """It was not answered in time; `desk` has it in hand, nobody where it could not be routed."""

    type: Literal["delegations.AssistanceEscalated"] = "delegations.AssistanceEscalated"
    desk: Desk | None = None


class AssistanceAnswered(AssistanceFact):
    type: Literal["delegations.AssistanceAnswered"] = "delegations.AssistanceAnswered"
    desk: Desk
    answer: str


class AssistanceWithdrawn(AssistanceFact):
    """The company no longer asks; `desk` had it in hand, if any."""

    type: Literal["delegations.AssistanceWithdrawn"] = "delegations.AssistanceWithdrawn"
    desk: Desk | None = None


class ExportWinDeclared(AssistanceFact):
    """Business came of the answer, says the desk or the company; the company may sign it off until `sign_by`, UTC.

    `amount` is in whole euros, where it may be told.
    """

    type: Literal["delegations.ExportWinDeclared"] = "delegations.ExportWinDeclared"
    desk: Desk
    win: str
    product: str
    reached_on: date
    amount: int | None = None
    declared_by: Literal["desk", "company"]
    sign_by: datetime


class ExportWinSigned(AssistanceFact):
    """The company confirms the win through its signed link; from now on it counts."""

    type: Literal["delegations.ExportWinSigned"] = "delegations.ExportWinSigned"
    desk: Desk
    win: str
    amount: int | None = None


class ExportWinRejected(AssistanceFact):
    """The company says through its signed link that the win is not as declared."""

    type: Literal["delegations.ExportWinRejected"] = "delegations.ExportWinRejected"
    desk: Desk
    win: str


AssistanceEvent = (
    AssistanceRequested
    | AssistanceCompanyReplaced
    | AssistanceRouted
    | AssistanceAccepted
    | AssistanceHandedOver
    | AssistanceNoted
    | AssistanceEscalated
    | AssistanceAnswered
    | AssistanceWithdrawn
    | ExportWinDeclared
    | ExportWinSigned
    | ExportWinRejected
)
