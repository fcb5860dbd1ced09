"""The worker of cooperation's deadlines: evaluations, agreements that expire, commitments and reports that are due."""

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
from shared.chasing import Due, chasing
from shared.eventing.decider import Decider
from shared.eventing.store import Task
from shared.eventing.view import View

PAUSE = 60.0  # seconds between two looks; what is due is due on a day


def _on_its_day(view: View, decider: Decider[Any, Any, Any]) -> Due:
    """Of a view whose documents say in `remind_on` on which day something is due next, and a decider of `Remind`."""
    return Due(
        view,
        lambda at: {"remind_on": {"$lte": at.date().isoformat()}},
        lambda one, at: Task(decider, one["id"], Remind(at.date())),
    )


reminders = chasing(
    "cooperation-reminders",
    PAUSE,
    _on_its_day(TECHNICAL_ACTIONS, TECHNICAL_ACTION),
    _on_its_day(AGREEMENTS, AGREEMENT),
    _on_its_day(HIGH_LEVEL_VISITS, HIGH_LEVEL_VISIT),
    _on_its_day(EU_PROJECTS, EU_PROJECT),
)
