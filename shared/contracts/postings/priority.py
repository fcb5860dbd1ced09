"""What is published of a priority for action: the ministry's aim for a year, each post's part, and what came of it."""

from datetime import date
from typing import Literal

from shared.contracts.postings.fact import PostingsFact


class PriorityFact(PostingsFact):
    priority: str


class PriorityAdopted(PriorityFact):
    """The ministry wants this in the calendar `year`, in these countries (ISO 3166-1 alpha-2)."""

    type: Literal["postings.PriorityAdopted"] = "postings.PriorityAdopted"
    year: int
    theme: str
    title: str
    countries: tuple[str, ...]


class PriorityAmended(PriorityFact):
    """The same aim with another title or other countries, in place of those before."""

    type: Literal["postings.PriorityAmended"] = "postings.PriorityAmended"
    title: str
    countries: tuple[str, ...]


class PriorityPartAssigned(PriorityFact):
    """What a post is to do for it, in which of the countries; in place of what it was to do before."""

    type: Literal["postings.PriorityPartAssigned"] = "postings.PriorityPartAssigned"
    post: str
    countries: tuple[str, ...]
    objective: str


class PriorityPartWithdrawn(PriorityFact):
    type: Literal["postings.PriorityPartWithdrawn"] = "postings.PriorityPartWithdrawn"
    post: str


class PriorityResultNoted(PriorityFact):
    """What a post has obtained in a country on a day."""

    type: Literal["postings.PriorityResultNoted"] = "postings.PriorityResultNoted"
    post: str
    result: str
    country: str
    text: str
    noted_on: date


class PriorityWorkLinked(PriorityFact):
    """A piece of work serves this priority; `kind` says what it is (technical-action, agreement, ...)."""

    type: Literal["postings.PriorityWorkLinked"] = "postings.PriorityWorkLinked"
    kind: str
    work: str


class PriorityWorkUnlinked(PriorityFact):
    """It does not serve this priority, whatever was said when it began."""

    type: Literal["postings.PriorityWorkUnlinked"] = "postings.PriorityWorkUnlinked"
    kind: str
    work: str


class PriorityClosed(PriorityFact):
    """Nothing more is planned or noted under it."""

    type: Literal["postings.PriorityClosed"] = "postings.PriorityClosed"
    closed_on: date


PriorityEvent = (
    PriorityAdopted
    | PriorityAmended
    | PriorityPartAssigned
    | PriorityPartWithdrawn
    | PriorityResultNoted
    | PriorityWorkLinked
    | PriorityWorkUnlinked
    | PriorityClosed
)
