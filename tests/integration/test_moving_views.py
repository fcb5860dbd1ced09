"""What holds while a view moves from one collection to another, for processes that are late, asleep or dying."""

import asyncio

import pytest

from shared.eventing import live
from shared.eventing.building import Raced
from shared.eventing.lease import LEASES, LeaseLost
from shared.eventing.rebuild import drop_old
from shared.eventing.views import Views
from shared.mongo import Mongo
from tests.infrastructure import Servers
from tests.integration.counter import TOTALS
from tests.integration.published import added, publish
from tests.integration.rebuilds import ignore, lives_in, rebuild, totals, whole

pytestmark = pytest.mark.real


@pytest.fixture
def kafka(infrastructure: Servers) -> str:
    return infrastructure.kafka


async def test_a_process_that_has_not_noticed_the_swap_writes_nothing_to_the_old_view(
    mongo: Mongo, kafka: str, topic: str
) -> None:
    late = Views(mongo, [TOTALS])
    await late.apply(added("a", 1))
    await publish(kafka, topic, added("a", 1, 2, 3))
    async with rebuild(mongo, kafka, topic) as one:
        await whole(one)
        await late.apply(added("a", 4))
    assert await mongo["totals"].count_documents({"_id": "a", "total": 1}) == 1
    assert await mongo["totals.2"].count_documents({"_id": "a", "total": 4}) == 1


async def test_a_process_that_has_not_noticed_the_swap_writes_nothing_where_the_old_view_was(
    mongo: Mongo, kafka: str, topic: str
) -> None:
    late = Views(mongo, [TOTALS])
    await late.apply(added("a", 1))
    await publish(kafka, topic, added("a", 1))
    async with rebuild(mongo, kafka, topic) as one:
        await whole(one)
        await drop_old(mongo, TOTALS)
        await late.apply(added("b", 1))
    assert await mongo["totals"].count_documents({}) == 0
    assert await totals(late) == {"a": 1, "b": 1}


async def test_a_batch_that_comes_while_the_view_moves_waits_and_is_in_the_new_view(
    mongo: Mongo, kafka: str, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = Views(mongo, [TOTALS])
    await views.apply(added("a", 1))
    await publish(kafka, topic, added("a", 1))
    late: list[asyncio.Task[None]] = []
    shut = live.shut

    async def shut_and_then(*where: object) -> None:
        await shut(*where)  # type: ignore[arg-type]
        late.append(asyncio.create_task(views.apply(added("a", 2))))

    monkeypatch.setattr(live, "shut", shut_and_then)
    async with rebuild(mongo, kafka, topic) as one:
        await whole(one)
    await asyncio.gather(*late)
    assert await totals(Views(mongo, [TOTALS])) == {"a": 2}


async def test_a_rebuild_that_dies_while_the_view_moves_holds_nobody_up_for_long(
    mongo: Mongo, kafka: str, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = Views(mongo, [TOTALS])
    await views.apply(added("a", 1))
    monkeypatch.setattr(live, "HOLD", 0.3)
    await mongo.transaction(lambda session: live.shut(mongo, "totals", session))
    await views.apply(added("a", 2))
    assert await totals(views) == {"a": 2}
    # and had it only slept, it would find that the gate was opened
    assert not await mongo.transaction(lambda session: live.shut_for_ever(mongo, "totals", session))


async def test_a_rebuild_that_fails_while_the_view_moves_lets_events_pass_at_once(
    mongo: Mongo, kafka: str, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> bool:
        raise TimeoutError

    views = Views(mongo, [TOTALS])
    await publish(kafka, topic, added("a", 1))
    monkeypatch.setattr(live, "shut_for_ever", fails)
    with pytest.raises(TimeoutError):
        async with rebuild(mongo, kafka, topic) as one:
            await whole(one)
    async with asyncio.timeout(live.HOLD / 2):
        await views.apply(added("a", 1))
    assert await lives_in(mongo) == "totals"


async def test_a_process_that_has_not_noticed_the_swap_finds_the_view_after_the_old_one_was_dropped(
    mongo: Mongo, kafka: str, topic: str
) -> None:
    late = Views(mongo, [TOTALS])
    await late.apply(added("a", 1))
    await publish(kafka, topic, added("a", 1, 2))
    async with rebuild(mongo, kafka, topic) as one:
        await whole(one)
        await late.get(TOTALS, "a")
    await drop_old(mongo, TOTALS)
    assert await late.get(TOTALS, "a") == {"id": "a", "total": 2}


async def test_a_rebuild_that_slept_past_its_lease_changes_nothing_any_more(
    mongo: Mongo, kafka: str, topic: str
) -> None:
    await publish(kafka, topic, [one for id in "abc" for one in added(id, 1, 2)])
    async with rebuild(mongo, kafka, topic) as sleeper:
        await sleeper.begin()
        await sleeper.build(ignore)
        await mongo[LEASES].update_one({"_id": "rebuild/totals"}, [{"$set": {"until": "$$NOW"}}])
        async with rebuild(mongo, kafka, topic) as heir:
            assert await heir.begin()
            await publish(kafka, topic, added("a", 3), added("d", 1))
            await heir.build(ignore)
            await heir.swap(ignore)
            after = await mongo["totals.2"].find({}).to_list(None)
            with pytest.raises((LeaseLost, Raced)):
                await sleeper.build(ignore)
            with pytest.raises(LeaseLost):
                await sleeper.discard()
            assert await mongo["totals.2"].find({}).to_list(None) == after
    assert await lives_in(mongo) == "totals.2"
