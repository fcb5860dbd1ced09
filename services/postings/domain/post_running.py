"""A post between its opening and its closing: suspended and resumed, how it works, what else it covers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from shared.contracts.postings.post import (
    People,
    PostAccreditationAsked,
    PostAccreditationEnded,
    PostAccreditationGranted,
    PostAccreditationRefused,
    PostArranged,
    PostClosed,
    PostEvent,
    PostOpened,
    PostResumed,
    PostSuspended,
    Weekday,
)
from shared.eventing.decider import Refused


@dataclass(frozen=True, slots=True)
class Suspend:
    """`work_open` says whether the post that takes over the work is open; True where headquarters does."""

    suspended_on: date
    reason: str
    people: People
    work_to: str | None = None
    work_open: bool = True


@dataclass(frozen=True, slots=True)
class Resume:
    resumed_on: date


@dataclass(frozen=True, slots=True)
class Arrange:
    languages: tuple[str, ...]
    working_week: tuple[Weekday, ...]


@dataclass(frozen=True, slots=True)
class AskAccreditation:
    country: str
    asked_on: date


@dataclass(frozen=True, slots=True)
class GrantAccreditation:
    country: str
    granted_on: date


@dataclass(frozen=True, slots=True)
class RefuseAccreditation:
    country: str
    refused_on: date


@dataclass(frozen=True, slots=True)
class EndAccreditation:
    country: str
    last_day: date
    reason: str


Accreditation = AskAccreditation | GrantAccreditation | RefuseAccreditation | EndAccreditation
Running = Suspend | Resume | Arrange | Accreditation


class Standing(StrEnum):
    """What a further country has said to the post."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Accredited:
    """`since` is the day of what was last said."""

    standing: Standing
    since: date


