"""Who holds each position on any day: one document per position, with its tenures by posting."""

from collections.abc import Iterable
from datetime import date
from typing import get_args

from services.postings.views.position_days import (
    FOREVER,
    Spell,
    Standing,
    day_after,
    day_before,
    free,
    served,
    stood,
    stops,
    to_come,
)
from shared.contracts.postings.position import PositionAbolished, PositionCreated, PositionResumed, PositionSuspended
from shared.contracts.postings.posting import (
    PostingApproved,
    PostingCurtailed,
    PostingEnded,
    PostingRefused,
    PostingStarted,
)
from shared.contracts.postings.posting_course import (
    PostingAgrementRefused,
    PostingExtended,
    PostingOfferExpired,
    PostingScheduled,
    PostingWithdrawn,
)
from shared.contracts.postings.posting_record import PostingRecorded
from shared.eventing.view import Document, View

Running = PostingApproved | PostingScheduled | PostingStarted | PostingExtended
Over = PostingEnded | PostingCurtailed
GivenUp = PostingRefused | PostingWithdrawn | PostingAgrementRefused | PostingOfferExpired
HolderEvent = PositionCreated | Standing | PostingRecorded | Running | Over | GivenUp

NOBODY: Document = {"post": None, "title": None, "tenures": {}}
OF_DAYS = {"tenures", "suspensions", "abolished_after"}  # what answers rest on


def keys(event: HolderEvent) -> Iterable[str]:
    return [event.position]


def evolve(document: Document | None, event: HolderEvent) -> Document:
    position = document or NOBODY
    match event:
        case PositionCreated(position=id, post=post, title=title, kind=kind, service=service):
            return position | {"position": id, "post": post, "title": title, "kind": kind, "service": service}
        case (
            PostingApproved(officer=officer, starts_on=first, ends_on=last)
            | PostingScheduled(officer=officer, starts_on=first, ends_on=last)
        ):
            planned = {"officer": officer, "planned": True, "first_day": first.isoformat(), "last_day": None}
            return _tenure(position, event.posting, planned | {"estimated_last_day": last.isoformat()})
        case PostingStarted(started_on=day):
            started: Document = {"planned": False, "first_day": day.isoformat()}
            estimate = {"estimated_last_day": event.ends_on.isoformat()} if event.ends_on else {}
            overlap = {"overlap_until": event.overlap_until.isoformat()} if event.overlap_until else {}
            return _tenure(position, event.posting, started | estimate | overlap)
        case PostingRecorded(officer=officer, started_on=first, ends_on=last, ended_on=ended):
            known: Document = {"officer": officer, "planned": False, "first_day": first.isoformat()}
            known |= {"estimated_last_day": last.isoformat(), "last_day": ended and ended.isoformat()}
            known |= {"overlap_until": event.overlap_until.isoformat()} if event.overlap_until else {}
            return _tenure(position, event.posting, known)
        case PostingExtended(ends_on=last):
            return _tenure(position, event.posting, {"estimated_last_day": last.isoformat()})
        case PostingEnded(ended_on=day) | PostingCurtailed(last_day=day):
            return _tenure(position, event.posting, {"last_day": day.isoformat()})
        case PositionSuspended() | PositionResumed() | PositionAbolished():
            return stood(position, event)
        case PostingRefused() | PostingWithdrawn() | PostingAgrementRefused() | PostingOfferExpired():
            tenures = {id: tenure for id, tenure in position["tenures"].items() if id != event.posting}
            return position | {"tenures": tenures}


def _tenure(position: Document, posting: str, news: Document) -> Document:
    tenures = position["tenures"]
    return position | {"tenures": tenures | {posting: tenures.get(posting, {"posting": posting}) | news}}


HOLDERS = View(
    "holders",
    get_args(HolderEvent),
    keys,
    evolve,
    indexes=(("post", "_id"),),
)


def on_day(position: Document, day: date) -> Document:
    """The position with its `holder` on that day, and with the approved postings `planned` to hold it then.

    A tenure that has started and not ended holds on every later day, also beyond its estimated last day.
    """
    tenures = [tenure for tenure in position["tenures"].values() if _covers(tenure, day.isoformat())]
    holders = [tenure for tenure in tenures if not tenure["planned"]]
    return {name: value for name, value in position.items() if name not in OF_DAYS} | {
        "on": day.isoformat(),
        "holder": _latest(holders),
        "planned": sorted((tenure for tenure in tenures if tenure["planned"]), key=_by_first_day),
    }


def seams(position: Document, today: date) -> list[Document]:
    """Where one tenure of the position follows another: a gap, an overlap and whether it was declared, or neither.

    Planned tenures count with their settled days, running ones with their estimate, as in the vacancies to come; days
    on which the position is suspended are no gap, and back-to-back days are no overlap.
    """
    spells = sorted(((_expected(one, today.isoformat()), one) for one in position["tenures"].values()), key=_first)
    found: list[Document] = []
    for number, ((first, last), comer) in enumerate(spells[1:], start=1):
        (_, leaves), leaver = max(spells[:number], key=lambda one: one[0][1])
        of = {"leaver": leaver["posting"], "comer": comer["posting"]}
        if first <= leaves:
            end = min(last, leaves)
            declared = (comer.get("overlap_until") or "") >= end
            found.append(_seam("overlap", (first, end), declared=declared) | of)
        else:
            limit = min(day_before(first), position.get("abolished_after", FOREVER))
            vacant = free(stops(position), day_after(leaves), limit)
            found += [_seam("gap", spell, declared=False) | of for spell in vacant]
    return found


def _expected(tenure: Document, today: str) -> Spell:
    estimate = tenure.get("estimated_last_day")
    if tenure["planned"]:
        return to_come(tenure["first_day"], estimate, today)
    return served(tenure["first_day"], tenure["last_day"], estimate, today)


def _first(one: tuple[Spell, Document]) -> tuple[str, str]:
    (first, _), tenure = one
    return first, tenure["posting"]


def _seam(kind: str, spell: Spell, *, declared: bool) -> Document:
    first, last = spell
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    return {"kind": kind, "days": days, "declared": declared, "first_day": first, "last_day": last}


def _latest(holders: list[Document]) -> Document | None:
    # The end of one tenure and the start of the next arrive apart: until both are here, the later start is the truth.
    return max(holders, key=_by_first_day, default=None)


def _covers(tenure: Document, day: str) -> bool:
    last = tenure["last_day"] or (tenure["estimated_last_day"] if tenure["planned"] else None)
    return bool(tenure["first_day"] <= day and (last is None or day <= last))


def _by_first_day(tenure: Document) -> tuple[str, str]:
    return tenure["first_day"], tenure["posting"]
