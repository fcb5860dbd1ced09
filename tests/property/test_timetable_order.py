"""What holds for a day in whatever order its terms count: the plan keeps all rules, and none that fits is better."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations, product

from hypothesis import event, given, settings
from hypothesis import strategies as st

from services.delegations.timetable import reorder
from services.delegations.timetable.check import violations
from services.delegations.timetable.cost import cost
from services.delegations.timetable.model import ORDER, Day, Place, Term
from services.delegations.timetable.repair import as_held
from services.delegations.timetable.solve import solve, usual
from tests.property.test_timetable import days_of_requests

ORDERS: list[tuple[Term, ...]] = [order for length in range(5) for order in permutations(ORDER, length)]


@st.composite
def ordered_days(draw: st.DrawFn, *, most_slots: int, most_meetings: int) -> Day:
    """Whose requests all weigh something, as those of the product do."""
    day = draw(days_of_requests(most_slots=most_slots, most_meetings=most_meetings))
    meetings = tuple(replace(one, weight=None if one.weight is None else max(1, one.weight)) for one in day.meetings)
    chosen = any(
        one.weight is not None for one in meetings
    )  # then the bound on breaks binds what was chosen without it
    fairness = None if chosen else day.fairness
    return replace(day, meetings=meetings, order=draw(st.sampled_from(ORDERS)), fairness=fairness)


def plans(day: Day) -> Iterator[dict[str, Place]]:
    """Every way to place or leave out the meetings that breaks no rule."""
    everywhere: list[Place | None] = [Place(*place) for place in product(range(day.slots), range(day.tables))]
    for chosen in product(*([*everywhere, *([] if one.weight is None else [None])] for one in day.meetings)):
        places = {one.id: place for one, place in zip(day.meetings, chosen, strict=True) if place is not None}
        if len(set(places.values())) == len(places) and not violations(day, as_held(day, places)):
            yield places


@settings(max_examples=60)
@given(ordered_days(most_slots=3, most_meetings=4))
def test_no_plan_that_fits_costs_less_in_the_order_that_is_asked_for(day: Day) -> None:
    answer = solve(day, seconds=60, workers=1, seed=1)
    least = min((cost(day, places) for places in plans(day)), default=None)
    event(" ".join(day.order) or "no order")
    if least is None:
        assert answer.status == "infeasible"
    elif not usual(day):
        assert cost(day, answer.places) == least
    elif "waits" in day.order and all(each.weight is None for each in day.meetings):
        idle = replace(day, order=("breaks", "waits"))
        assert cost(idle, answer.places) == min(cost(idle, places) for places in plans(day))
    assert least is None or violations(day, answer) == []


@settings(max_examples=40)
@given(ordered_days(most_slots=8, most_meetings=14))
def test_a_day_too_large_to_be_tried_whole_keeps_every_rule(day: Day) -> None:
    whole, reorder.WHOLE = reorder.WHOLE, 0
    try:
        answer = solve(day, seconds=1, workers=1, seed=1)
    finally:
        reorder.WHOLE = whole
    event(f"{answer.status}: {' '.join(day.order)}")
    if answer.objective is not None and answer.bound is not None:
        assert violations(day, answer) == []
        assert all(answer.unserved.values())
        assert answer.bound <= answer.objective


@settings(max_examples=40)
@given(ordered_days(most_slots=6, most_meetings=8), st.sampled_from([1, 2]))
def test_more_time_never_gives_a_worse_plan_in_any_order_and_with_two_workers(day: Day, workers: int) -> None:
    hurried, patient = (solve(day, seconds=seconds, workers=workers, seed=1) for seconds in (0.02, 60))
    event(f"{hurried.status}, {'as searched' if usual(day) else 'in another order'}")
    compared = replace(day, order=("breaks",)) if usual(day) else day
    if hurried.objective is not None:
        assert patient.objective is not None
        assert cost(compared, patient.places) <= cost(compared, hurried.places)


@settings(max_examples=40)
@given(ordered_days(most_slots=8, most_meetings=10), st.integers(0, 5))
def test_one_worker_and_one_seed_give_one_answer_for_any_day_in_any_order(day: Day, seed: int) -> None:
    first, second = (solve(day, seconds=60, workers=1, seed=seed) for _ in range(2))
    event(first.status)
    assert first == second
