"""The posts: one document per post, with how it works, which countries it covers, and whether it is suspended."""

from collections.abc import Iterable
from typing import get_args

from services.postings.domain.post_running import Standing
from shared.contracts.postings.post import (
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
)
from shared.eventing.view import Document, View

BEFORE: Document = {
    "closed_on": None,
    "suspension": None,
    "languages": [],
    "working_week": [],
    "accreditations": {},
}


def keys(event: PostEvent) -> Iterable[str]:
    return [event.post]


def evolve(document: Document | None, event: PostEvent) -> Document:
    post = document or BEFORE
    match event:
        case PostOpened(accredited=countries, opened_on=day):
            granted = {country: _standing(Standing.GRANTED, day.isoformat()) for country in countries}
            return post | event.model_dump(mode="json", exclude={"type"}) | {"accreditations": granted}
        case PostClosed(closed_on=day):
            return post | {"closed_on": day.isoformat()}
        case PostSuspended():
            return post | {"suspension": event.model_dump(mode="json", exclude={"type", "post"})}
        case PostResumed():
            return post | {"suspension": None}
        case PostArranged(languages=languages, working_week=week):
            return post | {"languages": list(languages), "working_week": list(week)}
        case PostAccreditationAsked(asked_on=day):
            return _said(post, event.country, _standing(Standing.ASKED, day.isoformat()))
        case PostAccreditationGranted(granted_on=day):
            return _said(post, event.country, _standing(Standing.GRANTED, day.isoformat()))
        case PostAccreditationRefused(refused_on=day):
            return _said(post, event.country, _standing(Standing.REFUSED, day.isoformat()))
        case PostAccreditationEnded(last_day=day, reason=reason):
            ended = _standing(Standing.ENDED, day.isoformat()) | {"reason": reason}
            return _said(post, event.country, ended)


def _standing(standing: Standing, since: str) -> Document:
    return {"standing": standing.value, "since": since}


def _said(post: Document, country: str, standing: Document) -> Document:
    """`accredited` are the countries that have agreed, `accreditations` what each has said last."""
    known = post["accreditations"] | {country: standing}
    granted = [one for one, said in known.items() if said["standing"] == Standing.GRANTED.value]
    return post | {"accreditations": known, "accredited": granted}


POSTS = View("posts", get_args(PostEvent), keys, evolve, indexes=(("country",),))
