"""The deadlines of postings: approvals are reminded and escalated, offers expire, a host country's silence is noted.

And whoever leaves has left once the last day is over.
"""

from datetime import datetime

from services.postings.domain.posting import POSTING
from services.postings.domain.posting_course import Chase
from services.postings.domain.posting_state import TAKEN_UP_WITHIN, Agrement, Status
from services.postings.views.postings import POSTINGS
from shared.chasing import Due, chasing
from shared.eventing.store import Task
from shared.mongo import Document

PAUSE = 5.0  # seconds between two looks; deadlines are days away


def due(at: datetime) -> Document:
    """The postings of which something is due, as the view shows them."""
    today, lapsing = at.date().isoformat(), (at - TAKEN_UP_WITHIN).date().isoformat()
    late = [
        {"escalated": False, "approve_by": {"$lte": at}},
        {"escalated": False, "reminded": False, "remind_at": {"$lte": at}},
        {"expires_on": {"$lt": today}},
        {"starts_on": {"$lt": today}},
    ]
    lapsed = [{"starts_on": {"$lt": lapsing}}, {"ends_on": {"$lt": today}}]
    unanswered = {"agrement.state": Agrement.ASKED.value, "agrement.answer_by": {"$lt": today}}
    return {
        "$or": [
            {"status": Status.PROPOSED.value, "$or": late},
            {"status": Status.APPROVED.value, "$or": [*lapsed, unanswered]},
            {"status": Status.SCHEDULED.value, "$or": lapsed},
            {"leaving": True, "last_day": {"$lt": today}},
        ]
    }


posting_deadlines = chasing(
    "posting-deadlines", PAUSE, Due(POSTINGS, due, lambda posting, at: Task(POSTING, posting["id"], Chase(at)))
)
