"""What holds for every course of a delegation's visit: its roster, its country's contingent, its tour, its lists."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from services.delegations.domain.accreditation import Accredit, Refuse, Submit, Withdraw
from services.delegations.domain.contingent import CONTINGENT, Free, Take
from services.delegations.domain.guest_list import UnreadableList, parse
from services.delegations.domain.roster import ROSTER, Answer, Enter, Invite, Purge
from services.delegations.domain.scanning import CheckIn, CheckOut
from services.delegations.domain.tour import TOUR, CancelVisit, PlanVisit
from services.delegations.views.badges import BADGES
from services.delegations.views.rosters import ROSTERS
from services.delegations.views.tours import TOURS
from shared.contracts.delegations.roster import Guest, MemberAccredited, MemberArrived, MemberLeft
from shared.contracts.delegations.tour import StandVisitPlanned
from shared.eventing.decider import Decider, Refused
from shared.eventing.event import Event
from shared.eventing.view import Document, View
from tests.unit.delegations.one_visit import EARLY, EVENING, FAIR, LATE, MORNING, VISIT

PEOPLE = st.sampled_from(["ana", "ben"])
BADGES_OF = st.sampled_from(["b1", "b2", "b3"])
CLOSED = datetime(2027, 4, 1, 22, tzinfo=UTC)  # midnight in Paris
SCANNED = st.sampled_from([LATE, MORNING, EVENING])
STEPS = st.one_of(
    st.builds(lambda who: Invite(VISIT, (Guest(person=who, function="member"),), EARLY), PEOPLE),
    st.builds(lambda who, at: Enter(VISIT, who, "member", None, (), at), PEOPLE, st.sampled_from([EARLY, LATE])),
    st.builds(lambda who: Answer(VISIT, who, None, ("Drones",), EARLY), PEOPLE),
    st.builds(lambda who: Submit(VISIT, who), PEOPLE),
    st.builds(lambda who, badge: Accredit(VISIT, who, badge + who), PEOPLE, BADGES_OF),
    st.builds(lambda who: Refuse(VISIT, who, "no"), PEOPLE),
    st.builds(lambda who: Withdraw(VISIT, who), PEOPLE),
    st.builds(lambda badge, who, at: CheckIn(VISIT, badge + who, at), BADGES_OF, PEOPLE, SCANNED),
    st.builds(lambda badge, who, at: CheckOut(VISIT, badge + who, at), BADGES_OF, PEOPLE, SCANNED),
)


def history(decider: Decider[Any, Any, Any], steps: Sequence[Any]) -> list[Any]:
    """What happens when these commands arrive, refused ones included; each that was accepted is then accepted again."""
    events: list[Any] = []
    for step in steps:
        try:
            happened = decider.decide(decider.fold(events), step)
        except Refused as refusal:
            event(refusal.slug)
            continue
        events.extend(happened)
        if not isinstance(step, CheckIn | CheckOut):
            assert decider.decide(decider.fold(events), step) == []
    return events


@given(st.lists(STEPS, max_size=30))
def test_only_the_accredited_come_in_and_nobody_twice(steps: Sequence[Any]) -> None:
    badges: dict[str, str] = {}
    inside: set[str] = set()
    for happened in history(ROSTER, steps):
        match happened:
            case MemberAccredited(person=person, badge=badge):
                assert person not in inside
                badges[person] = badge
            case MemberArrived(person=person, badge=badge, at=at):
                assert badges[person] == badge
                assert FAIR.takes_place(at)
                assert person not in inside
                inside.add(person)
            case MemberLeft(person=person, badge=badge):
                assert badges[person] == badge
                inside.remove(person)


@given(st.lists(STEPS, max_size=30))
def test_the_view_of_a_roster_says_of_everybody_what_the_roster_says(steps: Sequence[Any]) -> None:
    events = history(ROSTER, [*steps, Purge("peru", "exposec", (), EVENING)])
    roster, shown = ROSTER.fold(events), documents(ROSTERS, events)["peru"]
    said = {person: (each.function, each.status) for person, each in roster.members.items()}
    assert {person: (each["function"], each["status"]) for person, each in shown["members"].items()} == said
    assert shown["purged_at"] == EVENING
    found = documents(BADGES, events)
    live = {each.badge: person for person, each in roster.members.items() if each.badge}
    assert {badge: found[badge]["person"] for badge in live} == live


def documents(view: View, events: Sequence[Event]) -> dict[str, Document]:
    """All documents of a view after these events."""
    shown: dict[str, Document] = {}
    for one in events:
        for key in view.keys(one) if isinstance(one, view.handles) else ():
            document = view.evolve(shown.get(key), one)
            assert document is not None
            shown[key] = document
    return shown


TAKES = st.builds(lambda who, quota: Take("exposec", "PE", who, quota), st.sampled_from("abcd"), st.integers(0, 3))
FREES = st.builds(lambda who: Free("exposec", "PE", who), st.sampled_from("abcd"))


@given(st.lists(TAKES | FREES, max_size=20))
def test_a_contingent_never_grows_beyond_the_quota_of_the_moment(steps: Sequence[Take | Free]) -> None:
    have = CONTINGENT.initial
    for step in steps:
        try:
            after = CONTINGENT.fold(CONTINGENT.decide(have, step), have)
        except Refused as refusal:
            event(refusal.slug)
            continue
        if isinstance(step, Take):
            assert step.person in after
            assert step.quota is not None
            assert after == have or len(after) <= step.quota
        else:
            assert after == have - {step.person}
        have = after


def planned(visit: str, start: int, minutes: int) -> PlanVisit:
    starts_at = MORNING + timedelta(minutes=start)
    ends_at = starts_at + timedelta(minutes=minutes)
    of = {"delegation": "peru", "fair": "exposec", "visit": visit, "company": "acme"}
    return PlanVisit(StandVisitPlanned(**of, starts_at=starts_at, ends_at=ends_at), FAIR, exhibits=True)


VISITS = st.sampled_from(["v1", "v2", "v3", "v4"])
PLANS = st.builds(planned, VISITS, st.integers(-600, 600), st.integers(-10, 200))
CANCELS = st.builds(lambda visit: CancelVisit(visit, "closed"), VISITS)


@given(st.lists(PLANS | CANCELS, max_size=20))
def test_a_delegation_can_keep_its_whole_tour_and_the_view_shows_it(steps: Sequence[Any]) -> None:
    events = history(TOUR, steps)
    tour = TOUR.fold(events)
    for one, other in combinations(tour.visits.values(), 2):
        assert one.ends_at <= other.starts_at or other.ends_at <= one.starts_at
    for visit in tour.visits.values():
        assert visit.starts_at < visit.ends_at
    visits = documents(TOURS, events)["peru"]["visits"] if events else {}
    assert {id for id, each in visits.items() if each["status"] == "planned"} == set(tour.visits)
    assert {id for id, each in visits.items() if each["status"] == "cancelled"} == set(tour.cancelled)


CELLS = st.text(max_size=8) | st.sampled_from(["a@b.example", "member", "companion", "head", "Ana", '"', "fr"])
LINES = st.lists(CELLS, min_size=1, max_size=5)


@given(st.lists(LINES, max_size=6), st.sampled_from(";,\t"), st.sampled_from(["utf-8", "utf-16", "utf-16-le"]))
def test_any_list_is_taken_whole_or_refused_with_the_line(lines: list[list[str]], by: str, encoding: str) -> None:
    text = "\n".join(by.join(line) for line in [["name", "mail", "function"], *lines])
    whole_or_refused(text.encode(encoding, "replace"))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_list_or_refused(content: bytes) -> None:
    whole_or_refused(b"name;mail;function\n" + content)


def whole_or_refused(content: bytes) -> None:
    try:
        rows = parse(content)
    except UnreadableList as error:
        wrong = error.wrong
    else:
        assert len({row.mail for row in rows}) == len(rows) > 0
        return
    assert wrong
    assert all(each.line >= 1 and each.reason for each in wrong)


INSTANTS = st.datetimes(datetime(2027, 3, 1), datetime(2027, 5, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(INSTANTS, st.booleans())
def test_the_closing_date_closes_for_everybody_at_the_same_instant(at: datetime, invited: bool) -> None:  # noqa: FBT001
    invite = Invite(VISIT, (Guest(person="ana", function="member"),), EARLY)
    roster = ROSTER.fold(ROSTER.decide(ROSTER.initial, invite)) if invited else ROSTER.initial
    step = Answer(VISIT, "ana", None, (), at) if invited else replace(invite, at=at)
    if at < CLOSED:
        assert ROSTER.decide(roster, step)
    else:
        with pytest.raises(Refused, match="registrations-closed"):
            ROSTER.decide(roster, step)
