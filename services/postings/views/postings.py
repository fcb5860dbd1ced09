"""The postings: one document per posting, from proposal to end."""

from collections.abc import Iterable
from typing import get_args

from services.postings.domain.posting import Status
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
from shared.eventing.view import Document, View

UNDECIDED: Document = {
    "status": Status.PROPOSED.value,
    "approvals": [],
    "refusal": None,
    "started_on": None,
    "predecessor": None,
    "last_day": None,
    "successor": None,
    "curtailment": None,
}


def keys(event: PostingEvent) -> Iterable[str]:
    return [event.posting]


def evolve(document: Document | None, event: PostingEvent) -> Document:
    posting = document or UNDECIDED
    match event:
        case PostingProposed():
            return posting | event.model_dump(mode="json", exclude={"type"})
        case DirectorateApproved(directorate=directorate):
            return posting | {"approvals": sorted({*posting["approvals"], directorate})}
        case PostingApproved():
            return posting | {"status": Status.APPROVED.value}
        case PostingRefused(directorate=directorate, reason=reason):
            refusal = {"directorate": directorate, "reason": reason}
            return posting | {"status": Status.REFUSED.value, "refusal": refusal}
        case PostingStarted(started_on=day, predecessor=predecessor):
            started = {"started_on": day.isoformat(), "predecessor": predecessor}
            return posting | {"status": Status.STARTED.value} | started
        case PostingEnded(ended_on=day, successor=successor):
            return posting | {"status": Status.ENDED.value, "last_day": day.isoformat(), "successor": successor}
        case PostingCurtailed(last_day=day, reason=reason):
            return posting | {"status": Status.CURTAILED.value, "last_day": day.isoformat(), "curtailment": reason}


POSTINGS = View(
    "postings", get_args(PostingEvent), keys, evolve, indexes=(("post", "status"), ("position",), ("officer",))
)
