"""The deadlines of requests for information: what was not answered in time is said to be overdue, once."""

from services.postings.domain.information_commands import Expire
from services.postings.domain.information_request import INFORMATION_REQUEST
from services.postings.views.information_requests import INFORMATION_REQUESTS
from shared.chasing import Due, chasing
from shared.eventing.store import Task

PAUSE = 5.0  # seconds between two looks; the shortest deadline is hours away

information_deadlines = chasing(
    "information-deadlines",
    PAUSE,
    Due(
        INFORMATION_REQUESTS,
        lambda at: {"ticking": True, "due_at": {"$lte": at}},
        lambda request, at: Task(INFORMATION_REQUEST, request["id"], Expire(request["id"], at)),
    ),
)
