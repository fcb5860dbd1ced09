"""The worker of cooperation's deadlines: evaluations, agreements that expire, commitments and reports that are due."""

from datetime import datetime
from typing import Any

from services.postings.domain.agreement import AGREEMENT
from services.postings.domain.eu_project import EU_PROJECT
from services.postings.domain.high_level_visit import HIGH_LEVEL_VISIT
from services.postings.domain.reminders import Remind
from services.postings.domain.technical_action import TECHNICAL_ACTION
from services.postings.views.agreements import AGREEMENTS
from services.postings.views.eu_projects import EU_PROJECTS
from services.postings.views.high_level_visits import HIGH_LEVEL_VISITS
from services.postings.views.technical_actions import TECHNICAL_ACTIONS
from shared.eventing.decider import Decider
from shared.eventing.store import Store, Task
from shared.eventing.view import View
from shared.eventing.views import Views
from shared.rounds import Rounds, by

PAUSE = 60.0  # seconds between two looks; what is due is due on a day

# A view whose documents say in `remind_on` on which day something is due next, and whose decider takes `Remind`.
REMINDED: tuple[tuple[View, Decider[Any, Any, Any]], ...] = (
    (TECHNICAL_ACTIONS, TECHNICAL_ACTION),
    (AGREEMENTS, AGREEMENT),
    (HIGH_LEVEL_VISITS, HIGH_LEVEL_VISIT),
    (EU_PROJECTS, EU_PROJECT),
)


def reminders(store: Store, views: Views) -> Rounds:
    """Says once of each what has become due; the store knows better than the views what was done meanwhile."""
    name = "cooperation-reminders"

    async def look(at: datetime) -> None:
        remind = Remind(at.date())
        for view, decider in REMINDED:
            due = {"remind_on": {"$lte": remind.on.isoformat()}}
            async for one in views.each(view, due):
                await store.execute(Task(decider, one["id"], remind), origin=by(name))

    return Rounds(name, look, PAUSE)
