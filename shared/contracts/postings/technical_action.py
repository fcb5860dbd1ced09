"""What is published of a technical action: training and equipping abroad, from the need to what is left of it later."""

from datetime import date
from typing import Literal

from shared.contracts.postings.fact import Directorate, PostingsFact

TechnicalActionKind = Literal["training", "equipment", "both"]


class TechnicalActionFact(PostingsFact):
    """What each event of an action repeats, so that figures need no other; `year` is that of the plan it counts in."""

    action: str
    post: str
    country: str
    theme: str
    year: int


class TechnicalActionRequested(TechnicalActionFact):
    """A post has seen a need of the `beneficiary`, a service of its country; people are never named here."""

    type: Literal["postings.TechnicalActionRequested"] = "postings.TechnicalActionRequested"
    title: str
    kind: TechnicalActionKind
    beneficiary: str
    need: str
    priority: str | None = None


class TechnicalActionPlanned(TechnicalActionFact):
    """From the first day to the last, both included, by the officers of `service`; `budget` is in whole euros.

    `former_budget` is that of the plan before, None where there was none.
    """

    type: Literal["postings.TechnicalActionPlanned"] = "postings.TechnicalActionPlanned"
    service: Directorate
    starts_on: date
    ends_on: date
    budget: int
    former_budget: int | None = None


class TechnicalActionApproved(TechnicalActionFact):
    type: Literal["postings.TechnicalActionApproved"] = "postings.TechnicalActionApproved"
    approved_on: date
    budget: int


class TechnicalActionRefused(TechnicalActionFact):
    """What was planned is not to be; `budget` is that of the plan, None where nobody has said so."""

    type: Literal["postings.TechnicalActionRefused"] = "postings.TechnicalActionRefused"
    reason: str
    budget: int | None = None


class TechnicalActionCancelled(TechnicalActionFact):
    type: Literal["postings.TechnicalActionCancelled"] = "postings.TechnicalActionCancelled"
    reason: str


class TechnicalActionFundsCommitted(TechnicalActionFact):
    """Whole euros of the budget are promised to somebody."""

    type: Literal["postings.TechnicalActionFundsCommitted"] = "postings.TechnicalActionFundsCommitted"
    commitment: str
    purpose: str
    amount: int


class TechnicalActionFundsReleased(TechnicalActionFact):
    """What had been committed is not needed after all."""

    type: Literal["postings.TechnicalActionFundsReleased"] = "postings.TechnicalActionFundsReleased"
    commitment: str
    amount: int


class TechnicalActionExpertNamed(TechnicalActionFact):
    """`expert` is a person's id."""

    type: Literal["postings.TechnicalActionExpertNamed"] = "postings.TechnicalActionExpertNamed"
    expert: str


class TechnicalActionExpertReleased(TechnicalActionFact):
    type: Literal["postings.TechnicalActionExpertReleased"] = "postings.TechnicalActionExpertReleased"
    expert: str


class TechnicalActionSessionPlanned(TechnicalActionFact):
    """`seats` is how many people the session is for."""

    type: Literal["postings.TechnicalActionSessionPlanned"] = "postings.TechnicalActionSessionPlanned"
    session: str
    title: str
    held_on: date
    hours: int
    seats: int


class TechnicalActionAttendanceNoted(TechnicalActionFact):
    """How many came to a session; `former` is what was noted of it before."""

    type: Literal["postings.TechnicalActionAttendanceNoted"] = "postings.TechnicalActionAttendanceNoted"
    session: str
    present: int
    former: int = 0


class TechnicalActionEquipmentDelivered(TechnicalActionFact):
    """`value` is that of the whole delivery, in whole euros."""

    type: Literal["postings.TechnicalActionEquipmentDelivered"] = "postings.TechnicalActionEquipmentDelivered"
    delivery: str
    item: str
    quantity: int
    value: int
    delivered_on: date


class TechnicalActionCompleted(TechnicalActionFact):
    """All is done; what is left of it is looked at from `evaluation_due_on` on."""

    type: Literal["postings.TechnicalActionCompleted"] = "postings.TechnicalActionCompleted"
    completed_on: date
    evaluation_due_on: date


class TechnicalActionEvaluationDue(TechnicalActionFact):
    """The day of the evaluation has come, and it is not there; said once."""

    type: Literal["postings.TechnicalActionEvaluationDue"] = "postings.TechnicalActionEvaluationDue"
    title: str
    evaluation_due_on: date


class TechnicalActionEvaluated(TechnicalActionFact):
    """`rating` goes from 1, nothing left, to 5."""

    type: Literal["postings.TechnicalActionEvaluated"] = "postings.TechnicalActionEvaluated"
    evaluated_on: date
    rating: int
    conclusion: str


TechnicalActionEvent = (
    TechnicalActionRequested
    | TechnicalActionPlanned
    | TechnicalActionApproved
    | TechnicalActionRefused
    | TechnicalActionCancelled
    | TechnicalActionFundsCommitted
    | TechnicalActionFundsReleased
    | TechnicalActionExpertNamed
    | TechnicalActionExpertReleased
    | TechnicalActionSessionPlanned
    | TechnicalActionAttendanceNoted
    | TechnicalActionEquipmentDelivered
    | TechnicalActionCompleted
    | TechnicalActionEvaluationDue
    | TechnicalActionEvaluated
)
