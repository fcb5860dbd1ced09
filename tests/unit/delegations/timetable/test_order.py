"""What counts behind the requests that are served, in the order that is asked for: other orders, other plans."""

from dataclasses import replace

import pytest

from services.delegations.timetable import reorder
from services.delegations.timetable.check import violations
from services.delegations.timetable.cost import cost, table_changes
from services.delegations.timetable.model import ORDER, InvalidDay, Meeting, Place, Term
from services.delegations.timetable.solve import solve, usual
from tests.unit.delegations.timetable.days import crowded, day, solved

# One table: y, who is free in the middle only, or all who want x, without an idle slot between them.
SHARED_OUT = day(
    *(Meeting(pair, (pair[0], pair[1]), weight=1) for pair in ("ax", "bx", "cx", "cy")),
    slots=3, tables=1, absent={"b": {1}, "c": {0}, "y": {2}},
)  # fmt: skip
# Six meetings at three tables, of which z misses the last slot.
SEATED = day(
    *(Meeting(pair, (pair[0], pair[1])) for pair in ("ay", "az", "bx", "bz", "cy", "cz")),
    slots=4, tables=3, absent={"z": {3}},
)  # fmt: skip


@pytest.mark.parametrize(
    ("order", "held", "missing", "breaks"),
    [
        (("fairness", "breaks"), {"ax", "bx", "cy"}, 0, 1),
        (("breaks", "fairness"), {"ax", "bx", "cx"}, 1, 0),
        (("breaks",), {"ax", "bx", "cx"}, 1, 0),
    ],
)
def test_whoever_lacks_its_share_or_an_idle_slot_counts_first(
    order: tuple[Term, ...], held: set[str], missing: int, breaks: int
) -> None:
    problem = replace(SHARED_OUT, order=order)
    answer = solved(problem)
    assert violations(problem, answer) == []
    assert answer.places.keys() == held
    assert (answer.weight, answer.weight_bound, answer.objective) == (3, 3, breaks)
    assert sum(max(0, got.share - got.held) for got in answer.got.values()) == missing
    assert answer.unserved.keys() == {"ax", "bx", "cx", "cy"} - held


@pytest.mark.parametrize(
    ("order", "breaks", "moves"),
    [
        (("breaks", "table-changes"), 0, 3),  # the usual one, whose tables are found and not searched for
        (("table-changes", "breaks"), 1, 1),
        (("table-changes",), None, 1),
    ],
)
def test_idle_slots_or_changes_of_table_count_first(order: tuple[Term, ...], breaks: int | None, moves: int) -> None:
    problem = replace(SEATED, order=order)
    answer = solved(problem)
    assert violations(problem, answer) == []
    assert breaks is None or answer.objective == breaks
    assert cost(replace(problem, order=("table-changes",)), answer.places) == (0, moves)


def test_what_is_proven_of_breaks_holds_for_the_meetings_that_are_held() -> None:
    fewest = solved(SEATED)
    assert (fewest.status, fewest.objective, fewest.bound) == ("optimal", 0, 0)
    seated = solved(replace(SEATED, order=("table-changes", "breaks")))
    assert (seated.status, seated.objective, seated.bound) == ("feasible", 1, 0)
    others = solved(replace(SHARED_OUT, order=("breaks", "fairness")))
    assert (others.status, others.objective) == ("optimal", 0)


def test_the_usual_order_is_the_one_that_the_search_has_by_itself() -> None:
    for length in range(4):
        assert usual(replace(SHARED_OUT, order=ORDER[:length]))
        assert usual(replace(SEATED, order=ORDER[1 : 1 + length]))
    assert not usual(replace(SHARED_OUT, order=ORDER[1:]))
    assert not usual(replace(SEATED, order=("table-changes",)))


def test_a_larger_day_is_made_better_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reorder, "WHOLE", 0)
    problem = replace(crowded(5, 4, 8, 4, 0.7, weight=1), order=("table-changes", "breaks"))
    answer = solve(problem, seconds=4, workers=1, seed=1)
    assert violations(problem, answer) == []
    assert cost(problem, answer.places) < cost(problem, solved(replace(problem, order=ORDER)).places)


def test_a_term_that_is_named_twice_contradicts_itself() -> None:
    with pytest.raises(InvalidDay, match="term breaks occurs twice"):
        replace(SEATED, order=("breaks", "breaks"))


def test_changes_of_table_are_counted_from_meeting_to_meeting() -> None:
    assert table_changes([]) == 0
    assert table_changes([Place(4, 1), Place(0, 1), Place(2, 0), Place(5, 1)]) == 2
