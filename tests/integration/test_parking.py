"""What parking promises: a poison event stops its stream and view and nothing else, and comes back in order."""

from collections.abc import Sequence
from typing import Any

import pytest

from shared.eventing.consumer import of_mirror, of_reaction
from shared.eventing.event import Recorded
from shared.eventing.parking import Parking, message
from shared.eventing.reaction import Reaction
from shared.eventing.records import Mirror
from shared.eventing.replay import Busy, ConsumerUnknown, Replays
from shared.mongo import Mongo
from tests.integration.counter import TOTALS, Added
from tests.integration.unlucky import LANE, Unlucky, added, meanwhile
from tests.unit.eventing.arriving import event
from tests.unit.eventing.arriving import message as sent

pytestmark = pytest.mark.real


@pytest.fixture
async def unlucky(mongo: Mongo) -> Unlucky:
    service = Unlucky(mongo, 13)
    await service.prepare()
    return service


async def test_a_poison_event_is_parked_with_what_explains_it(unlucky: Unlucky) -> None:
    [poison] = added("a", 13)
    await unlucky.deliver(poison)
    [listed] = await unlucky.parked()
    parked = await unlucky.replays.parking.get(listed["_id"])
    assert parked is not None
    assert (parked["consumer"], parked["stream"], parked["place"]) == (LANE, "counter-a", "liaison.test/0/13")
    assert (parked["error"]["type"], parked["error"]["text"]) == ("ValueError", "… cannot have 13")
    assert "_list" in parked["error"]["stack"]
    assert message(parked) == poison


async def test_later_events_of_its_stream_park_behind_it_in_order_and_all_others_go_on(unlucky: Unlucky) -> None:
    await unlucky.deliver(*added("a", 1, 13, 22), *added("b", 33))
    await unlucky.deliver(*added("a", 44, first=4), *added("b", 55, first=2), *added("c", 66))
    assert [await unlucky.amounts(id) for id in "abc"] == [[1], [33, 55], [66]]
    assert [(one["offset"], one["error"] is None) for one in await unlucky.parked()] == [
        (13, False),
        (22, True),
        (44, True),
    ]


async def test_the_other_views_of_the_same_events_go_on(unlucky: Unlucky) -> None:
    await unlucky.deliver(*added("a", 1, 13, 22))
    document = await unlucky.views.get(TOTALS, "a")
    assert document == {"id": "a", "total": 36}


async def test_what_is_delivered_again_is_parked_once(unlucky: Unlucky) -> None:
    for _ in range(3):
        await unlucky.deliver(*added("a", 1, 13, 22))
    assert [one["offset"] for one in await unlucky.parked()] == [13, 22]


async def test_a_replay_goes_in_stream_order_and_then_live_events_flow_again(unlucky: Unlucky) -> None:
    await unlucky.deliver(*added("a", 1, 13, 22), *added("b", 13))
    unlucky.bad.clear()
    assert await unlucky.replay("counter-a") == (2, 0)
    await unlucky.deliver(*added("a", 33, first=4), *added("b", 44, first=2))
    assert await unlucky.amounts("a") == [1, 13, 22, 33]
    assert [one["stream"] for one in await unlucky.parked()] == ["counter-b", "counter-b"]
    assert await unlucky.replay() == (2, 0)
    assert (await unlucky.amounts("b"), await unlucky.parked()) == ([13, 44], [])


async def test_a_replay_stops_at_the_first_that_still_fails(unlucky: Unlucky) -> None:
    unlucky.bad.add(22)
    await unlucky.deliver(*added("a", 13, 22, 33))
    unlucky.bad.remove(13)
    assert await unlucky.replay() == (1, 1)
    [second, third] = await unlucky.parked()
    assert (second["offset"], second["error"]["text"], third["error"]) == (22, "… cannot have 22", None)
    assert await unlucky.amounts("a") == [13]


async def test_a_second_replay_changes_nothing(unlucky: Unlucky) -> None:
    await unlucky.deliver(*added("a", 13, 22))
    unlucky.bad.clear()
    assert [await unlucky.replay(), await unlucky.replay()] == [(2, 0), (0, 0)]
    await unlucky.deliver(*added("a", 13, 22))
    assert await unlucky.amounts("a") == [13, 22]


