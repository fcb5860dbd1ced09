"""Whatever is demanded of a day's timetable in whatever order: what is published keeps what was accepted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import time
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from hypothesis import event, given, settings
from hypothesis import strategies as st

from services.delegations.domain import day_arrangement
from services.delegations.domain.day import DAY
from services.delegations.domain.day_locks import Lock, Unlock
from services.delegations.domain.day_problem import problem
from services.delegations.domain.day_programme import RemoveProgrammeItem, SetProgrammeItem
from services.delegations.domain.day_restrictions import (
    LiftOrder,
    Order,
    RestrictMeeting,
    RestrictParticipant,
    SetSessions,
)
from services.delegations.domain.day_rooms import SetRooms
from services.delegations.domain.day_staffing import SetInterpreters, SetLanguages, SetTeams
from services.delegations.domain.day_timetable import Draft, Freeze, Publish, Review
from services.delegations.domain.kept_drafts import misfits
from services.delegations.domain.timetable_rules import SetTimetableRules
from services.delegations.timetable.model import ORDER, Day, Timetable
from services.delegations.timetable.solve import solve
from services.delegations.views.days import DAYS
from shared.contracts.delegations.day import TimetablePublished, TimetableReviewed
from shared.contracts.delegations.day_arrangement import ArrangementFact, DaySession
from shared.contracts.delegations.timetable_parts import MeetingQuota, TimetableRules
from shared.eventing.decider import Refused
from tests.scenario import Scenario
from tests.unit.delegations.one_day import PLANNED, at, joined, requested

SLOTS = (at(14), at(14, 30), at(15), at(15, 30))
SESSIONS = (DaySession(name="early", slots=(0, 1)), DaySession(name="late", slots=(1, 2, 3)))
ASKED = {"m1": ("c1", "b1"), "m2": ("c1", "b2"), "m3": ("c2", "b2"), "m4": ("c2", "b1"), "m5": ("c3", "b1")}
START = [
    PLANNED.model_copy(update={"slots": SLOTS, "tables": 2}),
    *map(joined, ("c1", "c2", "c3", "b1", "b2")),
    *(requested(id, *parties).model_copy(update={"rank": rank}) for rank, (id, parties) in enumerate(ASKED.items(), 1)),
]
LIMA = st.just("lima")
MEETINGS, PARTIES = st.sampled_from(list(ASKED)), st.sampled_from(["c1", "c2", "c3", "b1", "b2"])
SLOT, DRAFTS, SESSION = st.integers(0, 3), st.sampled_from(["t1", "t2"]), st.sampled_from([None, "early", "late"])
HOURS = st.sampled_from([(time(9), time(9, 30)), (time(9, 45), time(10, 15)), (time(10, 30), time(11))])
RULES = st.builds(
    lambda aims, **rest: TimetableRules(order=tuple(one for one in aims if one != "waits"), aims=aims, **rest),
    st.sampled_from([ORDER, ORDER, ORDER[1:], ORDER[::-1], ("breaks", "fairness")]),
    must_hold=st.sampled_from(["all", "accepted", "none"]),
    first=st.sampled_from(["acceptance", "rank"]),
    most_per_company=st.none() | st.integers(0, 2),
    white_space=st.integers(0, 2),
    quotas=st.lists(st.builds(MeetingQuota, participant=PARTIES, most=SLOT), max_size=1).map(tuple),
)
DEMANDS = st.one_of(
    st.builds(Lock, LIMA, MEETINGS, st.none() | SLOT, st.none() | st.integers(1, 2)),
    st.builds(Unlock, LIMA, MEETINGS),
    st.just(SetSessions("lima", SESSIONS)),
    st.builds(RestrictMeeting, LIMA, MEETINGS, SESSION, st.lists(SLOT, max_size=2).map(tuple)),
    st.builds(RestrictParticipant, LIMA, PARTIES, SESSION),
    st.builds(Order, LIMA, MEETINGS, MEETINGS),
    st.builds(LiftOrder, LIMA, MEETINGS, MEETINGS),
    st.builds(
        lambda item, hours, who: SetProgrammeItem("lima", item, item, hours[0], hours[1], who),
        st.sampled_from(["lunch", "panel"]),
        HOURS,
        st.lists(PARTIES, max_size=2).map(tuple),
    ),
    st.builds(RemoveProgrammeItem, LIMA, st.sampled_from(["lunch", "panel"])),
    st.builds(lambda spare: SetRooms("lima", (), spare), st.lists(st.integers(1, 2), max_size=1).map(tuple)),
    st.builds(SetTeams, LIMA, PARTIES, st.integers(1, 2)),
    st.builds(SetLanguages, LIMA, PARTIES, st.sampled_from([("fr",), ("es",), ("es", "fr")])),
    st.builds(SetInterpreters, LIMA, st.just("es"), st.tuples(SLOT, SLOT, st.just(0), st.just(1))),
    st.builds(SetTimetableRules, LIMA, st.none() | RULES),
)
STEPS = st.one_of(
    DEMANDS,
    DEMANDS,
    st.builds(lambda draft: ("draft", draft), DRAFTS),
    st.builds(Review, LIMA, DRAFTS),
)
ENDING: Sequence[Any] = (("draft", "t9"), Review("lima", "t9"), Publish("lima", "t9"), Freeze("lima", "t9"))


@lru_cache(maxsize=500)
def solved(asked: Day) -> Timetable:
    return solve(asked, seconds=60, workers=1, seed=1)


class Course(NamedTuple):
    """What has happened, what was accepted, and how what was refused was called."""

    events: list[Any]
    accepted: list[Any]
    slugs: set[str]


def course(steps: Sequence[Any]) -> Course:
    events, accepted, slugs = list[Any](START), list[Any](), set[str]()
    for step in steps:
        state = DAY.fold(events)
        command = Draft("lima", step[1], solved(problem(state))) if isinstance(step, tuple) else step
        try:
            events.extend(DAY.decide(state, command))
            accepted.append(command)
        except Refused as refusal:
            slugs.add(refusal.slug)
    return Course(events, accepted, slugs)


class Promised(NamedTuple):
    """What the accepted demands come to, by a reading of their own."""

    locks: Mapping[str, Lock]
    closed: Mapping[str, set[int]]
    orders: set[tuple[str, str]]
    spare: tuple[int, ...]
    teams: Mapping[str, int]
    rules: TimetableRules | None


def promised(accepted: Sequence[Any]) -> Promised:
    locks: dict[str, Lock] = {}
    sessions: dict[str, set[int]] = {}
    forbidden: dict[str, set[int]] = {}
    programme: dict[str, SetProgrammeItem] = {}
    orders: set[tuple[str, str]] = set()
    spare: tuple[int, ...] = ()
    teams: dict[str, int] = {}
    rules = None
    outside = {None: set[int](), "early": {2, 3}, "late": {0}}
    for step in accepted:
        match step:
            case Lock(meeting=id):
                locks[id] = step
            case Unlock(meeting=id):
                locks.pop(id, None)
            case RestrictMeeting(meeting=id, session=session, forbidden=slots):
                forbidden[id] = outside[session] | set(slots)
            case RestrictParticipant(participant=id, session=session):
                sessions[id] = outside[session]
            case Order(earlier=earlier, later=later):
                orders.add((earlier, later))
            case LiftOrder(earlier=earlier, later=later):
                orders.discard((earlier, later))
            case SetProgrammeItem(item=id):
                programme[id] = step
            case RemoveProgrammeItem(item=id):
                programme.pop(id, None)
            case SetRooms():
                spare = step.spare_tables
            case SetTeams(participant=id):
                teams[id] = step.teams
            case SetTimetableRules():
                rules = step.rules
    touched = {time(9): {0}, time(9, 45): {1, 2}, time(10, 30): {3}}
    closed = {id: set(slots) for id, slots in forbidden.items()}
    for id, parties in ASKED.items():
        for party in parties:
            closed.setdefault(id, set()).update(sessions.get(party, set()))
            for item in programme.values():
                if not item.participants or party in item.participants:
                    closed[id] |= touched[item.starts]
    return Promised(locks, closed, orders, spare, teams, rules)


def kept(published: TimetablePublished, made: Promised) -> None:
    """That what is published keeps what was promised."""
    slots = {each.meeting: SLOTS.index(each.starts_at) for each in published.appointments}
    tables = {each.meeting: each.table for each in published.appointments}
    assert all(slots[id] not in made.closed[id] for id in slots)
    for id, lock in made.locks.items():
        assert lock.slot in (None, slots[id])
        assert lock.table in (None, tables[id])
    assert len(set(zip(slots.values(), tables.values(), strict=True))) == len(slots)
    assert set(tables.values()).isdisjoint(made.spare)
    assert all(slots[a] < slots[b] for a, b in made.orders if a in slots and b in slots)
    busy = Counter((party, slot) for id, slot in slots.items() for party in ASKED[id])
    assert all(count <= made.teams.get(party, 1) for (party, _), count in busy.items())
    if made.rules is None or made.rules.must_hold == "all":
        assert slots.keys() == ASKED.keys()
    if made.rules is not None:
        quotas = {quota.participant: quota.most for quota in made.rules.quotas}
        held = Counter(party for id in slots for party in ASKED[id])
        of_company = made.rules.most_per_company
        for party, count in held.items():
            limit = quotas.get(party, of_company if party.startswith("c") else None)
            assert limit is None or count <= limit


@settings(max_examples=100)
@given(st.lists(STEPS, max_size=10))
def test_what_is_published_keeps_every_demand_that_was_accepted(steps: Sequence[Any]) -> None:
    done = course([*steps, *ENDING])
    assert "timetable-broken" not in done.slugs
    publications = [each for each in done.events if isinstance(each, TimetablePublished)]
    event("published" if publications else "infeasible" if "timetable-infeasible" in done.slugs else "no draft fits")
    for published in publications:
        kept(published, promised(done.accepted))
    state = DAY.fold(done.events)
    assert state.stage == ("frozen" if publications else state.stage)


@settings(max_examples=100)
@given(st.lists(STEPS, max_size=10))
def test_a_draft_may_be_reviewed_as_long_as_it_fits_and_no_longer(steps: Sequence[Any]) -> None:
    done = course(steps)
    state = DAY.fold(done.events)
    for id, draft in state.drafts.items():
        reviewed = state.stage == "reviewed" and state.timetable == draft.drafted
        slug = "timetable-already-reviewed" if reviewed else "timetable-outdated" if misfits(state, draft) else ""
        event(slug or "fits")
        scenario = Scenario(DAY, tuple(done.events)).when(Review("lima", id))
        scenario.refused(slug) if slug else scenario.then(TimetableReviewed(day="lima", timetable=id))


@settings(max_examples=100)
@given(st.lists(DEMANDS, max_size=12))
def test_a_demand_said_again_changes_nothing_and_the_view_says_what_the_rules_say(steps: Sequence[Any]) -> None:
    done = course(steps)
    state = DAY.fold(done.events)
    assert isinstance(done.accepted[-1] if done.accepted else Unlock("lima", "m1"), day_arrangement.Command)
    if done.accepted:
        assert DAY.decide(state, done.accepted[-1]) == []
    shown: Any = None
    for each in done.events:
        shown = DAYS.evolve(shown, each)
    known = state.arrangement
    locked = {id: one["locked"]["slot"] for id, one in shown["meetings"].items() if one.get("locked")}
    assert locked == {id: lock.slot for id, lock in known.locks.items()}
    assert [(each["earlier"], each["later"]) for each in shown.get("orders", ())] == list(known.orders)
    assert shown.get("programme", {}).keys() == known.programme.keys()
    assert tuple(shown.get("spare_tables", ())) == known.spare_tables
    assert not any(isinstance(before, ArrangementFact) and before == after for before, after in pairwise(done.events))
