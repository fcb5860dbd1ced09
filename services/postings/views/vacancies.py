"""Which positions are vacant on any day: one document per position, with when it was held and who is to come."""

from collections.abc import Iterable
from datetime import date, timedelta

from shared.contracts.postings.position import PositionCreated, PositionFilled, PositionVacated
from shared.contracts.postings.posting import PostingApproved, PostingStarted
from shared.eventing.view import Document, View

VacancyEvent = PositionCreated | PositionFilled | PositionVacated | PostingApproved | PostingStarted

NEVER_HELD: Document = {"post": None, "title": None, "held": [], "scheduled": {}}


def keys(event: VacancyEvent) -> Iterable[str]:
    return [event.position]


def evolve(document: Document | None, event: VacancyEvent) -> Document:
    position = document or NEVER_HELD
    held, scheduled = position["held"], position["scheduled"]
    match event:
        case PositionCreated(position=id, post=post, title=title, kind=kind, service=service):
            return position | {"position": id, "post": post, "title": title, "kind": kind, "service": service}
        case PositionFilled(started_on=day, posting=posting):
            spell = {"posting": posting, "first_day": day.isoformat(), "last_day": None}
            return position | {"held": [*(_until(held, day - timedelta(days=1)) if held else []), spell]}
        case PositionVacated(last_day=day):
            return position | {"held": _until(held, day)}
        case PostingApproved(posting=posting, officer=officer, starts_on=day):
            coming = {"posting": posting, "officer": officer, "starts_on": day.isoformat()}
            return position | {"scheduled": scheduled | {posting: coming}}
        case PostingStarted(posting=posting):
            return position | {"scheduled": {other: coming for other, coming in scheduled.items() if other != posting}}


def _until(held: list[Document], day: date) -> list[Document]:
    """The same spells, of which the last ends on this day where it has not ended yet."""
    if not held or held[-1]["last_day"] is not None:
        return held
    return [*held[:-1], held[-1] | {"last_day": day.isoformat()}]


VACANCIES = View(
    "vacancies",
    (PositionCreated, PositionFilled, PositionVacated, PostingApproved, PostingStarted),
    keys,
    evolve,
    indexes=(("post",),),
)


def on_day(position: Document, day: date) -> Document | None:
    """The vacancy of a position on that day, None where it is held.

    `vacant_since` is the first day of the vacancy, None where nobody has held the position before. `next` is the
    posting that is to start first, from that day on or overdue.
    """
    today = day.isoformat()
    past = [spell for spell in position["held"] if spell["first_day"] <= today]
    if past and (past[-1]["last_day"] is None or today <= past[-1]["last_day"]):
        return None
    since = (date.fromisoformat(past[-1]["last_day"]) + timedelta(days=1)).isoformat() if past else None
    coming = sorted(position["scheduled"].values(), key=lambda posting: (posting["starts_on"], posting["posting"]))
    named = {name: value for name, value in position.items() if name not in {"held", "scheduled"}}
    return named | {"on": today, "vacant_since": since, "next": coming[0] if coming else None}