async def test_a_replay_killed_between_effect_and_record_goes_on_without_a_second_effect(unlucky: Unlucky) -> None:
    class Killed(Parking):
        async def leave(self, *_: Any) -> bool:
            raise KeyboardInterrupt

    await unlucky.deliver(*added("a", 13, 22))
    unlucky.bad.clear()
    dying = Replays(unlucky.mongo, [unlucky.consumer])
    dying.parking = Killed(unlucky.mongo)
    with pytest.raises(KeyboardInterrupt):
        await dying.replay(LANE, None, "ops", "mended")
    assert (await unlucky.amounts("a"), len(await unlucky.parked())) == ([13], 2)
    assert await unlucky.replay() == (2, 0)
    assert await unlucky.amounts("a") == [13, 22]


async def test_a_stream_is_replayed_by_one_at_a_time(unlucky: Unlucky) -> None:
    await unlucky.deliver(*added("a", 13))
    unlucky.bad.clear()
    other = Replays(unlucky.mongo, [unlucky.consumer])
    assert await other._leases.acquire("\n".join(("replay", LANE, "liaison.test", "counter-a")))
    with pytest.raises(Busy):
        await unlucky.replay()


async def test_an_event_that_comes_while_its_stream_is_replayed_is_applied_after_it(unlucky: Unlucky) -> None:
    await unlucky.deliver(*added("a", 13, 22))
    unlucky.bad.clear()
    racing = meanwhile(unlucky.consumer, unlucky.mongo, unlucky.replay)
    await unlucky.deliver(*added("a", 33, 44, first=3), *added("b", 1), through=racing)
    assert (await unlucky.amounts("a"), await unlucky.amounts("b")) == ([13, 22, 33, 44], [1])
    assert await unlucky.parked() == []


async def test_an_event_that_parks_while_its_stream_is_replayed_is_replayed_too(unlucky: Unlucky) -> None:
    class Slow(Parking):
        async def leave(self, parked: Any, *about: Any) -> bool:
            if parked["offset"] == 13:
                await unlucky.deliver(*added("a", 22, first=2))
            return await super().leave(parked, *about)

    await unlucky.deliver(*added("a", 13))
    unlucky.bad.clear()
    unlucky.replays.parking = Slow(unlucky.mongo)
    assert await unlucky.replay() == (2, 0)
    assert (await unlucky.amounts("a"), await unlucky.parked()) == ([13, 22], [])


async def test_discarding_the_first_lets_the_following_be_replayed(unlucky: Unlucky) -> None:
    await unlucky.deliver(*added("a", 13, 22))
    discarded = await unlucky.replays.discard((await unlucky.ids())[13], "ops", "test data")
    assert discarded is not None
    assert (discarded["status"], "body" in discarded) == ("discarded", False)
    assert await unlucky.replay() == (1, 0)
    assert await unlucky.amounts("a") == [22]


async def test_what_was_discarded_is_not_applied_when_it_is_delivered_again(unlucky: Unlucky) -> None:
    await unlucky.deliver(*added("a", 13))
    await unlucky.replays.discard((await unlucky.ids())[13], "ops", "test data")
    unlucky.bad.clear()
    await unlucky.deliver(*added("a", 13, 22))
    assert (await unlucky.amounts("a"), await unlucky.parked()) == ([22], [])


async def test_each_replay_and_discard_leaves_a_record_of_who_when_and_why(unlucky: Unlucky) -> None:
    await unlucky.deliver(*added("a", 13, 22))
    ids = await unlucky.ids()
    await unlucky.replay()
    await unlucky.replays.discard(ids[13], "boss", "test data")
    await unlucky.replays.discard(ids[13], "boss", "test data")
    await unlucky.replay()
    records = [(await unlucky.replays.parking.get(ids[offset]) or {})["audit"] for offset in (13, 22)]
    assert [[(one["what"], one["by"], one["reason"]) for one in about] for about in records] == [
        [("replay failed", "ops", "mended"), ("discarded", "boss", "test data")],
        [("replayed", "ops", "mended")],
    ]
    assert records[0][0]["at"].utcoffset().total_seconds() == 0


