"""Where a request for assistance belongs, and when it must move."""

from dataclasses import replace

import pytest

from services.delegations.domain.assistance import ASSISTANCE
from services.delegations.domain.assistance_case import HQ, Case
from services.delegations.domain.routing import Place, Station, Tenure, better_place, place
from shared.contracts.delegations.assistance import AssistanceEvent, Desk
from tests.unit.delegations.one_request import (
    ANSWERED,
    AT_LIMA,
    AT_QUITO,
    BPIFRANCE,
    HANDED,
    LIMA,
    QUITO,
    REQUESTED,
    ROUTED,
    TAKEN,
    UNCOVERED,
)

LEFT = replace(AT_LIMA, tenures={"morel": Tenure(ended=True)})


def case(*events: AssistanceEvent) -> Case:
    return ASSISTANCE.fold([REQUESTED, *events])


def test_the_resident_post_comes_before_an_accredited_one_and_headquarters_last() -> None:
    assert place("PE", None, [AT_QUITO, AT_LIMA]) == Place(LIMA, "residence")
    assert place("BO", None, [AT_QUITO, AT_LIMA]) == Place(QUITO, "accreditation")
    assert place("CL", None, [AT_QUITO, AT_LIMA]) == Place(HQ, "uncovered")


def test_of_two_posts_always_the_same_one() -> None:
    other = Station("arequipa", "PE")
    assert place("PE", None, [AT_LIMA, other]) == place("PE", None, [other, AT_LIMA])


def test_a_partner_that_is_asked_for_gets_it_wherever_posts_are() -> None:
    assert place("PE", "bpifrance", [AT_LIMA]) == Place(BPIFRANCE, "partner")


@pytest.mark.parametrize("gone", [LEFT, replace(AT_LIMA, closed=True), replace(AT_LIMA, suspended=True)])
def test_a_post_that_all_have_left_or_that_is_closed_or_suspended_covers_nothing(gone: Station) -> None:
    assert place("PE", None, [gone, AT_QUITO]) == Place(QUITO, "accreditation")
    assert better_place(case(ROUTED), [gone, AT_QUITO]) == Place(QUITO, "accreditation")
    assert better_place(case(ROUTED, TAKEN), [gone]) == Place(HQ, "uncovered")


def test_a_post_of_whose_staff_nothing_is_known_covers_its_countries() -> None:
    assert better_place(case(ROUTED), [AT_LIMA, AT_QUITO]) is None


def test_whoever_follows_the_posting_in_charge_takes_over_the_request() -> None:
    ended = {"morel": Tenure(ended=True, successor="girard"), "girard": Tenure()}
    assert better_place(case(ROUTED, TAKEN), [replace(AT_LIMA, tenures=ended)]) == Place(LIMA, "succession", "girard")
    twice = {"morel": Tenure(ended=True, successor="girard"), "girard": Tenure(ended=True, successor="petit")}
    station = replace(AT_LIMA, tenures=twice | {"petit": Tenure()})
    assert better_place(case(ROUTED, TAKEN), [station]) == Place(LIMA, "succession", "petit")


def test_without_a_successor_the_post_as_a_whole_has_it() -> None:
    others = {"morel": Tenure(ended=True), "petit": Tenure()}
    assert better_place(case(ROUTED, TAKEN), [replace(AT_LIMA, tenures=others)]) == Place(LIMA, "succession")
    assert better_place(case(ROUTED), [replace(AT_LIMA, tenures=others)]) is None


def test_a_successor_named_before_it_has_started_is_waited_for() -> None:
    named = {"morel": Tenure(ended=True, successor="girard")}
    assert better_place(case(ROUTED, TAKEN), [replace(AT_LIMA, tenures=named)]) == Place(LIMA, "succession", "girard")


def test_postings_that_name_each_other_end_with_the_post_as_a_whole() -> None:
    circle = {"morel": Tenure(ended=True, successor="girard"), "girard": Tenure(ended=True, successor="morel")}
    station = replace(AT_LIMA, tenures=circle | {"petit": Tenure()})
    assert better_place(case(ROUTED, TAKEN), [station]) == Place(LIMA, "succession")


def test_what_nobody_covered_goes_to_the_post_that_comes() -> None:
    assert better_place(case(UNCOVERED), [AT_QUITO]) == Place(QUITO, "accreditation")
    assert better_place(case(UNCOVERED), []) is None


def test_what_somebody_has_given_to_headquarters_or_a_partner_stays_there() -> None:
    for desk in (HQ, BPIFRANCE):
        moved = HANDED.model_copy(update={"desk": desk})
        assert better_place(case(ROUTED, moved), [AT_LIMA]) is None


def test_what_is_closed_or_not_yet_routed_moves_no_more() -> None:
    assert better_place(case(), [LEFT]) is None
    assert better_place(case(ROUTED, TAKEN, ANSWERED), [LEFT, AT_QUITO]) is None
    assert better_place(Case(), [AT_QUITO]) is None


def test_a_post_that_is_not_known_here_yet_is_left_in_peace() -> None:
    assert better_place(case(ROUTED), [AT_QUITO]) is None


def test_the_post_named_for_it_does_the_work_of_a_suspended_one() -> None:
    bogota, suspended = Station("bogota", "CO"), replace(AT_LIMA, suspended=True, work_to="bogota")
    there = Place(Desk(kind="post", id="bogota"), "succession")
    assert better_place(case(ROUTED, TAKEN), [suspended, bogota, AT_QUITO]) == there
    assert place("PE", None, [suspended, bogota]) == there
    assert place("PE", None, [suspended, bogota, AT_QUITO]) == Place(QUITO, "accreditation")
    for nobody in (replace(bogota, suspended=True), replace(bogota, closed=True), Station("la-paz", "BO")):
        assert place("PE", None, [suspended, nobody]) == Place(HQ, "uncovered")
        assert better_place(case(ROUTED), [suspended, nobody]) == Place(HQ, "uncovered")
    assert place("PE", None, [replace(suspended, closed=True), bogota]) == Place(HQ, "uncovered")


def test_what_headquarters_had_for_want_of_a_post_goes_back_to_one_that_resumes() -> None:
    assert better_place(case(UNCOVERED), [replace(AT_QUITO, suspended=True)]) is None
    assert better_place(case(UNCOVERED), [AT_QUITO]) == Place(QUITO, "accreditation")
