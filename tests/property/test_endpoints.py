"""What holds of endpoints and deliveries whatever happens to them, in whatever order."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.endpoint import (
    BETWEEN,
    DISABLE_AFTER,
    ENDPOINT,
    Command,
    Disable,
    Enable,
    Review,
    SayGone,
)
from shared.contracts.notifications.endpoint import EndpointDisabled, EndpointEnabled, EndpointWarned
from tests.unit.notifications.world import AT

HOUR = timedelta(hours=1)
KINDS = st.sampled_from(["fails", "works", "gone", "asked", "enable"])
STEPS = st.lists(st.tuples(KINDS, st.integers(1, 40)), max_size=60)
Event = EndpointWarned | EndpointDisabled | EndpointEnabled


def lived(steps: Sequence[tuple[str, int]]) -> list[Event]:
    """The history of an endpoint that is looked at after each step, with so many hours between two."""
    history: list[Event] = []
    at, since, last = AT, None, None
    for kind, hours in steps:
        at += hours * HOUR
        command: Command | None = None
        match kind:
            case "fails":
                since, last = since or at, at
            case "works":
                since = last = None
            case "gone":
                command = SayGone("hook", "acme", at)
            case "asked":
                command = Disable("hook", "acme", at)
            case _:
                command, since, last = Enable("hook", "acme", at), None, None
        if command is None and since is not None and last is not None:
            command = Review("hook", "acme", at, since, last)
        if command is not None:
            decided = ENDPOINT.decide(ENDPOINT.fold(history), command)
            history += decided
            assert list(ENDPOINT.decide(ENDPOINT.fold(history), command)) == [], "said again, it changes nothing"
    return history


@given(STEPS)
def test_no_endpoint_is_disabled_for_failing_but_after_five_days_and_two_warnings_of_these_failures(
    steps: list[tuple[str, int]],
) -> None:
    history = lived(steps)
    for place, event in enumerate(history):
        if isinstance(event, EndpointDisabled) and event.reason == "failing":
            first, second = history[place - 2 : place]
            assert isinstance(first, EndpointWarned)
            assert isinstance(second, EndpointWarned)
            assert (first.warning, second.warning) == (1, 2)
            assert first.failing_since == second.failing_since <= event.at - DISABLE_AFTER
            assert second.at - first.at >= BETWEEN <= event.at - second.at


@given(STEPS)
def test_an_endpoint_is_disabled_and_enabled_in_turns_and_warned_only_while_enabled(
    steps: list[tuple[str, int]],
) -> None:
    disabled = False
    for event in lived(steps):
        match event:
            case EndpointDisabled():
                assert not disabled
                disabled = True
            case EndpointEnabled():
                assert disabled
                disabled = False
            case EndpointWarned():
                assert not disabled
