"""Tenures that are recorded in any order, among those that begin here: no day belongs to two that are not declared."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from services.postings.domain.position import POSITION, Fill, Vacate
from services.postings.domain.position_record import RecordTenure
from services.postings.domain.position_state import Position
from shared.eventing.decider import Refused
from tests.unit.postings.network import CREATED

DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(8)]
NAMES = st.sampled_from(["a", "b", "c", "d", "e"])
ONE = st.sampled_from(DAYS)


@st.composite
def recorded(draw: st.DrawFn) -> RecordTenure:
    name, first = draw(NAMES), draw(ONE)
    last = draw(st.one_of(st.none(), st.sampled_from([day for day in DAYS if day >= first])))
    overlap = draw(st.one_of(st.none(), st.sampled_from([day for day in DAYS if day >= first])))
    return RecordTenure(name, f"o-{name}", first, last, overlap)


filled = st.builds(lambda name, day: Fill(name, f"o-{name}", day), NAMES, ONE)
vacated = st.builds(Vacate, NAMES, ONE)
Spans = dict[str, tuple[date, date | None, date | None]]


def spans(position: Position) -> Spans:
    """Who held the position from when to when, and the overlap that was declared then."""
    found: Spans = {one.posting: (one.first, one.last, one.overlap_until) for one in position.past}
    if holder := position.holder:
        found[holder.posting] = (holder.started_on, None, holder.overlap_until)
    return found


@given(st.lists(st.one_of(recorded(), filled, vacated), max_size=12))
def test_no_day_belongs_to_two_and_nothing_recorded_is_lost(commands: list[RecordTenure | Fill | Vacate]) -> None:
    state = POSITION.fold([CREATED])
    oracle: Spans = {}
    for command in commands:
        try:
            state = POSITION.fold(POSITION.decide(state, command), state)
        except Refused:
            if isinstance(command, RecordTenure) and command.posting not in oracle:
                first, last = command.started_on, command.last_day
                assert any(clash((first, last, command.overlap_until), one) for one in oracle.values())
            if isinstance(command, Fill) and state.holder is None:
                assert command.posting in oracle or any(
                    command.started_on <= last for _, last, _ in oracle.values() if last
                )
            continue
        oracle |= {name: span for name, span in spans(state).items() if name not in oracle or span[1] is not None}
    found = spans(state)
    assert found.keys() == oracle.keys()
    assert sum(last is None for _, last, _ in found.values()) <= 1
    for one, other in combinations(found.values(), 2):
        assert not clash(one, other)


def clash(one: tuple[date, date | None, date | None], other: tuple[date, date | None, date | None]) -> bool:
    """Whether some day belongs to both that no declared overlap covers, said by counting days."""
    former, latter = sorted((one, other), key=lambda span: span[0])
    if former[0] == latter[0] or former[1] is None:
        return True
    shared = [day for day in DAYS if latter[0] <= day <= former[1]]
    return any(latter[2] is None or day > latter[2] for day in shared)
