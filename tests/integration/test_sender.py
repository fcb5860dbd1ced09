"""Letting go of Kafka: whatever happens to whoever holds a sender, nothing of it stays open."""

import asyncio
import gc
import warnings

import pytest

from shared.eventing.sender import connected
from tests.infrastructure import Servers

pytestmark = pytest.mark.real


@pytest.mark.parametrize("transactional_id", [None, "twice-asked"])
@pytest.mark.parametrize("times", [1, 2, 3])
async def test_a_sender_lets_go_however_often_it_is_asked_to_end(
    infrastructure: Servers, transactional_id: str | None, times: int
) -> None:
    at_work = asyncio.Event()

    async def work() -> None:
        async with connected(infrastructure.kafka, transactional_id):
            at_work.set()
            await asyncio.Event().wait()

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        task = asyncio.create_task(work())
        await at_work.wait()
        for _ in range(times):
            task.cancel()
            await asyncio.wait([task], timeout=0)
        with pytest.raises(asyncio.CancelledError):
            await task
        del task
        gc.collect()
    assert [str(one.message) for one in told] == []
