"""A day of which a timetable is demanded this and that, shared by the tests of these demands."""

from datetime import time
from typing import Any

from services.delegations.domain.day import DAY
from services.delegations.domain.day_problem import problem
from services.delegations.domain.day_programme import SetProgrammeItem
from shared.contracts.delegations.day_arrangement import (
    DaySession,
    MeetingLocked,
    ProgrammeItemSet,
    TimetableRulesSet,
    TimetableSessionsSet,
)
from shared.contracts.delegations.timetable_parts import TimetableRules
from tests.scenario import Scenario
from tests.unit.delegations.one_day import ASKED, DRAFTED, PLANNED, PUBLISHED, REVIEWED, at, requested

asked = Scenario(DAY).given(*ASKED, requested("m3", "c2", "b2"))


two_tables = Scenario(DAY).given(PLANNED.model_copy(update={"tables": 2}), *asked.history[1:])


published = Scenario(DAY).given(*ASKED, DRAFTED, REVIEWED, PUBLISHED)


M1_LOCKED = MeetingLocked(day="lima", meeting="m1", slot=1)


SESSIONS = (DaySession(name="early", slots=(0,)), DaySession(name="late", slots=(1, 2)))


IN_SESSIONS = TimetableSessionsSet(day="lima", sessions=SESSIONS)


CHOOSING = TimetableRulesSet(day="lima", rules=TimetableRules())


def meeting(scenario: Scenario[Any, Any, Any], id: str) -> Any:
    """The meeting as the scheduler is asked for it."""
    return problem(DAY.fold(scenario.history)).meeting[id]


def absent(scenario: Scenario[Any, Any, Any], id: str) -> frozenset[int]:
    """The slots in which the scheduler is told that the participant is not free."""
    return problem(DAY.fold(scenario.history)).absences[id]


LUNCH = SetProgrammeItem("lima", "lunch", "Lunch", time(9, 15), time(9, 45), ("c1",))


LUNCH_SET = ProgrammeItemSet(
    day="lima",
    item="lunch",
    title="Lunch",
    starts_at=at(14, 15),
    ends_at=at(14, 45),
    slots=(0, 1),
    participants=("c1",),
)
