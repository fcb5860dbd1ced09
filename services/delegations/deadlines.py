"""The deadlines of this service: help is late, nobody accepted a meeting, a next step was not done in time."""

from datetime import datetime

from services.delegations.domain.assistance import ASSISTANCE, Escalate
from services.delegations.domain.day import DAY
from services.delegations.domain.day_requests import Expire
from services.delegations.domain.meeting import MEETING, meeting_id
from services.delegations.domain.meeting_outcomes import RemindFollowUp
from services.delegations.views.assistance import ASSISTANCE_REQUESTS
from services.delegations.views.deadlines import DEADLINES
from services.delegations.views.follow_ups import FOLLOW_UPS
from shared.eventing.store import Store, Task
from shared.eventing.views import Views
from shared.rounds import Rounds, by

PAUSE = 5.0  # seconds between two looks; deadlines are days away


def assistance_deadlines(store: Store, views: Views) -> Rounds:
    """Escalates what was not answered in time; the store knows better than the view what was answered meanwhile."""
    name = "assistance-deadlines"

    async def look(at: datetime) -> None:
        late = {"open": True, "due_at": {"$lte": at}, "escalated_at": None}
        async for request in views.each(ASSISTANCE_REQUESTS, late):
            await store.execute(Task(ASSISTANCE, request["id"], Escalate(request["id"], at)), origin=by(name))

    return Rounds(name, look, PAUSE)


def meeting_deadlines(store: Store, views: Views) -> Rounds:
    """Ends the requests for meetings that nobody accepted in time."""
    name = "meeting-deadlines"

    async def look(at: datetime) -> None:
        due = {"answer_by": {"$lte": at}, "waiting.0": {"$exists": True}}
        async for day in views.each(DEADLINES, due):
            await store.execute(Task(DAY, day["id"], Expire(day["id"], at)), origin=by(name))

    return Rounds(name, look, PAUSE)


def follow_up_deadlines(store: Store, views: Views) -> Rounds:
    """Reminds each side of a meeting of the next step that it meant to have done by now."""
    name = "follow-up-deadlines"

    async def look(at: datetime) -> None:
        async for step in views.each(FOLLOW_UPS, {"due_at": {"$lte": at}}):
            task = Task(MEETING, meeting_id(step["day"], step["meeting"]), RemindFollowUp(step["side"], at))
            await store.execute(task, origin=by(name))

    return Rounds(name, look, PAUSE)
