"""Which positions are vacant on any day: one document per position, with when it was held and who is to come."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import get_args

from services.postings.views.position_days import (
    FOREVER,
    Standing,
    day_after,
    exists_on,
    free,
    served,
    stood,
    stops,
    to_come,
)
from shared.contracts.postings.position import (
    PositionAbolished,
    PositionCreated,
    PositionFilled,
    PositionResumed,
    PositionSuspended,
    PositionTenureRecorded,
    PositionVacated,
)
from shared.contracts.postings.posting import PostingApproved, PostingRefused, PostingStarted
from shared.contracts.postings.posting_course import (
    PostingAgrementRefused,
    PostingExtended,
    PostingOfferExpired,
    PostingScheduled,
    PostingWithdrawn,
)
from shared.contracts.postings.posting_record import PostingRecorded
from shared.eventing.view import Document, View

Held = PositionCreated | PositionFilled | PositionVacated | PositionTenureRecorded
Coming = PostingApproved | PostingScheduled | PostingStarted | PostingExtended | PostingRecorded
Cancelled = PostingRefused | PostingWithdrawn | PostingAgrementRefused | PostingOfferExpired
VacancyEvent = Held | Standing | Coming | Cancelled

NEVER_HELD: Document = {"post": None, "title": None, "held": [], "scheduled": {}}
OF_POSTINGS = {
    "held",
    "scheduled",
    "estimates",
    "suspensions",
    "abolished_after",
}  # what answers rest on


def keys(event: VacancyEvent) -> Iterable[str]:
    return [event.position]


def evolve(document: Document | None, event: VacancyEvent) -> Document:
    position = document or NEVER_HELD
    held, scheduled = position["held"], position["scheduled"]
    match event:
        case PositionCreated(position=id, post=post, title=title, kind=kind, service=service):
            return position | {"position": id, "post": post, "title": title, "kind": kind, "service": service}
        case PositionFilled(started_on=day, posting=posting, overlap_until=overlap):
            spell = {"posting": posting, "first_day": day.isoformat(), "last_day": None}
            return position | {"held": [*_until(held, overlap or day - timedelta(days=1)), spell]}
        case PositionTenureRecorded(started_on=day, posting=posting, last_day=last):
            tenure = {"posting": posting, "first_day": day.isoformat(), "last_day": last and last.isoformat()}
            return position | {"held": sorted([*held, tenure], key=lambda one: str(one["first_day"]))}
        case PositionVacated(last_day=day):
            return position | {"held": _until(held, day)}
        case PositionSuspended() | PositionResumed() | PositionAbolished():
            return stood(position, event)
        case PostingApproved() | PostingScheduled():
            posting = event.posting
            coming = {"posting": posting, "officer": event.officer, "starts_on": event.starts_on.isoformat()}
            known = position | {"scheduled": scheduled | {posting: coming}}
            return _estimated(known, posting, event.ends_on)
        case PostingStarted(posting=posting, ends_on=last):
            return _estimated(position | {"scheduled": _without(scheduled, posting)}, posting, last)
        case PostingExtended(posting=posting, ends_on=last) | PostingRecorded(posting=posting, ends_on=last):
            return _estimated(position, posting, last)
        case PostingRefused() | PostingWithdrawn() | PostingAgrementRefused() | PostingOfferExpired():
            return position | {"scheduled": _without(scheduled, event.posting)}


def _without(scheduled: Document, posting: str) -> Document:
    return {other: coming for other, coming in scheduled.items() if other != posting}


def _estimated(position: Document, posting: str, last: date | None) -> Document:
    """The position with the day through which this posting is expected to hold it."""
    return position | {"estimates": position.get("estimates", {}) | ({posting: last.isoformat()} if last else {})}


def _until(held: list[Document], day: date) -> list[Document]:
    """The same spells, of which the last ends on this day where it has not ended yet."""
    if not held or held[-1]["last_day"] is not None:
        return held
    return [*held[:-1], held[-1] | {"last_day": day.isoformat()}]


VACANCIES = View(
    "vacancies",
    get_args(VacancyEvent),
    keys,
    evolve,
    indexes=(("post", "_id"),),
)


def on_day(position: Document, day: date) -> Document | None:
    """The vacancy of a position on that day, None where it is held, suspended or abolished.

    `vacant_since` is the first day of the vacancy, None where nobody has held the position before. `next` is the
    posting that is to start first, from that day on or overdue.
    """
    today = day.isoformat()
    past = [spell["last_day"] or FOREVER for spell in position["held"] if spell["first_day"] <= today]
    if max(past, default="") >= today or not exists_on(position, today):
        return None
    since = day_after(max(past)) if past else None
    coming = sorted(position["scheduled"].values(), key=lambda posting: (posting["starts_on"], posting["posting"]))
    return about(position) | {"on": today, "vacant_since": since, "next": coming[0] if coming else None}


def about(position: Document) -> Document:
    """What the position is, without who has held it and who is to come."""
    return {name: value for name, value in position.items() if name not in OF_POSTINGS}


def forecast(position: Document, first: date, last: date) -> list[Document]:
    """The days from today, `first`, to `last` on which nobody is expected to hold the position, as spells.

    While the position is suspended it is not vacant. Nothing of this is entered by anybody.
    """
    today, estimates = first.isoformat(), position.get("estimates", {})
    taken = [
        served(spell["first_day"], spell["last_day"], estimates.get(spell["posting"]), today)
        for spell in position["held"]
    ]
    expected = position["scheduled"].values()
    taken += [to_come(one["starts_on"], estimates.get(one["posting"]), today) for one in expected]
    limit = min(last.isoformat(), position.get("abolished_after", FOREVER))
    return [{"first_day": start, "last_day": end} for start, end in free([*taken, *stops(position)], today, limit)]
