"""What holds for every exhibitor list, every name, every course of a buyer-meeting day and every order of streams."""

import json
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import event, given
from hypothesis import strategies as st

from services.delegations.domain.clock_times import instants
from services.delegations.domain.day import DAY
from services.delegations.domain.day_meetings import Cancel, RecordAnswer
from services.delegations.domain.day_participants import Join
from services.delegations.domain.day_problem import problem
from services.delegations.domain.day_requests import RequestMeeting
from services.delegations.domain.day_timetable import Draft, Publish, Review
from services.delegations.domain.exhibitor_list import ExhibitorList, parse
from services.delegations.domain.labels import company_id
from services.delegations.domain.planned_day import PlannedDay
from services.delegations.timetable.model import Place, Timetable, count_breaks
from services.delegations.views.agendas import AGENDAS
from services.delegations.views.companies import COMPANIES
from services.delegations.views.days import DAYS
from shared.contracts.delegations.company import CompanyChanged, CompanyExhibited, CompanyRegistered
from shared.contracts.delegations.day import MeetingCancelled, TimetablePublished
from shared.eventing.decider import Refused
from shared.eventing.event import Event, Recorded
from shared.eventing.evolution import Evolving, evolve, loaded, touched
from shared.eventing.view import View
from shared.unreadable import Unreadable
from tests.unit.delegations.one_day import ASKED, BEFORE, PLANNED

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
KEYS = ("name", "category", "address", "country", "website", "contact", "other")
PLACES = st.fixed_dictionaries({"iso2": st.sampled_from(["FR", "DE", "fr", "XXX"])})
ROWS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.text(max_size=30) | VALUES,
        "category": st.lists(st.text(max_size=10), max_size=4) | VALUES,
        "address": PLACES | VALUES,
        "website": st.sampled_from(["a.example", "x@a.example", ["a.example", "b.example"]]) | VALUES,
        "contact": st.fixed_dictionaries({"mail": st.sampled_from(["a@b.example", "a"])}) | VALUES,
    },
)


def read(content: bytes) -> ExhibitorList | None:
    """The list, None where it is unreadable as a whole; anything else that is raised is a failure."""
    try:
        return parse(content)
    except Unreadable as error:
        unreadable = error
    assert 1 <= unreadable.line <= content.count(b"\n") + 1
    assert unreadable.column >= 1
    assert str(unreadable).encode()
    return None


@given(st.binary(max_size=200))
def test_any_bytes_are_a_list_or_unreadable(content: bytes) -> None:
    read(content)


@given(st.lists(ROWS | VALUES, max_size=6), st.integers(1, 3))
def test_every_row_is_taken_or_refused_under_its_own_line(rows: Sequence[Any], gap: int) -> None:
    lines = ("," + "\n" * gap).join(json.dumps(row) for row in rows)
    found = read(f'{{\n"exhibitor": [\n{lines}\n]}}'.encode())
    if found is None:
        assert any(constant in lines for constant in ("NaN", "Infinity"))
        return
    assert len(found.exhibitors) + len(found.refused) == len(rows)
    assert {remark.line for remark in found.refused} <= {3 + index * gap for index in range(len(rows))}
    assert len({exhibitor.company for exhibitor in found.exhibitors}) == len(found.exhibitors)
    for remark in chain(found.refused, found.warnings):
        f"{remark.name} {remark.reason}".encode()


@given(st.lists(ROWS, max_size=4), st.data())
def test_a_file_cut_anywhere_is_unreadable(rows: Sequence[Any], data: st.DataObject) -> None:
    content = json.dumps({"name": "Exposec", "exhibitor": rows}, ensure_ascii=True, indent=1).encode()
    assert read(content[: data.draw(st.integers(0, len(content) - 1))]) is None


@given(st.lists(ROWS, min_size=1, max_size=4), st.data())
def test_a_file_with_any_byte_changed_is_a_list_or_unreadable(rows: Sequence[Any], data: st.DataObject) -> None:
    content = bytearray(json.dumps({"exhibitor": rows}, indent=1).encode())
    content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(content))


@given(st.text(max_size=100))
def test_every_name_has_a_well_formed_id_that_ignores_case_and_punctuation(name: str) -> None:
    found = company_id(name)
    assert (found is None) == (company_id(f"-{name}.") is None)
    if found is not None:
        assert found == company_id(f" {name}!") == company_id(name)
        assert len(found) <= 60
        assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert found[0] != "-"


