"""Requests for the meetings of a day, whatever is said in whatever order, against a model of what they should do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.delegations.domain.day import DAY
from services.delegations.domain.day_blocks import Block, LiftBlock
from services.delegations.domain.day_problem import problem
from services.delegations.domain.day_requests import Accept, Decline, Expire, Rank, RequestMeeting, Withdraw
from services.delegations.views.days import DAYS
from services.delegations.views.deadlines import DEADLINES
from shared.contracts.delegations.day_selection import DayRulesSet
from shared.eventing.decider import Refused
from tests.unit.delegations.one_day import BEFORE, PLANNED, joined

DEADLINE = BEFORE + timedelta(days=1)
START = [PLANNED, *map(joined, ("c1", "c2", "b1", "b2")), DayRulesSet(day="lima", answer_by=DEADLINE)]
COMPANIES, BUYERS = st.sampled_from(["c1", "c2"]), st.sampled_from(["b1", "b2"])
PARTIES, MEETINGS = COMPANIES | BUYERS, st.sampled_from(["m1", "m2", "m3", "m4"])
STEPS = st.one_of(
    st.builds(
        RequestMeeting,
        st.just("lima"),
        MEETINGS,
        COMPANIES,
        BUYERS,
        st.sampled_from(["company", "buyer"]),
        st.just(BEFORE),
        rank=st.none() | st.integers(1, 2),
        needs_acceptance=st.booleans(),
        by_organiser=st.booleans(),
    ),
    st.builds(Accept, st.just("lima"), MEETINGS, PARTIES, st.sampled_from([BEFORE, DEADLINE])),
    st.builds(Decline, st.just("lima"), MEETINGS, PARTIES),
    st.builds(Withdraw, st.just("lima"), MEETINGS, PARTIES),
    st.builds(Expire, st.just("lima"), st.sampled_from([BEFORE, DEADLINE])),
    st.builds(Block, st.just("lima"), PARTIES, PARTIES),
    st.builds(LiftBlock, st.just("lima"), PARTIES, PARTIES),
    st.builds(Rank, st.just("lima"), PARTIES, st.lists(MEETINGS, max_size=2).map(tuple)),
)


def taken(steps: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The history of the day, and those of the commands that were not refused."""
    events, done = list[Any](START), []
    for step in steps:
        try:
            events.extend(DAY.decide(DAY.fold(events), step))
        except Refused:
            continue
        done.append(step)
    return events, done


@given(st.lists(STEPS, max_size=15))
def test_only_what_stands_is_scheduled_and_nobody_meets_twice_or_across_a_block(steps: Sequence[Any]) -> None:
    events, done = taken(steps)
    day = DAY.fold(events)
    held: dict[str, tuple[str, str]] = {}
    waiting: dict[str, tuple[str, str]] = {}
    seen: set[str] = set()
    for step in done:
        match step:
            case RequestMeeting(meeting=id) if id not in seen:
                seen.add(id)
                (waiting if step.needs_acceptance else held)[id] = (step.company, step.buyer)
            case Accept(meeting=id) if id in waiting:
                held[id] = waiting.pop(id)
            case Decline(meeting=id) | Withdraw(meeting=id):
                held.pop(id, None)
                waiting.pop(id, None)
            case Expire(now=now) if now == DEADLINE:
                waiting.clear()
            case Block(participant=first, blocked=second):
                held = {id: pair for id, pair in held.items() if {first, second} != set(pair)}
                waiting = {id: pair for id, pair in waiting.items() if {first, second} != set(pair)}
    assert {meeting.id: meeting.parties for meeting in problem(day).meetings} == held
    assert {id for id, request in day.requests.made.items() if request.waits} == set(waiting)
    pairs = [*held.values(), *waiting.values()]
    assert len(set(pairs)) == len(pairs)
    assert not any(day.requests.blocked(*pair) for pair in pairs)


@given(st.lists(STEPS, max_size=15))
def test_saying_it_again_changes_nothing_and_ranks_stay_apart(steps: Sequence[Any]) -> None:
    events, done = taken(steps)
    day = DAY.fold(events)
    for requester in day.participants:
        ranks = [each.rank for each in day.requests.open_of(requester).values() if each.rank is not None]
        assert len(set(ranks)) == len(ranks)
    if done:
        again = replace(done[-1], by_organiser=True) if hasattr(done[-1], "by_organiser") else done[-1]
        assert DAY.decide(day, again) == []


@given(st.lists(STEPS, max_size=15))
def test_the_views_say_what_the_rules_say(steps: Sequence[Any]) -> None:
    events, _ = taken(steps)
    day = DAY.fold(events)
    shown: Any = None
    due: Any = None
    for event in events:
        shown = DAYS.evolve(shown, event)
        due = DEADLINES.evolve(due, event) if isinstance(event, DEADLINES.handles) else due
    made = day.requests.made
    assert {id: (one["status"], one["rank"]) for id, one in shown["meetings"].items()} == {
        id: (request.state, request.rank) for id, request in made.items()
    }
    assert set(due["waiting"]) == {id for id, request in made.items() if request.waits}
    blocks = {(one["participant"], one["blocked"]) for one in shown.get("blocks", ())}
    assert blocks == day.requests.blocks