@dataclass(frozen=True, slots=True)
class Post:
    opened: PostOpened | None = None
    closed_on: date | None = None
    suspended: PostSuspended | None = None
    languages: tuple[str, ...] = ()
    working_week: tuple[Weekday, ...] = ()
    accredited: dict[str, Accredited] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether it has opened, and nobody has said that it closes."""
        return self.opened is not None and self.closed_on is None

    @property
    def covers(self) -> frozenset[str]:
        """The countries that it works in: its own and those that accredit it; none where it is not open."""
        if self.opened is None or self.closed_on is not None:
            return frozenset()
        granted = {country for country, said in self.accredited.items() if said.standing is Standing.GRANTED}
        return frozenset({self.opened.country, *granted})

    @property
    def suspended_on(self) -> date | None:
        return self.suspended.suspended_on if self.suspended else None


def run(post: Post, command: Running) -> Sequence[PostEvent]:
    """Slugs: `post-unknown`, `post-closed`, `post-already-suspended`, `suspended-before-opened`, `work-to-itself`,
    `work-to-unknown`, `post-not-suspended`, `resumed-before-suspended`, and those of accreditation.
    """
    if post.opened is None:
        raise Refused("post-unknown", "no post with this id has opened")
    id, opened_on = post.opened.post, post.opened.opened_on
    if post.closed_on is not None:
        raise Refused("post-closed", f"the last day of {id} is {post.closed_on}")
    match command:
        case Suspend(suspended_on=day, reason=reason, people=people, work_to=other):
            suspension = PostSuspended(post=id, suspended_on=day, reason=reason, people=people, work_to=other)
            if post.suspended == suspension:
                return []
            if post.suspended is not None:
                raise Refused("post-already-suspended", f"{id} is suspended since {post.suspended_on}")
            if day < opened_on:
                raise Refused("suspended-before-opened", f"{id} opened on {opened_on}, after {day}")
            if other == id:
                raise Refused("work-to-itself", f"{id} cannot take over its own work")
            if not command.work_open:
                raise Refused("work-to-unknown", f"no post {other} is open and at work")
            return [suspension]
        case Resume(resumed_on=day):
            if post.suspended is None:
                raise Refused("post-not-suspended", f"{id} is not suspended")
            if day < post.suspended.suspended_on:
                raise Refused("resumed-before-suspended", f"{id} is suspended since {post.suspended_on}")
            return [PostResumed(post=id, resumed_on=day)]
        case Arrange(languages=languages, working_week=week):
            same = (languages, week) == (post.languages, post.working_week)
            return [] if same else [PostArranged(post=id, languages=languages, working_week=week)]
        case _:
            return _accredit(post, post.opened, command)


def _accredit(post: Post, opened: PostOpened, command: Accreditation) -> Sequence[PostEvent]:
    """Slugs: `country-of-residence`, `accreditation-already-asked`, `accreditation-already-granted`,
    `accreditation-not-asked`, `accreditation-not-granted`, `answer-before-question`, `ended-before-granted`.
    """
    id, country, known = opened.post, command.country, post.accredited.get(command.country)
    standing = known.standing if known else None
    if country == opened.country:
        raise Refused("country-of-residence", f"{id} resides in {country}, and needs no accreditation there")
    match command:
        case AskAccreditation(asked_on=day):
            if known and standing is Standing.ASKED and known.since == day:
                return []
            if standing in {Standing.ASKED, Standing.GRANTED}:
                raise Refused(f"accreditation-already-{standing}", f"{country} stands as {standing} for {id}")
            return [PostAccreditationAsked(post=id, country=country, asked_on=day)]
        case GrantAccreditation() | RefuseAccreditation():
            granted = isinstance(command, GrantAccreditation)
            day = command.granted_on if isinstance(command, GrantAccreditation) else command.refused_on
            said = Standing.GRANTED if granted else Standing.REFUSED
            if known and (known.standing, known.since) == (said, day):
                return []
            if known is None or standing is not Standing.ASKED:
                raise Refused("accreditation-not-asked", f"{country} was not asked by {id}, or has answered")
            if day < known.since:
                raise Refused("answer-before-question", f"{country} was asked on {known.since}, after {day}")
            if granted:
                return [PostAccreditationGranted(post=id, country=country, granted_on=day)]
            return [PostAccreditationRefused(post=id, country=country, refused_on=day)]
        case EndAccreditation(last_day=day, reason=reason):
            if known and (known.standing, known.since) == (Standing.ENDED, day):
                return []
            if known is None or standing is not Standing.GRANTED:
                raise Refused("accreditation-not-granted", f"{country} does not accredit {id}")
            if day < known.since:
                raise Refused("ended-before-granted", f"{country} accredits {id} since {known.since}")
            return [PostAccreditationEnded(post=id, country=country, last_day=day, reason=reason)]


def evolve(post: Post, event: PostEvent) -> Post:
    match event:
        case PostOpened(accredited=countries, opened_on=day):
            granted = {country: Accredited(Standing.GRANTED, day) for country in countries}
            return Post(opened=event, accredited=granted)
        case PostClosed(closed_on=day):
            return replace(post, closed_on=day)
        case PostSuspended():
            return replace(post, suspended=event)
        case PostResumed():
            return replace(post, suspended=None)
        case PostArranged(languages=languages, working_week=week):
            return replace(post, languages=languages, working_week=week)
        case PostAccreditationAsked(country=country, asked_on=day):
            return _said(post, country, Standing.ASKED, day)
        case PostAccreditationGranted(country=country, granted_on=day):
            return _said(post, country, Standing.GRANTED, day)
        case PostAccreditationRefused(country=country, refused_on=day):
            return _said(post, country, Standing.REFUSED, day)
        case PostAccreditationEnded(country=country, last_day=day):
            return _said(post, country, Standing.ENDED, day)
        case _:
            assert_never(event)


def _said(post: Post, country: str, standing: Standing, day: date) -> Post:
    return replace(post, accredited=post.accredited | {country: Accredited(standing, day)})
