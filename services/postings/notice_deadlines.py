"""Ends the threat notices whose validity is over."""

from contextlib import suppress
from datetime import datetime

from services.postings.domain.notice import NOTICE
from services.postings.domain.notice_ending import Expire
from services.postings.domain.notice_subject import NOTICE_SUBJECT, CloseDraft
from services.postings.views.notices import NOTICES
from shared.eventing.decider import Refused
from shared.eventing.store import Store, Task
from shared.eventing.views import Views
from shared.rounds import Rounds, by

PAUSE = 5.0  # seconds between two looks
AT_ONCE = 100  # documents read at a time


def notice_deadlines(store: Store, views: Views) -> Rounds:
    """A notice that was updated or withdrawn meanwhile refuses to expire: the store knows better than the view."""
    name = "notice-deadlines"

    async def look(at: datetime) -> None:
        over, after = {"ends_at": {"$lte": at}}, None
        while page := await views.find(NOTICES, over, after=after, limit=AT_ONCE):
            for notice in page:
                closing = Task(NOTICE_SUBJECT, notice["subject"], CloseDraft(notice["subject"], notice["id"]))
                with suppress(Refused):
                    await store.execute(Task(NOTICE, notice["id"], Expire(at)), closing, origin=by(name))
            after = page[-1]["id"]

    return Rounds(name, look, PAUSE)
