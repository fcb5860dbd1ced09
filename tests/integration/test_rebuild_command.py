"""The command `rebuild` of a service: what it prints, and what it ends with."""

from collections.abc import Awaitable, Callable

import pytest

from shared.eventing import comparison
from shared.eventing.rebuild import rebuilding
from shared.eventing.views import Views
from shared.mongo import Mongo
from shared.rebuilding import command
from tests.infrastructure import Servers
from tests.integration.counter import TOTALS, Fact
from tests.integration.published import added, publish
from tests.integration.rebuilder import LEASE

pytestmark = pytest.mark.real
Run = Callable[..., Awaitable[int]]


@pytest.fixture
async def run(infrastructure: Servers, mongo: Mongo, topic: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Rebuild a view that three events have made."""
    monkeypatch.setattr(Fact, "topic", topic)
    monkeypatch.setattr(comparison, "PATIENCE", 0.5)
    events = [*added("a", 1, 2), *added("b", 1)]
    await publish(infrastructure.kafka, topic, events)
    await Views(mongo, [TOTALS]).apply(events)

    async def rebuild(*words: str) -> int:
        own = Mongo(infrastructure.mongo, mongo.database.name)
        return await command("test", own, infrastructure.kafka, [TOTALS], ["totals", *words])

    return rebuild


async def test_a_rebuild_says_what_it_did_and_that_the_old_view_is_kept(
    run: Run, mongo: Mongo, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run() == 0
    said = capsys.readouterr().err
    assert "100%" in said
    assert "3 events" in said
    assert "totals lives in totals.2 now; totals is kept until rebuild totals --drop-old" in " ".join(said.split())
    assert await run("--drop-old") == 0
    assert "dropped totals" in capsys.readouterr().err


async def test_a_check_finds_nothing_where_the_view_is_what_its_events_say(
    run: Run, mongo: Mongo, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run("--check") == 0
    assert capsys.readouterr().out == ""
    assert sorted(await mongo.database.list_collection_names()) == ["leases", "totals", "views"]


async def test_a_check_prints_what_is_spoilt_lost_or_invented(
    run: Run, mongo: Mongo, capsys: pytest.CaptureFixture[str]
) -> None:
    await mongo["totals"].update_one({"_id": "a"}, {"$set": {"total": 7}})
    await mongo["totals"].delete_one({"_id": "b"})
    await mongo["totals"].insert_one({"_id": "c", "_rev": 1, "_seen": {"counter-c": 1}, "total": 1})
    assert await run("--check") == 1
    assert capsys.readouterr().out.splitlines() == [
        "totals/a: total: live 7, rebuilt 2",
        "totals/b: total: live None, rebuilt 1",
        "totals/c: total: live 1, rebuilt None",
    ]
    assert await run() == 0
    assert await run("--check") == 0


async def test_a_check_waits_for_a_live_view_that_only_lags(
    run: Run, infrastructure: Servers, mongo: Mongo, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    views, looked = Views(mongo, [TOTALS]), comparison._both
    await publish(infrastructure.kafka, topic, added("a", 3))

    async def caught_up(*where: object) -> object:
        await views.apply(added("a", 3))
        return await looked(*where)  # type: ignore[arg-type]

    monkeypatch.setattr(comparison, "_both", caught_up)
    assert await run("--check") == 0


async def test_a_second_rebuild_at_the_same_time_says_so_and_changes_nothing(
    run: Run, infrastructure: Servers, mongo: Mongo, topic: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with rebuilding(mongo, infrastructure.kafka, TOTALS, topics=[topic], lane="test", lease=LEASE):
        assert await run() == 1
    assert "another process is at it" in capsys.readouterr().err
    assert await run() == 0
