"""A timeout that counts only the time in which this process ran."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

TICK = 0.25  # seconds


@asynccontextmanager
async def patience(seconds: float) -> AsyncIterator[None]:
    """Raises TimeoutError like asyncio.timeout, but a process that was suspended has not waited meanwhile.

    Who wakes after a suspension finds the answer and the end of an ordinary timeout at once, and the timeout wins: what
    the other side has long done looks undone. Here the suspension counts as one tick, and the answer is heard.
    """
    loop = asyncio.get_running_loop()
    timer: asyncio.TimerHandle
    async with asyncio.timeout(None) as limit:

        def tick(left: float) -> None:
            nonlocal timer
            if left > 0:
                timer = loop.call_later(min(TICK, left), tick, left - TICK)
            else:
                limit.reschedule(loop.time())

        timer = loop.call_later(min(TICK, seconds), tick, seconds - TICK)
        try:
            yield
        finally:
            timer.cancel()
