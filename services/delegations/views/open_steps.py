"""The next steps that sides of meetings have noted and not done yet: what an officer goes through."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from pydantic import BaseModel

from shared.contracts.delegations.day import Side
from shared.eventing.view import Document

LAST = str(date.max)


class OpenStep(BaseModel):
    """What `side` of a meeting has still to do, by `follow_up_on` where it named a day; `overdue` once that is over, of
    which it was reminded at the instant `reminded_at`.
    """

    meeting: str
    company: str
    buyer: str
    side: Side
    next_step: str
    follow_up_on: date | None
    overdue: bool
    reminded_at: datetime | None = None


def open_steps(held: Iterable[Document], today: date, sides: Collection[Side]) -> list[OpenStep]:
    """Those of these sides, the earliest day first and those without one last; `today` is the date at the venue."""
    found = [
        OpenStep.model_validate(
            {**meeting, **said, "side": side, "overdue": (said["follow_up_on"] or LAST) < str(today)}
        )
        for meeting in held
        for side, said in meeting["outcomes"].items()
        if side in sides and said["next_step"] is not None and said["followed_up_at"] is None
    ]
    return sorted(found, key=lambda step: (step.follow_up_on or date.max, step.meeting, step.side))
