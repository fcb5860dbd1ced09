"""What the event store promises, on both drivers."""

import asyncio
from typing import Any

import pytest

from shared.eventing.decider import Decider, Refused
from shared.eventing.origin import Origin
from shared.eventing.store import Conflict, KeyReused, NotPrepared, Store, Task
from shared.mongo import Mongo
from tests.integration.counter import COUNTER, Add, Added, Close

pytestmark = pytest.mark.real
ME = Origin(actor="tester")


@pytest.fixture
async def store(mongo: Mongo) -> Store:
    prepared = Store(mongo)
    await prepared.prepare()
    return prepared


def add(id: str, amount: int, expected: int | None = None) -> Task[Any]:
    return Task(COUNTER, id, Add(id, amount), expected)


def add_up(total: int, event: Added) -> int:
    return total + event.amount


def keyed(key: str, fingerprint: str = "f") -> Origin:
    return Origin(actor="tester", key=key, fingerprint=fingerprint)


async def test_what_was_appended_is_folded_again(store: Store) -> None:
    await store.execute(add("a", 2), origin=ME)
    written = await store.execute(add("a", 3), origin=ME)
    state, version = await store.load(COUNTER, "a")
    assert (state.total, version, written.version) == (5, 2, 2)


async def test_of_many_writers_at_once_none_overwrites_another(store: Store) -> None:
    await asyncio.gather(*(store.execute(add("a", 1), origin=ME) for _ in range(8)))
    state, version = await store.load(COUNTER, "a")
    assert (state.total, version) == (8, 8)


async def test_what_another_process_wrote_meanwhile_is_what_the_next_command_meets(mongo: Mongo, store: Store) -> None:
    """A process remembers what it wrote; whatever rests on an outdated memory is decided again."""
    other = Store(mongo)
    await other.prepare()
    await store.execute(add("a", 1), origin=ME)
    await other.execute(add("a", 10), origin=ME)
    assert (await store.execute(add("a", 100), origin=ME)).version == 3
    await other.execute(add("a", 1000, expected=3), origin=ME)
    assert (await store.load(COUNTER, "a"))[0].total == 1111
    with pytest.raises(Conflict, match="counter-a is at version 4, not 3"):
        await store.execute(add("a", 1, expected=3), origin=ME)
    await other.execute(Task(COUNTER, "a", Close("a")), origin=ME)
    with pytest.raises(Refused, match="counter-closed"):
        await store.execute(add("a", 1), origin=ME)
    assert (await store.load(COUNTER, "a"))[1] == 5


async def test_an_answer_that_changes_nothing_is_given_on_what_is_there_now(mongo: Mongo, store: Store) -> None:
    other = Store(mongo)
    await other.prepare()
    await store.execute(add("a", 1), origin=ME)
    await other.execute(add("a", 1), origin=ME)
    assert (await store.execute(add("a", 0), origin=ME)).version == 2


async def test_what_one_decider_has_written_another_reads(store: Store) -> None:
    count: Decider[int, Any, Any] = Decider("counter", 0, lambda n, _: [Added(counter="a", amount=n)], add_up, Added)
    await store.execute(add("a", 7), origin=ME)
    await store.execute(Task(count, "a", None), origin=ME)
    assert (await store.load(COUNTER, "a"))[0].total == 14


async def test_a_stale_expectation_is_a_conflict_and_stores_nothing(store: Store) -> None:
    await store.execute(add("a", 1), origin=ME)
    with pytest.raises(Conflict, match="counter-a is at version 1, not 0"):
        await store.execute(add("a", 1, expected=0), origin=ME)
    assert (await store.load(COUNTER, "a"))[1] == 1


async def test_a_repeated_key_gets_the_first_answer_and_changes_nothing(store: Store) -> None:
    first = await store.execute(add("a", 1), origin=keyed("k"))
    await store.execute(add("a", 1), origin=ME)
    assert await store.execute(add("a", 1), origin=keyed("k")) == first
    assert (await store.load(COUNTER, "a"))[0].total == 2


async def test_twins_with_one_key_at_once_have_one_effect(store: Store) -> None:
    answers = await asyncio.gather(*(store.execute(add("a", 1), origin=keyed("k")) for _ in range(8)))
    assert {answer.version for answer in answers} == {1}
    assert (await store.load(COUNTER, "a"))[0].total == 1


async def test_a_twin_that_would_now_be_refused_still_gets_the_first_answer(store: Store) -> None:
    closing = Task(COUNTER, "a", Close("a"))
    await store.execute(add("a", 1), origin=keyed("k"))
    await store.execute(closing, origin=ME)
    assert (await store.execute(add("a", 1), origin=keyed("k"))).version == 1


async def test_a_key_with_another_body_is_refused(store: Store) -> None:
    await store.execute(add("a", 1), origin=keyed("k", "one"))
    with pytest.raises(KeyReused):
        await store.execute(add("a", 2), origin=keyed("k", "two"))


async def test_several_streams_change_together_or_not_at_all(store: Store) -> None:
    await store.execute(Task(COUNTER, "b", Close("b")), origin=ME)
    with pytest.raises(Refused, match="counter-closed"):
        await store.execute(add("a", 1), add("b", 1), origin=ME)
    assert (await store.load(COUNTER, "a"))[1] == 0
    await store.execute(add("a", 1), add("c", 1), origin=keyed("k"))
    assert [(await store.load(COUNTER, id))[1] for id in "ac"] == [1, 1]


async def test_transfers_in_both_directions_at_once_keep_the_sum(store: Store) -> None:
    there = [store.execute(add("a", -1), add("b", 1), origin=ME) for _ in range(5)]
    back = [store.execute(add("b", -1), add("a", 1), origin=ME) for _ in range(5)]
    await asyncio.gather(*there, *back)
    (a, versions_a), (b, versions_b) = [await store.load(COUNTER, id) for id in "ab"]
    assert (a.total + b.total, versions_a, versions_b) == (0, 10, 10)


async def test_a_command_that_changes_nothing_stores_nothing(store: Store) -> None:
    assert (await store.execute(add("a", 0), origin=keyed("k"))).version == 0


async def test_nothing_is_stored_before_the_indexes_exist(mongo: Mongo) -> None:
    with pytest.raises(NotPrepared):
        await Store(mongo).execute(add("a", 1), origin=ME)
