"""Who heads a post: one at a time, in whichever of its positions, but for an overlap that was declared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from services.postings.domain.position_state import Tenure, handing_over, in_the_way
from shared.contracts.postings.headship import HeadshipEvent, PostHeadLeft, PostHeadTaken
from shared.eventing.decider import Decider, Refused


@dataclass(frozen=True, slots=True)
class TakeHead:
    """From `started_on`, and through `last_day` where the tenure is over; whoever `follows` leaves on `leaves_on`."""

    post: str
    posting: str
    officer: str
    started_on: date
    last_day: date | None = None
    overlap_until: date | None = None
    follows: str | None = None
    leaves_on: date | None = None


@dataclass(frozen=True, slots=True)
class LeaveHead:
    """Said of whoever leaves a post: of those who do not head it, nothing follows."""

    post: str
    posting: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Headship:
    """Everybody who has headed the post, and whoever does."""

    terms: tuple[Tenure, ...] = ()

    def handing_over(self, posting: str, started_on: date) -> Tenure | None:
        """Whoever is known to leave, but still heads the post on that day: the one who came last."""
        return handing_over(self.terms, posting, started_on)


def decide(headship: Headship, command: TakeHead | LeaveHead) -> Sequence[HeadshipEvent]:
    """Saying the same again changes nothing. Slug: `post-already-headed`."""
    match command:
        case LeaveHead(post=post, posting=posting, last_day=day):
            return _left(headship, post, posting, day)
        case TakeHead(post=post, follows=follows, leaves_on=day):
            left = _left(headship, post, follows, day) if follows is not None and day is not None else []
            return [*left, *_taken(HEADSHIP.fold(left, headship), command)]


def _left(headship: Headship, post: str, posting: str, day: date) -> list[HeadshipEvent]:
    runs = any(one.posting == posting and one.last is None for one in headship.terms)
    return [PostHeadLeft(post=post, posting=posting, last_day=day)] if runs else []


def _taken(headship: Headship, command: TakeHead) -> Sequence[HeadshipEvent]:
    if any(one.posting == command.posting for one in headship.terms):
        day = command.last_day
        return [] if day is None else _left(headship, command.post, command.posting, day)
    news = Tenure(command.posting, command.started_on, command.last_day, command.overlap_until, command.officer)
    if other := in_the_way(headship.terms, news):
        through = f"through {other.last}" if other.last else "on"
        raise Refused("post-already-headed", f"{other.posting} heads {command.post} from {other.first} {through}")
    return [
        PostHeadTaken(
            post=command.post,
            posting=command.posting,
            officer=command.officer,
            started_on=command.started_on,
            last_day=command.last_day,
            overlap_until=command.overlap_until,
        )
    ]


def evolve(headship: Headship, event: HeadshipEvent) -> Headship:
    match event:
        case PostHeadTaken(posting=posting, officer=officer, started_on=first, last_day=last, overlap_until=overlap):
            return Headship((*headship.terms, Tenure(posting, first, last, overlap, officer)))
        case PostHeadLeft(posting=posting, last_day=day):
            left = (replace(one, last=day) if one.posting == posting else one for one in headship.terms)
            return Headship(tuple(left))
        case _:
            assert_never(event)


HEADSHIP = Decider("headship", Headship(), decide, evolve, HeadshipEvent)
