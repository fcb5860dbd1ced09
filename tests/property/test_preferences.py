"""What holds for every recipient's clock and every course of its wishes: quiet hours, digests, preferences."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import event, example, given
from hypothesis import strategies as st

from services.notifications.choices import OFFER
from services.notifications.domain.preferences import (
    CHANNELS,
    PREFERENCES,
    Command,
    Inherit,
    Prefer,
    Preferences,
    Quiet,
    Unsubscribe,
)
from services.notifications.timing import Pace, allowed, is_quiet, next_digest, next_showing
from shared.eventing.decider import Refused

MINUTE = timedelta(minutes=1)
ZONES = st.sampled_from(
    ["Europe/Paris", "America/Lima", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo",
     "Africa/Cairo", "Pacific/Apia", "America/Santiago", "Asia/Tehran"]
).map(ZoneInfo)  # fmt: skip
# Near clock changes of some of these zones, and anywhere.
CHANGES = st.sampled_from(
    ["2026-03-29T01:00Z", "2026-10-25T01:00Z", "2026-04-04T15:00Z", "2026-10-03T15:30Z", "2026-02-15T02:00Z",
     "2026-03-22T02:00Z", "2026-04-23T22:00Z", "2026-09-06T04:00Z", "2011-12-30T10:00Z"]
).map(datetime.fromisoformat)  # fmt: skip
NEAR = st.builds(lambda at, off: at + timedelta(minutes=off), CHANGES, st.integers(-2000, 2000))
FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2020, 2035))
INSTANTS = NEAR | st.integers(FIRST, LAST).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
CLOCKS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
QUIETS = st.builds(Quiet, CLOCKS, CLOCKS).filter(lambda quiet: quiet.start != quiet.end)
PARIS = ZoneInfo("Europe/Paris")


def minutes(at: datetime, until: datetime) -> list[datetime]:
    """Every full minute after one instant and before another."""
    first = at.replace(second=0, microsecond=0) + MINUTE
    return [first + n * MINUTE for n in range(max(0, -((first - until) // MINUTE)))]


@given(INSTANTS, ZONES, CLOCKS)
@example(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), PARIS, time(2, 30))  # which that night does not have
@example(datetime(2026, 10, 25, 0, 10, tzinfo=UTC), PARIS, time(2, 15))  # which it has twice
@example(datetime(2026, 10, 25, 0, 20, tzinfo=UTC), PARIS, time(2, 15))
def test_a_clock_time_is_the_next_one_that_is_shown_or_has_just_been_skipped(
    at: datetime, zone: ZoneInfo, clock: time
) -> None:
    found = next_showing(at, zone, clock)
    assert timedelta(0) < found - at <= timedelta(hours=49)
    shown, before = found.astimezone(zone), (found - timedelta(seconds=1)).astimezone(zone)
    if shown.time() != clock:
        event("skipped")
        assert before.utcoffset() != shown.utcoffset()
        assert before.time() < clock < shown.time() or before.date() < shown.date()
    assert all(one.astimezone(zone).time() != clock for one in minutes(at, found))


@given(INSTANTS, ZONES, QUIETS)
@example(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), PARIS, Quiet(time(22), time(2, 30)))
@example(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), PARIS, Quiet(time(2, 45), time(2, 30)))
def test_nobody_is_told_in_quiet_hours_and_nobody_waits_without_need(
    at: datetime, zone: ZoneInfo, quiet: Quiet
) -> None:
    found = allowed(at, zone, quiet)
    assert not is_quiet(found, zone, quiet)
    assert (found == at) == (not is_quiet(at, zone, quiet))
    assert allowed(found, zone, quiet) == found
    assert all(one.astimezone(zone).time() != quiet.end for one in minutes(at, found) if found - at < 25 * 60 * MINUTE)


@given(INSTANTS, ZONES, QUIETS | st.none(), st.sampled_from(["hourly", "daily"]))
def test_a_digest_goes_after_what_it_tells_soon_and_never_quietly(
    at: datetime, zone: ZoneInfo, quiet: Quiet | None, pace: Pace
) -> None:
    due = next_digest(at, zone, pace, quiet)
    assert due > at
    assert quiet is None or not is_quiet(due, zone, quiet)
    if quiet is None:
        assert due - at <= timedelta(hours=1 if pace == "hourly" else 49)


def test_a_night_in_paris_ends_at_seven_by_its_clocks_whatever_the_season() -> None:
    night = Quiet(time(22), time(7))
    evening = datetime(2026, 3, 28, 23, tzinfo=UTC)  # midnight; the clocks go forward at two
    assert allowed(evening, PARIS, night) == datetime(2026, 3, 29, 5, tzinfo=UTC)
    autumn = datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert allowed(autumn, PARIS, night) == datetime(2026, 10, 25, 6, tzinfo=UTC)
    assert allowed(evening, PARIS, Quiet(time(22), time(2, 30))) == datetime(2026, 3, 29, 1, tzinfo=UTC)


KINDS = st.sampled_from([*OFFER, "gossip"])
OFTEN = st.sampled_from(["at-once", "hourly", "daily", "never"])
WANTED = st.builds(
    Preferences, st.sampled_from([None, "fr", "en"]), st.sampled_from([None, "America/Lima"]),
    st.lists(st.sampled_from(CHANNELS), max_size=2).map(tuple), st.none() | st.builds(Quiet, CLOCKS, CLOCKS),
    st.dictionaries(KINDS, OFTEN, max_size=3),
)  # fmt: skip
STEPS: st.SearchStrategy[Command] = st.builds(Prefer, st.just("post/lima"), WANTED, st.just(OFFER)) | st.builds(
    Unsubscribe, st.just("post/lima"), st.lists(st.sampled_from(list(OFFER)), min_size=1, max_size=2).map(tuple)
) | st.builds(Inherit, st.just("post/lima"), st.sampled_from([
    Preferences(), Preferences(language="en"), Preferences(frequency={"network": "never"}),
]))  # fmt: skip


@given(st.lists(STEPS, max_size=8))
def test_preferences_are_what_was_accepted_last_and_what_is_switched_off_since(steps: Sequence[Command]) -> None:
    model, state = Preferences(), Preferences()
    for step in steps:
        try:
            happened = PREFERENCES.decide(state, step)
        except Refused as refusal:
            event(refusal.slug)
            continue
        untouched, state = state == Preferences(), PREFERENCES.fold(happened, state)
        if isinstance(step, Unsubscribe):
            model = replace(model, frequency={**model.frequency, **dict.fromkeys(step.kinds, "never")})
        elif isinstance(step, Prefer) or untouched:
            model = step.wanted
        assert PREFERENCES.decide(state, step) == []
        assert (state.language, state.time_zone, state.quiet) == (model.language, model.time_zone, model.quiet)
        assert set(state.channels) == set(model.channels) != set()
        assert all(state.often(kind) == model.often(kind) for kind in OFFER)
        assert state.quiet is None or state.quiet.start != state.quiet.end
