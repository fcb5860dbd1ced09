"""The solver's process: it answers, and it leaves nothing behind."""

import asyncio
from dataclasses import replace
from multiprocessing import active_children

import pytest

from services.delegations.domain.day import DAY
from services.delegations.domain.day_problem import problem
from services.delegations.solver import Solver
from services.delegations.timetable.check import violations
from tests.conftest import Eventually
from tests.unit.delegations.one_day import ASKED

DAY_ASKED = problem(DAY.fold(ASKED))


async def test_a_day_is_solved_in_a_process_that_ends() -> None:
    found = await Solver().solve(DAY_ASKED, 10)
    assert (found.status, found.objective, violations(DAY_ASKED, found)) == ("optimal", 0, [])
    assert active_children() == []


async def test_a_published_timetable_is_repaired_in_a_process_that_ends() -> None:
    published = (await Solver().solve(DAY_ASKED, 10)).places
    first = DAY_ASKED.meetings[0]
    away = frozenset(range(DAY_ASKED.slots))
    people = (replace(each, absent=away) if each.id in first.parties else each for each in DAY_ASKED.participants)
    found = await Solver().repair(replace(DAY_ASKED, participants=tuple(people)), published)
    assert first.id in found.dropped
    assert set(first.parties) <= set(found.told)
    assert violations(found.day, found.timetable) == []
    assert active_children() == []


@pytest.mark.parametrize("when", ["at once", "at work"])
async def test_who_is_cancelled_leaves_no_process_behind(when: str, eventually: Eventually) -> None:
    solving = asyncio.create_task(Solver().solve(DAY_ASKED, 10))
    await asyncio.wait([solving], timeout=0)  # lets the task begin

    async def at_work() -> bool:
        return len(active_children()) == 1

    if when == "at work":
        await eventually(at_work)
    solving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await solving
    assert active_children() == []
