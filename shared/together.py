"""What many ask for at once, asked once: database calls of concurrent tasks become one call for all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Together(Generic[A, B]):
    """Calls `do` with all that was asked for while the call before was under way; it answers in the same order.

    So what is asked for alone goes at once, and under load calls grow by themselves instead of in number. Every call
    begins after what it is asked for was asked, so an answer is never older than the question. An answer that is an
    exception is raised to whom it is for.
    """

    def __init__(self, do: Callable[[Sequence[A]], Awaitable[Sequence[B | Exception]]]) -> None:
        self._do = do
        self._waiting: list[tuple[A, asyncio.Future[B]]] = []
        self._working: asyncio.Task[None] | None = None

    async def __call__(self, item: A) -> B:
        """The answer for this item. Raises what `do` raises, to all who are in the same call."""
        answer: asyncio.Future[B] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        return await answer

    async def _work(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting, []
            answers: Sequence[B | Exception]
            try:
                answers = await self._do([item for item, _ in taken])
            except Exception as error:  # noqa: BLE001  # told to everybody who asked
                answers = [error] * len(taken)
            for (_, asker), answer in zip(taken, answers, strict=True):
                if asker.done():  # whoever asked is gone
                    continue
                if isinstance(answer, Exception):
                    asker.set_exception(answer)
                else:
                    asker.set_result(answer)
