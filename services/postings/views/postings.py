"""The postings: one document per posting, from proposal to end."""

from collections.abc import Iterable
from datetime import date
from typing import get_args

from services.postings.domain.posting_state import Agrement, Status
from shared.contracts.postings.posting import (
    DirectorateApproved,
    PostingApproved,
    PostingCurtailed,
    PostingEnded,
    PostingEvent,
    PostingProposed,
    PostingRefused,
    PostingStarted,
)
from shared.contracts.postings.posting_course import (
    PostingAgrementAsked,
    PostingAgrementGranted,
    PostingAgrementRefused,
    PostingAgrementSilent,
    PostingApprovalEscalated,
    PostingApprovalReminded,
    PostingArrived,
    PostingChecklistItemDone,
    PostingExtended,
    PostingLeft,
    PostingOfferExpired,
    PostingScheduled,
    PostingWithdrawn,
)
from shared.contracts.postings.posting_record import PostingRecorded
from shared.eventing.view import Document, View

Course = (
    PostingApprovalReminded
    | PostingApprovalEscalated
    | PostingOfferExpired
    | PostingWithdrawn
    | PostingAgrementAsked
    | PostingAgrementGranted
    | PostingAgrementSilent
    | PostingAgrementRefused
    | PostingScheduled
    | PostingChecklistItemDone
    | PostingArrived
    | PostingExtended
    | PostingLeft
)

UNDECIDED: Document = {
    "status": Status.PROPOSED.value,
    "approvals": [],
    "refusal": None,
    "started_on": None,
    "predecessor": None,
    "last_day": None,
    "successor": None,
    "curtailment": None,
    "approve_by": None,
    "expires_on": None,
    "remind_at": None,
    "reminded": False,
    "escalated": False,
    "agrement": {"state": Agrement.UNASKED.value, "asked_on": None, "answer_by": None},
    "checklist": [],
    "undone": [],
    "arrived_on": None,
    "estimated_last_day": None,
    "tour_months": None,
    "overlap_until": None,
    "extensions": [],
    "withdrawal": None,
    "leaving": False,
}


def keys(event: PostingEvent) -> Iterable[str]:
    return [event.posting]


def evolve(document: Document | None, event: PostingEvent) -> Document:
    posting = document or UNDECIDED
    match event:
        case PostingProposed():
            said = event.model_dump(mode="json", exclude={"type"})
            instants = {"remind_at": event.remind_at, "approve_by": event.approve_by}
            return posting | said | instants | {"estimated_last_day": said["ends_on"]}
        case DirectorateApproved(directorate=directorate):
            return posting | {"approvals": sorted({*posting["approvals"], directorate})}
        case PostingApproved():
            return posting | {"status": Status.APPROVED.value}
        case PostingRefused(directorate=directorate, reason=reason):
            refusal = {"directorate": directorate, "reason": reason}
            return posting | {"status": Status.REFUSED.value, "refusal": refusal}
        case PostingStarted(started_on=day, predecessor=predecessor):
            started = {"started_on": day.isoformat(), "predecessor": predecessor, "tour_months": event.tour_months}
            overlap = event.overlap_until and event.overlap_until.isoformat()
            last = event.ends_on.isoformat() if event.ends_on else posting["estimated_last_day"]
            known = {"overlap_until": overlap, "estimated_last_day": last}
            return posting | {"status": Status.STARTED.value} | started | known
        case PostingRecorded():
            return posting | _recorded(event)
        case PostingEnded(ended_on=day, successor=successor):
            return posting | {"status": Status.ENDED.value, "successor": successor} | _leaving(day)
        case PostingCurtailed(last_day=day, reason=reason):
            return posting | {"status": Status.CURTAILED.value, "curtailment": reason} | _leaving(day)
        case _:
            return _course(posting, event)


def _leaving(last: date) -> Document:
    """`leaving` is whether it is still to be said that the last day is over."""
    return {"last_day": last.isoformat(), "leaving": True}


def _recorded(event: PostingRecorded) -> Document:
    said = event.model_dump(mode="json", exclude={"type", "ended_on"})
    over = Status.ENDED if event.curtailment is None else Status.CURTAILED
    status = Status.STARTED if event.ended_on is None else over
    days = {"starts_on": said["started_on"], "estimated_last_day": said["ends_on"]}
    return said | days | {"status": status.value, "last_day": event.ended_on and event.ended_on.isoformat()}


def _course(posting: Document, event: Course) -> Document:
    match event:
        case PostingApprovalReminded():
            return posting | {"reminded": True}
        case PostingApprovalEscalated():
            return posting | {"escalated": True}
        case PostingOfferExpired():
            return posting | {"status": Status.EXPIRED.value}
        case PostingWithdrawn(reason=reason):
            return posting | {"status": Status.WITHDRAWN.value, "withdrawal": reason}
        case PostingAgrementAsked(asked_on=day, answer_by=by):
            asked = {"state": Agrement.ASKED.value, "asked_on": day.isoformat(), "answer_by": by.isoformat()}
            return posting | {"agrement": asked}
        case PostingAgrementGranted():
            return posting | {"agrement": posting["agrement"] | {"state": Agrement.GRANTED.value}}
        case PostingAgrementSilent():
            return posting | {"agrement": posting["agrement"] | {"state": Agrement.SILENT.value}}
        case PostingAgrementRefused():
            refused = posting["agrement"] | {"state": Agrement.REFUSED.value}
            return posting | {"status": Status.REFUSED.value, "agrement": refused}
        case PostingScheduled(starts_on=first, ends_on=last, checklist=items):
            undone = posting["undone"] if posting["checklist"] else list(items)
            days = {"starts_on": first.isoformat(), "ends_on": last.isoformat(), "estimated_last_day": last.isoformat()}
            return posting | days | {"status": Status.SCHEDULED.value, "checklist": list(items), "undone": undone}
        case PostingChecklistItemDone(item=item):
            return posting | {"undone": [one for one in posting["undone"] if one != item]}
        case PostingArrived(arrived_on=day):
            return posting | {"status": Status.ARRIVED.value, "arrived_on": day.isoformat()}
        case PostingExtended(former=former, ends_on=last, reason=reason):
            extension = {"former": former.isoformat(), "ends_on": last.isoformat(), "reason": reason}
            known = [*posting["extensions"], extension]
            return posting | {"estimated_last_day": last.isoformat(), "extensions": known}
        case PostingLeft():
            return posting | {"leaving": False}


POSTINGS = View(
    "postings",
    get_args(PostingEvent),
    keys,
    evolve,
    indexes=(
        ("post", "_id"),
        ("post", "status", "_id"),
        ("position", "_id"),
        ("officer", "_id"),
        ("status", "_id"),
        ("leaving", "last_day"),
    ),
)
