"""The deadlines of requests for information: what was not answered in time is said to be overdue, once."""

from datetime import datetime

from services.postings.domain.information_commands import Expire
from services.postings.domain.information_request import INFORMATION_REQUEST
from services.postings.views.information_requests import INFORMATION_REQUESTS
from shared.eventing.store import Store, Task
from shared.eventing.views import Views
from shared.rounds import Rounds, by

NAME = "information-deadlines"
PAUSE = 5.0  # seconds between two looks; the shortest deadline is hours away


def information_deadlines(store: Store, views: Views) -> Rounds:
    """The store knows better than the view what was answered or paused meanwhile."""

    async def look(at: datetime) -> None:
        late = {"ticking": True, "due_at": {"$lte": at}}
        async for request in views.each(INFORMATION_REQUESTS, late):
            task = Task(INFORMATION_REQUEST, request["id"], Expire(request["id"], at))
            await store.execute(task, origin=by(NAME))

    return Rounds(NAME, look, PAUSE)
