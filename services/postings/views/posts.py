"""The posts: one document per post, with how it works, which countries it covers and has covered, and suspensions."""

from collections.abc import Iterable
from datetime import date, timedelta
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
    "covered": [],
    "suspended": [],
}


def keys(event: PostEvent) -> Iterable[str]:
    return [event.post]


def evolve(document: Document | None, event: PostEvent) -> Document:
    """`covered` and `suspended` are spells, both days included; the last day of one that goes on is None."""
    post = BEFORE | (document or {})
    match event:
        case PostOpened(accredited=countries, opened_on=day):
            granted = {country: _standing(Standing.GRANTED, day.isoformat()) for country in countries}
            covered = [_spell(day) | {"country": country} for country in countries]
            said = event.model_dump(mode="json", exclude={"type"})
            return post | said | {"accreditations": granted, "covered": covered}
        case PostClosed(closed_on=day):
            return post | {"closed_on": day.isoformat()}
        case PostSuspended():
            said = event.model_dump(mode="json", exclude={"type", "post"})
            return post | {"suspension": said, "suspended": [*post["suspended"], _suspended(event)]}
        case PostResumed(resumed_on=day):
            return post | {"suspension": None, "suspended": _until(post["suspended"], day - timedelta(days=1))}
        case PostArranged(languages=languages, working_week=week):
            return post | {"languages": list(languages), "working_week": list(week)}
        case PostAccreditationAsked(asked_on=day):
            return _said(post, event.country, _standing(Standing.ASKED, day.isoformat()))
        case PostAccreditationGranted(country=country, granted_on=day):
            covered = [*post["covered"], _spell(day) | {"country": country}]
            return _said(post, country, _standing(Standing.GRANTED, day.isoformat())) | {"covered": covered}
        case PostAccreditationRefused(refused_on=day):
            return _said(post, event.country, _standing(Standing.REFUSED, day.isoformat()))
        case PostAccreditationEnded(last_day=day, reason=reason):
            ended = _standing(Standing.ENDED, day.isoformat()) | {"reason": reason}
            return _said(post, event.country, ended) | {"covered": _until(post["covered"], day, event.country)}


def _standing(standing: Standing, since: str) -> Document:
    return {"standing": standing.value, "since": since}


def _spell(first: date) -> Document:
    return {"first_day": first.isoformat(), "last_day": None}


def _suspended(event: PostSuspended) -> Document:
    return _spell(event.suspended_on) | {"people": event.people, "work_to": event.work_to}


def _until(spells: list[Document], last: date, country: str | None = None) -> list[Document]:
    """The same spells, of which the one that goes on, of this country where one is named, has this last day."""
    return [
        spell | {"last_day": last.isoformat()}
        if spell["last_day"] is None and spell.get("country") == country
        else spell
        for spell in spells
    ]


def _said(post: Document, country: str, standing: Document) -> Document:
    """`accredited` are the countries that have agreed, `accreditations` what each has said last."""
    known = post["accreditations"] | {country: standing}
    granted = [one for one, said in known.items() if said["standing"] == Standing.GRANTED.value]
    return post | {"accreditations": known, "accredited": granted}


POSTS = View("posts", get_args(PostEvent), keys, evolve, indexes=(("country", "_id"),))
