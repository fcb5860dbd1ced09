"""What a delivery is called by those who ask, and the rates at which mail may go."""

from typing import Any

import pytest

from services.notifications.progress import BEFORE, REOPENED, SETTLED, STATUSES, state
from services.notifications.throttles import Rates


@pytest.mark.parametrize(
    ("status", "outcomes", "channel", "name"),
    [
        ("pending", [], None, "created"),
        ("pending", ["temporary"], None, "temporary-failure"),
        ("pending", ["temporary", "unreachable"], None, "technical-failure"),
        ("pending", ["temporary", "unanswered"], None, "technical-failure"),
        ("pending", ["waiting"], None, "technical-failure"),
        ("pending", ["stuck"], None, "technical-failure"),
        ("sending", ["temporary"], None, "sending"),
        ("sent", ["sent"], "email", "sent"),
        ("sent", ["temporary", "sent"], "webhook", "delivered"),
        ("failed", ["permanent"], None, "permanent-failure"),
        ("failed", ["sent", "bounced"], "email", "permanent-failure"),
        ("failed", ["temporary"], None, "temporary-failure"),
        ("failed", ["unreachable"], None, "technical-failure"),
        ("suppressed", ["suppressed"], None, "suppressed"),
        ("cancelled", ["withdrawn"], None, "cancelled"),
    ],
)
def test_a_delivery_is_called_by_how_far_it_has_come(
    status: str, outcomes: list[str], channel: str | None, name: str
) -> None:
    delivery: dict[str, Any] = {"status": status, "attempts": [{"outcome": one} for one in outcomes]}
    assert state({**delivery, "channel": channel}) == name


def test_every_status_can_be_reached_and_only_an_operator_leaves_what_is_settled_but_for_bounces() -> None:
    assert set(BEFORE) == set(STATUSES)
    left = {(before, after) for after, befores in BEFORE.items() for before in befores if before in SETTLED}
    assert left == {("sent", "failed")}
    assert set(REOPENED) < set(SETTLED)


def test_a_mail_meets_the_limit_of_its_domain_or_that_of_every_other_and_the_one_over_all() -> None:
    rates = Rates.named("Orange.example=5, *=20", 100)
    assert rates.of("anne@orange.EXAMPLE") == [("orange.example", 5), ("all", 100)]
    assert rates.of("bob@acme.example") == [("acme.example", 20), ("all", 100)]
    assert Rates.named("orange.example=0.5").of("bob@acme.example") == []
    assert Rates.named("").of("bob@acme.example") == []


@pytest.mark.parametrize("wrong", ["orange.example", "orange.example=", "=5", "a=0", "a=-1", "a=fast"])
def test_rates_that_say_nothing_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"not a list|could not convert"):
        Rates.named(wrong)