@given(
    st.dates(min_value=PLANNED.held_on.replace(year=1990), max_value=PLANNED.held_on.replace(year=2040)),
    st.times(),
    st.sampled_from(["Europe/Paris", "America/Lima", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo"]),
)
def test_an_instant_shows_the_clock_time_it_was_made_of(day: Any, time: Any, zone: str) -> None:

    try:
        (instant,) = instants(day, [time], zone)
    except ValueError:
        event("the clocks change")
        return
    shown = instant.astimezone(ZoneInfo(zone))
    assert (shown.date(), shown.time()) == (day, time)


PARTIES = st.sampled_from(["c1", "c2", "c3", "b1", "b2", "b3"])
MEETINGS = st.sampled_from(["m1", "m2", "m3", "m4"])
TIMETABLES = st.sampled_from(["t1", "t2"])
STEPS = st.one_of(
    st.builds(
        lambda party, absent: Join("lima", party, "company" if party[0] == "c" else "buyer", party, "p", absent),
        PARTIES,
        st.lists(st.integers(0, 2), max_size=1).map(tuple),
    ),
    st.builds(lambda meeting, a, b: RequestMeeting("lima", meeting, a, b, "buyer", BEFORE), MEETINGS, PARTIES, PARTIES),
    st.builds(lambda it: ("solve", it), TIMETABLES),
    st.builds(lambda it: Review("lima", it), TIMETABLES),
    st.builds(lambda it: Publish("lima", it), TIMETABLES),
    st.builds(
        lambda meeting, party, answer: RecordAnswer("lima", meeting, party, answer, BEFORE),
        MEETINGS,
        PARTIES,
        st.sampled_from(["accepted", "declined"]),
    ),
    st.builds(lambda it: Cancel("lima", it, "ill", BEFORE), MEETINGS),
)


def solved(day: PlannedDay) -> Timetable:
    """Each meeting in the first slot that is free for both, one at a time; infeasible where that gets stuck."""
    asked, places = problem(day), dict[str, Place]()
    taken: dict[str, set[int]] = {each.id: set() for each in asked.participants}
    for meeting in asked.meetings:
        busy = {place.slot for place in places.values()}.union(*(taken[party] for party in meeting.parties))
        slots = sorted(asked.open_slots(meeting) - busy)
        if not slots:
            return Timetable("infeasible", reasons=("stuck",))
        places[meeting.id] = Place(slots[0], 0)
        for party in meeting.parties:
            taken[party].add(slots[0])
    breaks = {party: count_breaks(slots) for party, slots in taken.items()}
    return Timetable("feasible", places, breaks, sum(breaks.values()), 0)


def history(steps: Sequence[Any]) -> list[Any]:
    """What happens when these commands arrive at a day, refused ones included."""
    events: list[Any] = list(ASKED)
    slugs: set[str] = set()
    for step in steps:
        state = DAY.fold(events)
        command = Draft("lima", step[1], solved(state)) if isinstance(step, tuple) else step
        try:
            events.extend(DAY.decide(state, command))
        except Refused as refusal:
            slugs.add(refusal.slug)
    assert "timetable-broken" not in slugs
    return events


@given(st.lists(STEPS, max_size=12), st.booleans())
def test_whatever_is_published_is_a_timetable_of_all_meetings_that_everyone_can_keep(
    steps: Sequence[Any],
    publish: bool,  # noqa: FBT001
) -> None:
    ending = [("solve", "t9"), Review("lima", "t9"), Publish("lima", "t9")] if publish else []
    events = history([*steps, *ending])
    publications = [event for event in events if isinstance(event, TimetablePublished)]
    assert len(publications) <= 1
    state = DAY.fold(events)
    for published in publications:
        assert {each.meeting for each in published.appointments} == set(state.meetings)
        seats = Counter(
            (party, each.starts_at) for each in published.appointments for party in (each.company, each.buyer)
        )
        assert not seats or max(seats.values()) == 1
        assert max(Counter(each.starts_at for each in published.appointments).values(), default=0) <= PLANNED.tables
        for party, starts in seats:
            assert PLANNED.slots.index(starts) not in state.participants[party].absent
    cancelled = Counter(event.appointment.meeting for event in events if isinstance(event, MeetingCancelled))
    assert not cancelled or max(cancelled.values()) == 1
    assert all(state.appointments[meeting].sequence == 1 for meeting in cancelled)


def recorded(stream: str, events: Sequence[Event]) -> list[Recorded]:
    return [Recorded(event, stream, number, BEFORE, "/delegations", "c") for number, event in enumerate(events, 1)]


def company_events(company: str) -> st.SearchStrategy[list[Event]]:
    labels = st.lists(st.sampled_from(["Drones", "drones", "Boots"]), max_size=3).map(tuple)
    changed = st.builds(lambda it: CompanyChanged(company=company, name="n", categories=it), labels)
    exhibited = st.builds(
        lambda fair, it: CompanyExhibited(company=company, fair=fair, categories=it),
        st.sampled_from(["f", "g"]),
        labels,
    )
    return st.lists(changed | exhibited, max_size=4).map(lambda it: [CompanyRegistered(company=company, name="n"), *it])


@given(company_events("a"), company_events("b"), st.lists(STEPS, max_size=6), st.randoms(use_true_random=False))
def test_views_do_not_depend_on_how_streams_interleave(a: Any, b: Any, steps: Any, random: Any) -> None:
    first = history([*steps, ("solve", "t9"), Review("lima", "t9"), Publish("lima", "t9")])
    other = [event.model_copy(update={"day": "quito"}) for event in first]
    streams = {"company-a": a, "company-b": b, "day-lima": first, "day-quito": other}
    in_turn = [each for stream, events in streams.items() for each in recorded(stream, events)]
    order = [each.stream for each in in_turn]
    random.shuffle(order)
    waiting = {stream: iter(recorded(stream, events)) for stream, events in streams.items()}
    mixed = [next(waiting[stream]) for stream in order]
    for view in (COMPANIES, DAYS, AGENDAS):
        assert shown_by(view, in_turn) == shown_by(view, mixed)


def shown_by(view: View, events: Sequence[Recorded]) -> dict[str, Evolving]:
    """The documents of the view after these events."""
    changes = touched(view, [it for it in events if isinstance(it.event, view.handles)])
    documents = {key: loaded(None) for key, _ in changes}
    evolve(view, documents, changes)
    return documents
