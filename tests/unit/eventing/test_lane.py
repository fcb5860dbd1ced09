"""How a lane gets past what it cannot apply: the culprit and its followers are left, in order, and nothing else."""

from collections.abc import Awaitable, Callable, Collection, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.eventing.arrival import Arrival
from shared.eventing.cloudevents import Malformed
from shared.eventing.lane import ATTEMPTS, Lane, Passage
from tests.unit.eventing.arriving import TOPIC, arrival


class Effect:
    """Cannot apply what is `bad`, nor what is `flaky` before the last attempt."""

    def __init__(self, bad: Collection[str] = (), flaky: Collection[str] = ()) -> None:
        self.bad, self.flaky = bad, dict.fromkeys(flaky, ATTEMPTS - 1)
        self.applied: list[str] = []
        self.calls: list[list[str]] = []

    async def __call__(self, items: Sequence[str]) -> None:
        self.calls.append(list(items))
        for item in items:
            if len(items) == 1 and self.flaky.get(item, 0):
                self.flaky[item] -= 1
                raise ValueError(item)
            if item in self.bad or self.flaky.get(item, 0):
                raise ValueError(item)
        self.applied += items


async def at_once(attempt: Callable[[], Awaitable[None]]) -> None:
    await attempt()


async def passed(
    effect: Effect, batch: Sequence[Arrival], blocked: str = "", *, together: bool = True, last_counts: bool = False
) -> Passage:
    lane = Lane("lane", None, effect, together=together, last_counts=last_counts)
    passage = Passage(lane, {(TOPIC, stream) for stream in blocked}, at_once)
    await passage.take(batch)
    return passage


def shown(passage: Passage) -> list[str]:
    """What was stopped, with `!` where it failed itself."""
    return [name(one.arrival) + ("!" if one.error else "") for one in passage.stopped]


def name(one: Arrival) -> str:
    return (one.message.key or b"").decode()


def names(text: str) -> list[Arrival]:
    return [arrival(one) for one in text.split()]


async def test_a_sound_batch_is_applied_in_one_call() -> None:
    effect = Effect()
    passage = await passed(effect, names("a1 b1 a2"))
    assert (effect.calls, shown(passage)) == ([["a1", "b1", "a2"]], [])


async def test_the_culprit_and_what_stands_behind_it_are_left_and_all_others_go_on() -> None:
    effect = Effect(bad=["a2"])
    passage = await passed(effect, names("a1 b1 a2 c1 a3 b2"))
    assert (effect.applied, shown(passage)) == (["a1", "b1", "c1", "b2"], ["a2!", "a3"])


async def test_what_fails_for_a_moment_is_tried_again_before_its_followers() -> None:
    effect = Effect(flaky=["a1"])
    passage = await passed(effect, names("a1 a2 b1"))
    assert (effect.applied, shown(passage)) == (["b1", "a1", "a2"], [])


async def test_a_stream_that_is_blocked_already_is_not_tried() -> None:
    effect = Effect()
    passage = await passed(effect, names("a1 b1 a2"), blocked="a")
    assert (effect.applied, shown(passage)) == (["b1"], ["a1", "a2"])


async def test_what_cannot_be_read_blocks_its_stream_from_there_on() -> None:
    effect = Effect()
    passage = await passed(effect, [arrival("a1"), arrival("a2", Malformed("no")), *names("a3 b1")])
    assert (effect.applied, shown(passage)) == (["a1", "b1"], ["a2!", "a3"])
    assert len(effect.calls) == 1


async def test_an_effect_that_takes_one_at_a_time_meets_none_twice_because_of_another() -> None:
    effect = Effect(bad=["b1"])
    passage = await passed(effect, names("a1 b1 c1"), together=False)
    assert (effect.applied, shown(passage)) == (["a1", "c1"], ["b1!"])
    assert effect.calls == [["a1"], ["b1"], ["c1"], *[["b1"]] * (ATTEMPTS - 1)]


async def test_where_the_last_counts_a_later_one_makes_the_failed_one_needless() -> None:
    effect = Effect(bad=["a1"])
    passage = await passed(effect, names("a1 a2 b1"), last_counts=True)
    assert (sorted(effect.applied), shown(passage)) == (["a2", "b1"], [])


async def test_where_the_last_counts_nothing_stands_behind_another() -> None:
    effect = Effect()
    passage = await passed(effect, names("a1"), blocked="a", last_counts=True)
    assert (effect.applied, shown(passage)) == (["a1"], [])


async def test_a_server_that_is_away_is_no_reason_to_park() -> None:
    async def away(_: Sequence[str]) -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        await Passage(Lane("lane", None, away), (), at_once).take(names("a1 b1"))


@given(streams=st.lists(st.sampled_from("abcd"), max_size=40), bad=st.sets(st.integers(0, 39)), together=st.booleans())
async def test_whatever_fails_every_stream_is_applied_up_to_its_first_failure_and_in_order(
    *, streams: list[str], bad: set[int], together: bool
) -> None:
    batch = [arrival(f"{stream}{number}") for number, stream in enumerate(streams)]
    wrong = {name(one) for number, one in enumerate(batch) if number in bad}
    effect = Effect(bad=wrong)
    passage = await passed(effect, batch, together=together)
    for stream in set(streams):
        mine = [name(one) for one in batch if one.stream[1] == stream]
        until = next((number for number, id in enumerate(mine) if id in wrong), len(mine))
        assert [id for id in effect.applied if id[0] == stream] == mine[:until]
        assert [name(one.arrival) for one in passage.stopped if one.arrival.stream[1] == stream] == mine[until:]


async def test_where_very_many_fail_none_is_tried_again() -> None:
    batch = [arrival(f"{stream}1") for stream in "abcdefghijklmnopqrstuvwxyz"]
    effect = Effect(bad=[name(one) for one in batch])
    passage = await passed(effect, batch)
    assert len(passage.stopped) == len(batch)
    assert [call for call in effect.calls if call == ["a1"]] == [["a1"]]
