"""What holds for every buyer-meeting day: plans keep all rules, and proofs agree with trying everything."""

from dataclasses import replace
from itertools import product

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from services.delegations.timetable.check import violations
from services.delegations.timetable.explain import conflicts
from services.delegations.timetable.model import (
    Day,
    Meeting,
    Participant,
    Place,
    Precedence,
    Resource,
    Timetable,
    count_breaks,
)
from services.delegations.timetable.repair import repair
from services.delegations.timetable.solve import solve
from services.delegations.timetable.tables import seat


@st.composite
def days(draw: st.DrawFn, *, most_slots: int, most_meetings: int) -> Day:
    slots = draw(st.integers(1, most_slots))
    few_slots = st.frozensets(st.integers(0, slots - 1), max_size=slots // 3)
    teams = st.sampled_from([1, 1, 1, 1, 2])
    people = [
        Participant(f"p{number}", draw(few_slots), teams=draw(teams)) for number in range(draw(st.integers(2, 8)))
    ]
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


@st.composite
def days_of_requests(draw: st.DrawFn, *, most_slots: int, most_meetings: int) -> Day:
    """A day on which some meetings are requests, one may be bound to its table, some tables are closed, some people may
    have few meetings, and some meetings need an interpreter.
    """
    whole = draw(days(most_slots=most_slots, most_meetings=most_meetings))
    weights = st.sampled_from([None, 0, 1, 2, 5])
    places = st.builds(Place, st.integers(0, whole.slots - 1), st.integers(0, whole.tables - 1))
    ids = [meeting.id for meeting in whole.meetings]
    bound, place = draw(st.sampled_from([None, *ids])), draw(places)
    supply = st.lists(st.integers(0, 2), min_size=whole.slots, max_size=whole.slots).map(tuple)
    needing = st.frozensets(st.sampled_from(ids)) if ids else st.just(frozenset[str]())
    meetings = [replace(meeting, weight=draw(weights)) for meeting in whole.meetings]
    return replace(
        whole,
        resources=tuple(Resource(id, draw(supply), draw(needing)) for id in draw(st.sampled_from([(), ("es",)]))),
        meetings=tuple(
            replace(meeting, fixed=place.slot, table=place.table) if meeting.id == bound else meeting
            for meeting in meetings
        ),
        participants=tuple(replace(each, cap=draw(st.none() | st.integers(0, 3))) for each in whole.participants),
        closed=draw(st.frozensets(places, max_size=3)),
        share=draw(st.integers(0, 100)),
    )


def heaviest(day: Day) -> int | None:
    """By trying every slot of every meeting, and to leave out each request; None if nothing fits."""
    places: list[list[int | None]] = [
        [*range(day.slots), *([] if meeting.weight is None else [None])] for meeting in day.meetings
    ]
    best: int | None = None
    for chosen in product(*places):
        slots = {each.id: slot for each, slot in zip(day.meetings, chosen, strict=True) if slot is not None}
        weight = sum(day.meeting[id].weight or 0 for id in slots)
        if (best is None or weight > best) and fits(day, slots, weight):
            best = weight
    return best


def fits(day: Day, slots: dict[str, int], weight: int) -> bool:
    """Whether these meetings can be held there, as the checker sees it."""
    if any(list(slots.values()).count(slot) > day.open_tables[slot] for slot in slots.values()):
        return False
    breaks = day.breaks(slots)
    unserved = {meeting.id: "" for meeting in day.meetings if meeting.id not in slots and meeting.weight is not None}
    places = seat(day, slots)
    plan = Timetable(
        "feasible", places, breaks, sum(breaks.values()), weight=weight, weight_bound=weight, unserved=unserved
    )
    return not violations(day, plan)


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


@settings(max_examples=60)
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


@settings(max_examples=100)
@given(days(most_slots=4, most_meetings=5))
def test_a_proof_agrees_with_trying_everything(day: Day) -> None:
    answer = solve(day, seconds=60, workers=1, seed=1)
    event(answer.status)
    fewest = fewest_breaks(day)
    assert (answer.status, answer.objective) == ("infeasible" if fewest is None else "optimal", fewest)


@settings(max_examples=100)
@given(days_of_requests(most_slots=8, most_meetings=14))
def test_what_is_held_of_the_requests_keeps_every_rule_and_weighs_no_more_than_its_bound(day: Day) -> None:
    answer = solve(day, seconds=60, workers=1, seed=1)
    event(answer.status)
    if answer.objective is None:
        assert answer.status == "infeasible"
        assert answer.reasons
    else:
        assert violations(day, answer) == []
        assert all(answer.unserved.values())


@settings(max_examples=100)
@given(days_of_requests(most_slots=3, most_meetings=5))
def test_nothing_that_fits_is_heavier_than_what_is_held(day: Day) -> None:
    unfair = replace(day, fairness=None)
    answer = solve(unfair, seconds=60, workers=1, seed=1)
    best = heaviest(unfair)
    event(str(best))
    assert answer.status == ("infeasible" if best is None else "optimal")
    assert best is None or answer.weight == best <= answer.weight_bound


@settings(max_examples=40)
@given(days_of_requests(most_slots=8, most_meetings=14))
def test_more_time_never_gives_a_worse_plan(day: Day) -> None:
    hurried, patient = (solve(day, seconds=seconds, workers=1, seed=1) for seconds in (0.01, 60))
    event(hurried.status)
    if hurried.objective is not None:
        assert patient.objective is not None
        assert (patient.weight, -patient.objective) >= (hurried.weight, -hurried.objective)


@settings(max_examples=100)
@given(days_of_requests(most_slots=6, most_meetings=12), st.data())
def test_a_repair_keeps_every_rule_and_never_moves_what_has_started_or_is_frozen(day: Day, data: st.DataObject) -> None:
    published = solve(replace(day, fairness=None), seconds=60, workers=1, seed=1).places
    assume(published)
    since = data.draw(st.integers(0, day.slots), label="since")
    frozen = data.draw(st.sets(st.sampled_from(sorted(published))), label="frozen")
    wanted = data.draw(st.sets(st.sampled_from([each.id for each in day.meetings])), label="wanted")
    away = st.frozensets(st.integers(0, day.slots - 1), max_size=2)
    people = tuple(replace(each, absent=each.absent | data.draw(away)) for each in day.participants)
    after = repair(
        replace(day, participants=people), published, since=since, frozen=frozen, wanted=wanted, seconds=60, workers=1
    )
    assert violations(after.day, after.timetable) == []
    started = {id for id, place in published.items() if place.slot < since}
    assert all(after.timetable.places[id] == published[id] for id in started)
    assert after.moved.isdisjoint(frozen | started)
    assert all(after.timetable.places[id].slot >= since for id in after.moved | after.added)
    assert after.added <= wanted
    changed = {id for id in published if after.timetable.places.get(id) != published[id]} | after.added
    assert set(after.told) == {party for id in changed for party in day.meeting[id].parties}
    event(f"least: {after.least}")


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
