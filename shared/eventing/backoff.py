"""Waiting longer after each failure, by a random part, so that those who wait do not come back all at once."""

import asyncio
import random


class Backoff:
    """Exponential back-off with full jitter, after Marc Brooker (AWS, 2015); times in seconds."""

    def __init__(self, first: float = 0.1, most: float = 10.0) -> None:
        self._first, self._most, self._failures = first, most, 0

    async def wait(self) -> None:
        """Sleep up to twice as long as the time before.

        A task that has been asked to end ends here at the latest, with CancelledError: where something fails at that
        very moment, the failure has taken the place of the cancellation.
        """
        if (task := asyncio.current_task()) and task.cancelling():
            raise asyncio.CancelledError
        ceiling = min(self._most, self._first * 2 ** min(self._failures, 30))
        self._failures += 1
        await asyncio.sleep(random.uniform(0, ceiling))  # noqa: S311  # spreads load, guards no secret

    def reset(self) -> None:
        """Start over after a success."""
        self._failures = 0
