"""Whatever order mergers are heard in, and however often: nothing is lost, and nothing names a duplicate in the end."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.delegations.domain import association, showcase
from services.delegations.domain.association import ASSOCIATION, Admit, Found
from services.delegations.domain.day import DAY
from services.delegations.domain.day_merging import MergeCompany
from services.delegations.domain.showcase import SHOWCASE
from tests.unit.delegations.one_day import PLANNED, joined

COMPANIES = ("c1", "c2", "c3", "c4", "c5")
NAMED = st.lists(st.sampled_from(COMPANIES), min_size=1, max_size=5, unique=True)


@st.composite
def mergers(draw: st.DrawFn) -> tuple[Mapping[str, str], Sequence[str]]:
    """Who is merged into whom, always a later one, and in which order that is heard, each at least once."""
    duplicates = draw(st.lists(st.sampled_from(COMPANIES[:-1]), max_size=4, unique=True))
    into = {one: draw(st.sampled_from(COMPANIES[COMPANIES.index(one) + 1 :])) for one in duplicates}
    again = draw(st.lists(st.sampled_from(duplicates), max_size=4)) if duplicates else []
    return into, draw(st.permutations([*duplicates, *again]))


def survivor(into: Mapping[str, str], company: str) -> str:
    while company in into:
        company = into[company]
    return company


def after(decider: Any, state: Any, *commands: Any) -> Any:
    for command in commands:
        state = decider.fold(decider.decide(state, command), state)
    return state


@given(mergers(), NAMED)
def test_memberships_items_and_places_end_with_the_survivors(
    heard: tuple[Mapping[str, str], Sequence[str]], named: Sequence[str]
) -> None:
    into, order = heard
    moves = [(company, survivor(into, company)) for company in order]
    expected = {survivor(into, company) for company in named}

    members = after(ASSOCIATION, ASSOCIATION.initial, Found("g", "G", "FR"), *(Admit("g", one) for one in named))
    members = after(ASSOCIATION, members, *(association.Replace("g", *move) for move in moves))
    assert members.members == expected

    described = showcase.Describe("i", "t", "d", ("c",), (), tuple(named))
    item = after(SHOWCASE, SHOWCASE.initial, described, *(showcase.Replace("i", *move) for move in moves))
    assert sorted(item.described.companies) == sorted(expected)

    day = DAY.fold([PLANNED, *(joined(one) for one in named)])
    day = after(DAY, day, *(MergeCompany("lima", *move) for move in moves))
    assert set(day.participants) == set(named)
    assert {day.merged.get(one, one) for one in named} == expected
