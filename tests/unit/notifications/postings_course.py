"""Examples of what happens to a posting between its proposal and its end, for the world that the tests share."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from shared.contracts.postings.post import (
    PostAccreditationEnded,
    PostAccreditationGranted,
    PostResumed,
    PostSuspended,
)
from shared.contracts.postings.posting import PostingApproved, PostingProposed, PostingRefused
from shared.contracts.postings.posting_course import (
    PostingAgrementAsked,
    PostingAgrementGranted,
    PostingAgrementRefused,
    PostingAgrementSilent,
    PostingApprovalEscalated,
    PostingApprovalReminded,
    PostingArrived,
    PostingExtended,
    PostingOfferExpired,
    PostingScheduled,
    PostingWithdrawn,
)
from shared.eventing.event import Event

WHO: dict[str, Any] = {"posting": "morel", "position": "lima-lo", "post": "lima", "officer": "o-morel"}
FIRST, LAST, ANSWER_BY = date(2026, 9, 1), date(2029, 8, 31), date(2026, 7, 31)
DUE = datetime(2026, 6, 15, 8, tzinfo=UTC)

PROPOSED = PostingProposed(**WHO, starts_on=FIRST, ends_on=LAST, approve_by=DUE)
REMINDED = PostingApprovalReminded(**WHO, missing=("police",), approve_by=DUE)
LATE = PostingApprovalEscalated(**WHO, missing=("gendarmerie", "police"), approve_by=DUE)
ASKED = PostingAgrementAsked(**WHO, asked_on=date(2026, 6, 16), answer_by=ANSWER_BY)
GRANTED = PostingAgrementGranted(**WHO, granted_on=ANSWER_BY)
DECLINED = PostingAgrementRefused(**WHO, refused_on=ANSWER_BY)
SILENT = PostingAgrementSilent(**WHO, answer_by=ANSWER_BY)
SCHEDULED = PostingScheduled(**WHO, starts_on=FIRST, ends_on=LAST, checklist=("medical",))
ARRIVED = PostingArrived(**WHO, arrived_on=FIRST)
EXTENDED = PostingExtended(**WHO, former=LAST, ends_on=date(2030, 8, 31), reason="family")

APPROVED = PostingApproved(**WHO, starts_on=FIRST, ends_on=LAST)
REFUSED = PostingRefused(
    posting="morel", position="lima-lo", post="lima", directorate="police", reason="too junior", officer="o-morel"
)
WITHDRAWN = PostingWithdrawn(**WHO, reason="family")
EXPIRED = PostingOfferExpired(**WHO, expired_on=FIRST)
SUSPENDED = PostSuspended(post="lima", suspended_on=FIRST, reason="unrest", people="recalled", work_to="lima")
RESUMED = PostResumed(post="lima", resumed_on=LAST)
ACCREDITED = PostAccreditationGranted(post="lima", country="BO", granted_on=FIRST)
NO_LONGER = PostAccreditationEnded(post="lima", country="BO", last_day=LAST, reason="a post of its own")

EXAMPLES: Mapping[str, tuple[Event, ...]] = {
    "posting_approval_asked": (PROPOSED,),
    "posting_approval_overdue": (REMINDED, LATE),
    "posting_agrement": (ASKED, GRANTED, DECLINED, SILENT),
    "posting_scheduled": (SCHEDULED,),
    "posting_arrived": (ARRIVED,),
    "posting_extended": (EXTENDED, EXTENDED.model_copy(update={"officer": "p-erased"})),
    "posting_approved": (APPROVED,),
    "posting_given_up": (REFUSED, REFUSED.model_copy(update={"officer": None}), WITHDRAWN, EXPIRED),
    "post_suspended": (SUSPENDED, SUSPENDED.model_copy(update={"people": "stay", "work_to": None})),
    "post_resumed": (RESUMED,),
    "accreditation_changed": (ACCREDITED, NO_LONGER),
}
