"""The rules of a priority for action."""

from dataclasses import replace
from datetime import date

import pytest

from services.postings.domain.priority import PRIORITY, linkable
from services.postings.domain.priority_commands import Amend, Close, LinkWork, UnlinkWork, WithdrawPart
from shared.contracts.postings.priority import (
    PriorityAmended,
    PriorityClosed,
    PriorityPartAssigned,
    PriorityPartWithdrawn,
    PriorityWorkLinked,
    PriorityWorkUnlinked,
)
from shared.eventing.decider import Refused
from tests.scenario import Scenario
from tests.unit.postings.cooperation import ADOPT, ADOPTED, ASSIGN, ASSIGNED, NOTE, NOTED

CLOSED = PriorityClosed(priority="drugs-27", closed_on=date(2028, 1, 31))
LINK = LinkWork("technical-action", "course")
LINKED = PriorityWorkLinked(priority="drugs-27", kind="technical-action", work="course")
UNLINK = UnlinkWork("technical-action", "course")
UNLINKED = PriorityWorkUnlinked(priority="drugs-27", kind="technical-action", work="course")

priority = Scenario(PRIORITY)
adopted = priority.given(ADOPTED)
assigned = adopted.given(ASSIGNED)
closed = assigned.given(CLOSED)


def test_a_priority_is_adopted_for_countries_that_exist() -> None:
    priority.when(ADOPT).then(ADOPTED)
    priority.when(replace(ADOPT, countries=("PE", "XX"))).refused("country-unknown")


def test_adopting_it_again_changes_nothing_and_with_another_aim_is_refused() -> None:
    adopted.when(replace(ADOPT, countries=("CO", "PE"))).nothing_happens()
    adopted.when(replace(ADOPT, year=2028)).refused("priority-already-adopted")


@pytest.mark.parametrize(
    "command", [ASSIGN, NOTE, WithdrawPart("lima"), Amend("x", ("PE",)), LINK, UNLINK, Close(date(2027, 1, 1))]
)
def test_what_was_never_adopted_is_unknown(command: object) -> None:
    priority.when(command).refused("priority-unknown")  # type: ignore[arg-type]


def test_each_post_has_its_part_within_the_countries_and_its_last_wording_stands() -> None:
    adopted.when(ASSIGN).then(ASSIGNED)
    assigned.when(ASSIGN).nothing_happens()
    adopted.when(replace(ASSIGN, countries=("PE", "BO"))).refused("part-outside-priority")
    other = PriorityPartAssigned(priority="drugs-27", post="lima", countries=("PE",), objective="One course")
    assigned.when(replace(ASSIGN, objective="One course")).then(other)


def test_a_part_is_withdrawn_once() -> None:
    assigned.when(WithdrawPart("lima")).then(PriorityPartWithdrawn(priority="drugs-27", post="lima"))
    adopted.when(WithdrawPart("lima")).nothing_happens()


def test_it_is_amended_but_keeps_the_countries_of_each_part() -> None:
    amended = PriorityAmended(priority="drugs-27", title="Cocaine", countries=("BO", "PE"))
    assigned.when(Amend("Cocaine", ("PE", "BO"))).then(amended)
    assigned.given(amended).when(Amend("Cocaine", ("BO", "PE"))).nothing_happens()
    assigned.when(Amend("Cocaine", ("CO",))).refused("country-has-part")
    assigned.given(amended).when(replace(ASSIGN, countries=("CO",))).refused("part-outside-priority")


def test_a_post_with_a_part_notes_what_it_has_obtained() -> None:
    assigned.when(NOTE).then(NOTED)
    adopted.when(NOTE).refused("part-unknown")
    assigned.when(replace(NOTE, country="CO")).refused("result-outside-part")
    assigned.when(replace(NOTE, noted_on=date(2026, 12, 31))).refused("result-before-year")
    assigned.given(NOTED).when(NOTE).nothing_happens()
    assigned.given(NOTED).when(replace(NOTE, text="Nothing")).refused("result-already-noted")


def test_what_was_said_last_of_a_link_stands() -> None:
    adopted.when(LINK).then(LINKED)
    adopted.given(LINKED).when(LINK).nothing_happens()
    adopted.when(UNLINK).then(UNLINKED)
    adopted.given(LINKED).when(UNLINK).then(UNLINKED)
    adopted.given(LINKED, UNLINKED).when(UNLINK).nothing_happens()
    adopted.given(LINKED, UNLINKED).when(LINK).then(LINKED)


def test_only_work_in_one_of_its_countries_is_linked() -> None:
    adopted.when(replace(LINK, countries=("BO", "PE"))).then(LINKED)
    adopted.when(replace(LINK, countries=("BO",))).refused("work-outside-priority")


def test_work_of_another_year_is_not_begun_under_it() -> None:
    linkable(PRIORITY.fold((ADOPTED,)), "drugs-27", ("PE",), 2027)
    with pytest.raises(Refused) as refusal:
        linkable(PRIORITY.fold((ADOPTED,)), "drugs-27", ("PE",), 2028)
    assert refusal.value.slug == "work-outside-year"


def test_a_closed_priority_changes_no_more() -> None:
    assigned.when(Close(CLOSED.closed_on)).then(CLOSED)
    assigned.when(Close(date(2026, 12, 31))).refused("closed-before-year")
    closed.when(Close(CLOSED.closed_on)).nothing_happens()
    closed.when(Close(date(2028, 2, 1))).refused("priority-closed")
    closed.when(ASSIGN).refused("priority-closed")
    closed.when(NOTE).refused("priority-closed")
    closed.when(LINK).refused("priority-closed")


@pytest.mark.parametrize(
    ("history", "countries", "slug"),
    [
        ((), ("PE",), "priority-unknown"),
        ((ADOPTED, CLOSED), ("PE",), "priority-closed"),
        ((ADOPTED,), ("BO",), "work-outside-priority"),
    ],
)
def test_work_begins_under_an_open_priority_for_its_country(history: object, countries: object, slug: str) -> None:
    with pytest.raises(Refused) as refusal:
        linkable(PRIORITY.fold(history), "drugs-27", countries)  # type: ignore[arg-type]
    assert refusal.value.slug == slug


def test_work_in_one_of_the_countries_or_in_none_may_be_linked() -> None:
    linkable(PRIORITY.fold((ADOPTED,)), "drugs-27", ("BO", "PE"))
    linkable(PRIORITY.fold((ADOPTED,)), "drugs-27", ())
