"""The rules of a position: one posting at most holds it."""

from dataclasses import replace
from datetime import date, timedelta

from services.postings.domain.position import POSITION, Create, Fill, Vacate
from shared.contracts.postings.position import PositionFilled
from tests.scenario import Scenario
from tests.unit.postings.network import CREATED, FILLED, FIRST, LAST, VACATED

CREATE = Create(
    position="lima-lo",
    post="lima",
    title="Liaison officer",
    kind="liaison-officer",
    service="police",
    post_open=True,
)
position = Scenario(POSITION)
vacant = position.given(CREATED)
held = vacant.given(FILLED)
left = held.given(VACATED)


def test_a_position_is_created_at_an_open_post() -> None:
    position.when(CREATE).then(CREATED)
    position.when(replace(CREATE, post_open=False)).refused("post-unknown")


def test_creating_it_again_changes_nothing_with_the_same_facts_and_is_refused_with_others() -> None:
    vacant.when(CREATE).nothing_happens()
    vacant.when(replace(CREATE, title="Attaché")).refused("position-already-created")


def test_a_position_that_was_never_created_is_neither_filled_nor_vacated() -> None:
    position.when(Fill("morel", "o-morel", FIRST)).refused("position-unknown")
    position.when(Vacate("morel", LAST)).refused("position-unknown")


def test_a_vacant_position_is_filled() -> None:
    vacant.when(Fill("morel", "o-morel", FIRST)).then(FILLED)


def test_a_held_position_is_filled_only_by_naming_the_holder() -> None:
    later = date(2028, 1, 1)
    held.when(Fill("petit", "o-petit", later)).refused("position-already-held")
    held.when(Fill("petit", "o-petit", later, replaces="someone-else")).refused("position-already-held")
    held.when(Fill("petit", "o-petit", later, replaces="morel")).then(
        PositionFilled(position="lima-lo", posting="petit", officer="o-petit", started_on=later)
    )


def test_the_successor_starts_after_the_predecessor_did() -> None:
    held.when(Fill("petit", "o-petit", FIRST, replaces="morel")).refused("start-not-after-predecessor")


def test_a_posting_that_has_left_does_not_take_the_position_up_again() -> None:
    left.when(Fill("morel", "o-morel", LAST + timedelta(days=1))).refused("tenure-over")


def test_a_holder_who_has_left_meanwhile_cannot_be_replaced() -> None:
    left.when(Fill("petit", "o-petit", LAST + timedelta(days=1), replaces="morel")).refused("position-not-held")


def test_a_position_is_held_through_the_last_day_of_whoever_left_it() -> None:
    left.when(Fill("petit", "o-petit", LAST)).refused("position-already-held")
    next_day = LAST + timedelta(days=1)
    left.when(Fill("petit", "o-petit", next_day)).then(
        PositionFilled(position="lima-lo", posting="petit", officer="o-petit", started_on=next_day)
    )


def test_only_the_holder_leaves_a_position() -> None:
    held.when(Vacate("morel", LAST)).then(VACATED)
    held.when(Vacate("petit", LAST)).refused("position-not-held")
    vacant.when(Vacate("morel", LAST)).refused("position-not-held")


def test_a_position_is_not_left_before_it_was_taken_up() -> None:
    held.when(Vacate("morel", FIRST - timedelta(days=1))).refused("vacated-before-start")


def test_a_declared_overlap_is_kept_with_the_position() -> None:
    later, until = date(2028, 1, 1), date(2028, 1, 14)
    filled = PositionFilled(
        position="lima-lo", posting="petit", officer="o-petit", started_on=later, overlap_until=until
    )
    held.when(Fill("petit", "o-petit", later, replaces="morel", overlap_until=until)).then(filled)
    both = held.given(filled)
    third = Fill("roux", "o-roux", date(2028, 1, 10), replaces="petit")
    both.when(third).refused("position-already-held")
    both.when(replace(third, overlap_until=until)).then(
        filled.model_copy(update={"posting": "roux", "officer": "o-roux", "started_on": date(2028, 1, 10)})
    )
    both.when(replace(third, started_on=until + timedelta(days=1))).then(
        PositionFilled(position="lima-lo", posting="roux", officer="o-roux", started_on=until + timedelta(days=1))
    )


def test_whoever_is_known_to_leave_may_be_followed_within_a_declared_overlap() -> None:
    left.when(Fill("petit", "o-petit", LAST, overlap_until=LAST)).then(
        PositionFilled(position="lima-lo", posting="petit", officer="o-petit", started_on=LAST, overlap_until=LAST)
    )
    left.when(Fill("petit", "o-petit", FIRST, overlap_until=LAST)).refused("position-already-held")
