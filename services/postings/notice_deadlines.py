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


def notice_deadlines(store: Store, views: Views) -> Rounds:
    """A notice that was updated or withdrawn meanwhile refuses to expire: the store knows better than the view."""
    name = "notice-deadlines"

    async def look(at: datetime) -> None:
        over = {"ends_at": {"$lte": at}}
        async for notice in views.each(NOTICES, over):
            closing = Task(NOTICE_SUBJECT, notice["subject"], CloseDraft(notice["subject"], notice["id"]))
            with suppress(Refused):
                await store.execute(Task(NOTICE, notice["id"], Expire(at)), closing, origin=by(name))

    return Rounds(name, look, PAUSE)
