"""A failing endpoint is warned about twice and then disabled; a gone one at once; and both can be enabled again."""

from datetime import datetime, timedelta
from typing import Any

from services.notifications.domain.endpoint import ENDPOINT, Disable, Enable, Review, SayGone
from shared.contracts.notifications.endpoint import EndpointDisabled, EndpointEnabled, EndpointWarned
from tests.scenario import Scenario
from tests.unit.notifications.world import AT

DAY = timedelta(days=1)
ABOUT: dict[str, Any] = {"endpoint": "acme-hook", "company": "acme"}
FITNESS = Scenario(ENDPOINT)


def review(failing: timedelta, *, at: timedelta | None = None, since: datetime = AT) -> Review:
    """Looked at when it has failed for so long, or later."""
    return Review("acme-hook", "acme", AT + (failing if at is None else at), since, since + failing)


def warned(number: int, after: timedelta) -> EndpointWarned:
    return EndpointWarned(**ABOUT, warning=number, failing_since=AT, at=AT + after)


def test_an_endpoint_that_has_failed_for_less_than_a_day_is_left_alone() -> None:
    FITNESS.when(review(DAY - timedelta(seconds=1))).nothing_happens()


def test_after_a_day_the_company_is_warned_and_after_three_again() -> None:
    FITNESS.when(review(DAY)).then(warned(1, DAY))
    FITNESS.given(warned(1, DAY)).when(review(3 * DAY)).then(warned(2, 3 * DAY))


def test_the_same_warning_is_given_once() -> None:
    FITNESS.given(warned(1, DAY)).when(review(2.9 * DAY)).nothing_happens()


def test_after_five_days_and_two_warnings_it_is_disabled() -> None:
    both = FITNESS.given(warned(1, DAY), warned(2, 3 * DAY))
    both.when(review(5 * DAY - timedelta(seconds=1))).nothing_happens()
    both.when(review(5 * DAY)).then(EndpointDisabled(**ABOUT, reason="failing", at=AT + 5 * DAY))


def test_whoever_looks_late_still_warns_twice_a_day_apart() -> None:
    late = 9 * DAY
    FITNESS.when(review(8 * DAY, at=late)).then(warned(1, late))
    once = FITNESS.given(warned(1, late))
    once.when(review(8 * DAY, at=late + timedelta(hours=23))).nothing_happens()
    once.when(review(8 * DAY, at=late + DAY)).then(warned(2, late + DAY))
    twice = once.given(warned(2, late + DAY))
    twice.when(review(8 * DAY, at=late + 1.5 * DAY)).nothing_happens()
    twice.when(review(8 * DAY, at=late + 2 * DAY)).then(
        EndpointDisabled(**ABOUT, reason="failing", at=AT + late + 2 * DAY)
    )


def test_silence_after_a_failure_is_no_failure() -> None:
    FITNESS.when(review(timedelta(hours=3), at=30 * DAY)).nothing_happens()


def test_failures_that_begin_anew_are_warned_about_anew() -> None:
    later = AT + 4 * DAY
    again = Review("acme-hook", "acme", later + DAY, later, later + DAY)
    FITNESS.given(warned(1, DAY), warned(2, 3 * DAY)).when(again).then(
        EndpointWarned(**ABOUT, warning=1, failing_since=later, at=later + DAY)
    )


def test_a_receiver_that_is_gone_is_disabled_at_once_and_once() -> None:
    gone = EndpointDisabled(**ABOUT, reason="gone", at=AT)
    FITNESS.when(SayGone("acme-hook", "acme", AT)).then(gone)
    FITNESS.given(gone).when(SayGone("acme-hook", "acme", AT + DAY)).nothing_happens()
    FITNESS.given(gone).when(review(9 * DAY)).nothing_happens()


def test_a_company_disables_and_enables_as_it_likes_and_repeating_it_changes_nothing() -> None:
    off, on = EndpointDisabled(**ABOUT, reason="asked", at=AT), EndpointEnabled(**ABOUT, at=AT)
    FITNESS.when(Disable("acme-hook", "acme", AT)).then(off)
    FITNESS.given(off).when(Disable("acme-hook", "acme", AT)).nothing_happens()
    FITNESS.given(off).when(Enable("acme-hook", "acme", AT)).then(on)
    FITNESS.when(Enable("acme-hook", "acme", AT)).nothing_happens()
    FITNESS.given(off, on).when(Enable("acme-hook", "acme", AT)).nothing_happens()


def test_what_is_enabled_again_is_warned_about_anew() -> None:
    past = FITNESS.given(warned(1, DAY), warned(2, 3 * DAY), EndpointDisabled(**ABOUT, reason="failing", at=AT))
    enabled = past.given(EndpointEnabled(**ABOUT, at=AT))
    since = AT + 6 * DAY
    enabled.when(review(DAY, at=7 * DAY, since=since)).then(
        EndpointWarned(**ABOUT, warning=1, failing_since=since, at=AT + 7 * DAY)
    )
