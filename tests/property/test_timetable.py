"""What holds for every buyer-meeting day: plans keep all rules, and proofs agree with trying everything."""

from itertools import product

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from services.delegations.timetable.check import violations
from services.delegations.timetable.explain import conflicts
from services.delegations.timetable.model import Day, Meeting, Participant, Precedence, Timetable, count_breaks
from services.delegations.timetable.solve import solve
from services.delegations.timetable.tables import seat


@st.composite
def days(draw: st.DrawFn, *, most_slots: int, most_meetings: int) -> Day:
    slots = draw(st.integers(1, most_slots))
    few_slots = st.frozensets(st.integers(0, slots - 1), max_size=slots // 3)
    people = [Participant(f"p{number}", draw(few_slots)) for number in range(draw(st.integers(2, 8)))]
    pairs = st.lists(st.sampled_from([p.id for p in people]), min_size=2, max_size=2, unique=True)
    morning = frozenset(range((slots + 1) // 2))
    count = draw(st.integers(0, most_meetings))
    meetings = [
        Meeting(
            f"m{number}",
            (pair[0], pair[1]),
            fixed=draw(st.sampled_from([None] * 9 + [slots - 1])),
            allowed=draw(st.sampled_from([None, None, morning])),
            forbidden=draw(few_slots),
        )
        for number, pair in enumerate(draw(st.lists(pairs, min_size=count, max_size=count)))
    ]
    ranks = st.integers(0, max(0, count - 1))
    orders = draw(st.lists(st.tuples(ranks, ranks), max_size=2))
    precedences = [Precedence(f"m{a}", f"m{b}") for a, b in orders if a != b]
    fairness = draw(st.none() | st.integers(0, 2))
    return Day(slots, draw(st.integers(1, 3)), tuple(people), tuple(meetings), tuple(precedences), fairness)


def fewest_breaks(day: Day) -> int | None:
    """By trying every slot of every meeting; None if nothing fits. The checker is the judge of the rules."""
    fewest: int | None = None
    for chosen in product(range(day.slots), repeat=len(day.meetings)):
        slots = {meeting.id: slot for meeting, slot in zip(day.meetings, chosen, strict=True)}
        if any(chosen.count(slot) > day.tables for slot in chosen):
            continue
        breaks = {party: count_breaks(slots[each.id] for each in held) for party, held in day.agenda.items()}
        objective = sum(breaks.values())
        plan = Timetable("feasible", seat(day, slots), breaks, objective)
        if (fewest is None or objective < fewest) and not violations(day, plan):
            fewest = objective
    return fewest


@settings(max_examples=60, deadline=None)
@given(days(most_slots=10, most_meetings=14))
def test_a_plan_keeps_every_rule_and_is_not_better_than_its_bound(day: Day) -> None:
    answer = solve(day, seconds=60, workers=1, seed=1)
    event(answer.status)
    assert answer.status in ("optimal", "infeasible")
    if answer.status == "optimal":
        assert violations(day, answer) == []
        assert answer.objective == answer.bound
    else:
        assert answer.reasons


@settings(max_examples=100, deadline=None)
@given(days(most_slots=4, most_meetings=5))
def test_a_proof_agrees_with_trying_everything(day: Day) -> None:
    answer = solve(day, seconds=60, workers=1, seed=1)
    event(answer.status)
    fewest = fewest_breaks(day)
    assert (answer.status, answer.objective) == ("infeasible" if fewest is None else "optimal", fewest)


@given(days(most_slots=4, most_meetings=5))
def test_a_day_with_a_named_conflict_cannot_be_held(day: Day) -> None:
    event("conflict" if conflicts(day) else "none")
    assert not conflicts(day) or fewest_breaks(day) is None


@given(days(most_slots=6, most_meetings=12))
def test_every_meeting_of_a_slot_gets_a_table_of_its_own(day: Day) -> None:
    places = [slot for slot in range(day.slots) for _ in range(day.tables)]
    slots = {meeting.id: slot for meeting, slot in zip(day.meetings, places, strict=False)}
    assume(len(slots) == len(day.meetings))
    seated = seat(day, slots)
    assert {id: place.slot for id, place in seated.items()} == slots
    assert len(set(seated.values())) == len(day.meetings)
    assert all(0 <= place.table < day.tables for place in seated.values())
