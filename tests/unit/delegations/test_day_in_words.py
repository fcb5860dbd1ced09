"""What is said of a day that cannot be held, or not so: people by their names, slots by the clock at the venue."""

import pytest

from services.delegations.domain.day import DAY
from services.delegations.domain.day_locks import Lock
from services.delegations.domain.day_problem import problem
from services.delegations.timetable.solve import solve
from shared.contracts.delegations.day import DayEvent
from shared.eventing.decider import Refused
from tests.unit.delegations.arranged_day import M1_LOCKED, asked
from tests.unit.delegations.one_day import ASKED, PLANNED, joined, requested

LATE = PLANNED.model_copy(update={"tables": 9, "slots": PLANNED.slots[:2]})


def test_an_infeasible_day_names_who_meets_too_often_and_when_tables_are_missing() -> None:
    day: list[DayEvent] = [LATE, *ASKED[1:5], joined("b3"), *(requested(f"m{n}", "c1", f"b{n}") for n in (1, 2, 3))]
    answer = solve(problem(DAY.fold(day)), seconds=60, workers=1, seed=1)
    assert answer.reasons == ("C1 has 3 meetings but is there in 2 slots only",)
    three = [joined(party) for party in ("c1", "c2", "c3", "b1", "b2", "b3")]
    pairs = [requested(f"m{n}", f"c{n}", f"b{n}") for n in (1, 2, 3)]
    first = joined("c1", absent=(2,)), joined("c2", absent=(2,)), joined("c3", absent=(2,))
    crowded: list[DayEvent] = [PLANNED, *first, *three[3:], *pairs]
    answer = solve(problem(DAY.fold(crowded)), seconds=60, workers=1, seed=1)
    assert answer.reasons == ("these cannot all be kept: no more than 1 table at 09:00; no more than 1 table at 09:30",)


def test_those_who_are_called_the_same_are_told_apart() -> None:
    twins = [joined(party).model_copy(update={"name": "Police"}) for party in ("b1", "b2")]
    names = [each.name for each in problem(DAY.fold([PLANNED, joined("c1"), *twins])).participants]
    assert names == ["C1", "Police (b1)", "Police (b2)"]


@pytest.mark.parametrize(
    ("lock", "says"),
    [
        (Lock("lima", "m1", 0), "at 09:00 the meeting of C1 and B1 is not allowed, or C1 or B1 is not free"),
        (Lock("lima", "m2", 1), "C1 has 2 meetings locked at 09:30"),
        (Lock("lima", "m3", 1), "2 meetings are locked at 09:30, and there is room for 1"),
    ],
)
def test_a_lock_that_cannot_be_kept_says_whose_it_is_and_when(lock: Lock, says: str) -> None:
    locked = asked.given(M1_LOCKED)
    with pytest.raises(Refused) as refusal:
        DAY.decide(DAY.fold(locked.history), lock)
    assert refusal.value.detail == says
