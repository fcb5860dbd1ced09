"""What is published of a bilateral agreement: negotiated, signed, in force, expiring, ended."""

from datetime import date
from typing import Literal

from shared.contracts.postings.fact import PostingsFact

AgreementEnd = Literal["expired", "denounced", "replaced"]


class AgreementFact(PostingsFact):
    """What each event of an agreement repeats: the post that looks after it, and the other country."""

    agreement: str
    post: str
    country: str


class AgreementOpened(AgreementFact):
    """Negotiations have begun."""

    type: Literal["postings.AgreementOpened"] = "postings.AgreementOpened"
    title: str
    theme: str
    opened_on: date
    priority: str | None = None


class AgreementSigned(AgreementFact):
    type: Literal["postings.AgreementSigned"] = "postings.AgreementSigned"
    signed_on: date


class AgreementEnteredIntoForce(AgreementFact):
    """It binds from `in_force_on` to `expires_on`, both included; without end where that is None."""

    type: Literal["postings.AgreementEnteredIntoForce"] = "postings.AgreementEnteredIntoForce"
    in_force_on: date
    expires_on: date | None = None


class AgreementRenewed(AgreementFact):
    """It binds to a later day than before; without end where that is None."""

    type: Literal["postings.AgreementRenewed"] = "postings.AgreementRenewed"
    expires_on: date | None = None


class AgreementExpiring(AgreementFact):
    """Six months are left to renew it; said once for each day of expiry."""

    type: Literal["postings.AgreementExpiring"] = "postings.AgreementExpiring"
    title: str
    expires_on: date


class AgreementEnded(AgreementFact):
    """It does not bind after `ended_on`."""

    type: Literal["postings.AgreementEnded"] = "postings.AgreementEnded"
    ended_on: date
    because: AgreementEnd


class AgreementAbandoned(AgreementFact):
    """It will not be: nobody negotiates it any more, or waits for it to enter into force."""

    type: Literal["postings.AgreementAbandoned"] = "postings.AgreementAbandoned"
    abandoned_on: date
    reason: str


AgreementEvent = (
    AgreementOpened
    | AgreementSigned
    | AgreementEnteredIntoForce
    | AgreementRenewed
    | AgreementExpiring
    | AgreementEnded
    | AgreementAbandoned
)
