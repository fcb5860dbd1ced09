"""When an attempt that came to nothing is tried again."""

from datetime import timedelta

import pytest

from services.notifications.outcomes import (
    GIVE_UP_AFTER,
    NotYetKnown,
    Permanent,
    Temporary,
    Undelivered,
    Unreachable,
    Withdrawn,
    in_a_row,
    next_try,
)
from tests.unit.notifications.world import AT


@pytest.mark.parametrize("why", [Permanent("no"), Withdrawn("erased")])
def test_what_cannot_change_is_not_tried_again(why: Undelivered) -> None:
    assert next_try(why, 1, AT, AT, 0.5) is None


@pytest.mark.parametrize(
    ("why", "most"), [(Temporary("busy"), 3600), (Unreachable("refused"), 60), (NotYetKnown("post lima"), 30)]
)
def test_the_waits_double_up_to_a_limit(why: Undelivered, most: int) -> None:
    waits = []
    for tries in range(40):
        again = next_try(why, tries, AT, AT, 1.0)
        assert again is not None
        waits.append((again - AT).total_seconds())
    assert waits == sorted(waits)
    assert waits[1] == 2 * waits[0]
    assert waits[-1] == most


def test_a_random_part_of_the_wait_keeps_deliveries_from_coming_back_together() -> None:
    assert next_try(Temporary("busy"), 3, AT, AT, 0.0) == AT
    assert next_try(Temporary("busy"), 3, AT, AT, 0.5) == AT + timedelta(seconds=8)


def test_after_three_days_nothing_is_tried_again() -> None:
    assert next_try(Temporary("busy"), 3, AT, AT + GIVE_UP_AFTER, 0.5) is not None
    assert next_try(Temporary("busy"), 3, AT, AT + GIVE_UP_AFTER + timedelta(seconds=1), 0.5) is None


@pytest.mark.parametrize(
    ("outcomes", "count"),
    [([], 1), (["temporary"], 2), (["temporary", "waiting"], 1), (["waiting", "temporary", "temporary"], 3)],
)
def test_only_failures_of_the_same_kind_in_a_row_make_the_wait_longer(outcomes: list[str], count: int) -> None:
    attempts = [{"at": AT, "outcome": outcome} for outcome in outcomes]
    assert in_a_row(Temporary("busy"), attempts, AT) == count


def test_what_was_tried_before_it_was_reopened_does_not_count() -> None:
    attempts = [{"at": AT - timedelta(days=1), "outcome": "temporary"}]
    assert in_a_row(Temporary("busy"), attempts, AT) == 1
