"""What is published of who has a piece of work in charge: a project, a technical action, an agreement, a visit."""

from typing import Literal

from shared.contracts.postings.fact import PostingsFact

ChargedKind = Literal["technical-action", "agreement", "high-level-visit", "eu-project"]


class ChargeGiven(PostingsFact):
    """The officer of this posting has the work in charge from now on, nobody where there is none.

    `former` had it before; it passes on by `succession` when an officer leaves.
    """

    type: Literal["postings.ChargeGiven"] = "postings.ChargeGiven"
    kind: ChargedKind
    work: str
    former: str | None = None
    posting: str | None = None
    post: str | None = None
    because: Literal["decision", "succession"]


ChargeEvent = ChargeGiven
