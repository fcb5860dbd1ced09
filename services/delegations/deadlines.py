"""The deadlines of this service: help is late, nobody accepted a meeting, a next step was not done in time."""

from services.delegations.domain.assistance import ASSISTANCE, Escalate
from services.delegations.domain.day import DAY
from services.delegations.domain.day_requests import Expire
from services.delegations.domain.meeting import MEETING, meeting_id
from services.delegations.domain.meeting_outcomes import RemindFollowUp
from services.delegations.views.assistance import ASSISTANCE_REQUESTS
from services.delegations.views.deadlines import DEADLINES
from services.delegations.views.follow_ups import FOLLOW_UPS
from shared.chasing import Due, chasing
from shared.eventing.store import Task

PAUSE = 5.0  # seconds between two looks; deadlines are days away


# Each looks for what was not done in time; the store knows better than the view what was done meanwhile.
assistance_deadlines = chasing(
    "assistance-deadlines",
    PAUSE,
    Due(
        ASSISTANCE_REQUESTS,
        lambda at: {"open": True, "due_at": {"$lte": at}, "escalated_at": None},
        lambda request, at: Task(ASSISTANCE, request["id"], Escalate(request["id"], at)),
    ),
)
meeting_deadlines = chasing(
    "meeting-deadlines",
    PAUSE,
    Due(
        DEADLINES,
        lambda at: {"answer_by": {"$lte": at}, "waiting.0": {"$exists": True}},
        lambda day, at: Task(DAY, day["id"], Expire(day["id"], at)),
    ),
)
follow_up_deadlines = chasing(
    "follow-up-deadlines",
    PAUSE,
    Due(
        FOLLOW_UPS,
        lambda at: {"due_at": {"$lte": at}},
        lambda step, at: Task(MEETING, meeting_id(step["day"], step["meeting"]), RemindFollowUp(step["side"], at)),
    ),
)