async def test_a_newer_version_parks_and_a_type_that_nobody_handles_is_skipped(unlucky: Unlucky) -> None:
    body = b'{"type": "test.Added.v2", "counter": "a", "how_much": 3}'
    await unlucky.deliver(event(body, 1, type="test.Added.v2"), event(b"?", 2, type="test.Renamed"))
    await unlucky.deliver(*added("a", 33, first=3))
    parked = await unlucky.parked(consumer=LANE)
    assert [(one["type"], (one["error"] or {}).get("type")) for one in parked] == [
        ("test.Added.v2", "NewerVersion"),
        ("test.Added", None),
    ]


async def test_nobody_replays_for_a_consumer_that_there_is_not(unlucky: Unlucky) -> None:
    with pytest.raises(ConsumerUnknown):
        await unlucky.replays.replay("test.views", None, "ops", "mended")


async def test_an_outage_parks_nothing_and_keeps_the_batch_until_it_is_over(mongo: Mongo) -> None:
    outage, reacted, reports = [ConnectionRefusedError(), TimeoutError(), ConnectionResetError()], [], []

    async def react(recorded: Recorded) -> None:
        assert isinstance(recorded.event, Added)
        if recorded.event.amount == 2 and outage:
            raise RuntimeError("while asking another") from outage.pop()
        reacted.append(recorded.event.amount)

    consumer = of_reaction("test", Reaction("react", (Added,), react), Parking(mongo))
    await consumer.handle(added("a", 1, 2, 3), lambda _, reason: reports.append(reason))
    assert reacted == [1, 2, 3]
    assert (len(reports), reports[-1], await Parking(mongo).count()) == (4, None, {})


async def test_a_batch_is_kept_while_even_parking_is_not_possible(unlucky: Unlucky) -> None:
    class Failing(Parking):
        failures: Sequence[Exception] = [KeyError("a defect"), ConnectionResetError()]

        async def park(self, *about: Any) -> Any:
            if self.failures:
                [*type(self).failures, error] = self.failures
                raise error
            return await super().park(*about)

    consumer = meanwhile(unlucky.consumer, unlucky.mongo, unlucky.prepare)
    object.__setattr__(consumer, "parking", Failing(unlucky.mongo))
    await unlucky.deliver(*added("a", 1, 13), through=consumer)
    assert unlucky.reports == ["ConnectionResetError: ", "KeyError", None]
    assert [one["offset"] for one in await unlucky.parked()] == [13]


async def test_a_malformed_record_parks_until_a_later_one_takes_its_place(mongo: Mongo) -> None:
    mirror, parking = Mirror(mongo, "liaison.test.people"), Parking(mongo)
    await parking.prepare()
    consumer = of_mirror("test", mirror)

    async def put(version: int, value: bytes | None) -> None:
        headers = [("ce_sequence", str(version).encode())]
        record = sent(value, version, key=b"p", headers=headers, topic=mirror.topic)
        await consumer.handle([record], lambda *_: None)

    await put(1, b'{"name": "Ada"')
    [broken] = await parking.find({"status": "parked"}, None, 10)
    assert broken["error"]["type"] == "Malformed"
    await put(2, b'{"name": "Ada"}')
    assert await mirror.get("p") == {"name": "Ada"}
    replaced = await parking.get(broken["_id"])
    assert replaced is not None
    assert (replaced["status"], replaced.get("body"), len(replaced["audit"])) == ("discarded", None, 1)


async def test_an_older_record_that_comes_late_brings_nobody_back(mongo: Mongo) -> None:
    mirror = Mirror(mongo, "liaison.test.people")

    def version(number: int, value: bytes | None) -> Any:
        return sent(value, number, key=b"p", headers=[("ce_sequence", str(number).encode())])

    for batch in ([version(2, None)], [version(1, b'{"name": "Ada"}')]):
        await mirror.apply(batch)
    assert await mirror.get("p") is None
