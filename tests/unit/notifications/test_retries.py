"""When a webhook is tried again: eight times over 27 hours, and not before the receiver wants it."""

from datetime import timedelta

import pytest

from services.notifications.channels.webhook import Gone
from services.notifications.outcomes import Permanent, Temporary, Undelivered, Unreachable
from services.notifications.retries import ATTEMPTS, next_attempt, next_call
from tests.unit.notifications.world import AT

BUSY = Temporary("busy", 503)


def test_there_are_eight_attempts_over_twenty_seven_hours() -> None:
    at, attempts = AT, 1
    while (again := next_call(BUSY, attempts, at, 0.5)) is not None:
        at, attempts = again, attempts + 1
    assert attempts == ATTEMPTS == 8
    assert timedelta(hours=27) < at - AT < timedelta(hours=28)


@pytest.mark.parametrize("tries", range(1, ATTEMPTS))
def test_what_failed_together_does_not_come_back_together(tries: int) -> None:
    early, middle, late = (next_call(BUSY, tries, AT, chance) for chance in (0.0, 0.5, 1.0))
    assert early is not None
    assert middle is not None
    assert late is not None
    assert AT < early < middle < late
    assert late - early == (middle - AT) * 0.1


@pytest.mark.parametrize("why", [Gone("gone", 410), Permanent("not public")])
def test_what_is_for_good_is_not_tried_again(why: Undelivered) -> None:
    assert next_call(why, 1, AT, 0.5) is None


def test_a_receiver_is_not_called_before_it_wants_to_be_but_a_day_is_enough() -> None:
    hour, week = (Temporary("busy", 429, retry_after=timedelta(hours=hours)) for hours in (1, 168))
    assert next_call(hour, 1, AT, 0.5) == AT + timedelta(hours=1)
    assert next_call(week, 1, AT, 0.5) == AT + timedelta(hours=24)
    soon = Temporary("busy", 429, retry_after=timedelta(0))
    assert next_call(soon, 4, AT, 0.5) == AT + timedelta(hours=2)


def test_only_calls_since_it_was_reopened_count_and_mail_keeps_its_own_schedule() -> None:
    call = {"at": AT, "outcome": "temporary", "channel": "webhook"}
    waited = {"at": AT, "outcome": "waiting", "channel": None}
    busy = Unreachable("refused")
    busy.channel = "webhook"
    tried = {"attempts": [waited, call, call, waited], "tried_from": AT}
    third = next_attempt(busy, tried, AT)
    assert third is not None
    assert timedelta(minutes=28) < third - AT < timedelta(minutes=32)
    assert next_attempt(busy, {**tried, "attempts": [call] * 7}, AT) is None
    assert next_attempt(busy, {"attempts": [call] * 7, "tried_from": AT + timedelta(days=2)}, AT) is not None
    by_mail = next_attempt(Unreachable("refused"), {**tried, "attempts": []}, AT)
    assert by_mail is not None
    assert by_mail - AT <= timedelta(minutes=1)
