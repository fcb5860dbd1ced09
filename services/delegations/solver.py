"""Solves timetables in a process of their own, one at a time, so that the service goes on answering meanwhile."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Mapping, Set
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any, TypeVar

from services.delegations.timetable.model import Day, Place, Timetable
from services.delegations.timetable.progress import Progress, Report
from services.delegations.timetable.repair import NOBODY, Repaired, repair
from services.delegations.timetable.solve import solve

# A child forked from the service would share its sockets and locks. This one is forked from a server that the first
# question starts, and that has loaded OR-Tools: half a second that each further question saves.
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(
    [f"services.delegations.timetable.{name}" for name in ("choose", "floor", "moving", "polish")]
)
SEARCH_THREADS = 2  # with two, the published benchmark days are solved in half a second on the median
SEED = 1

Answer = TypeVar("Answer")


class SolverFailed(RuntimeError):
    """The solver's process ended without an answer."""


class Solver:
    """A process lives for one solution and ends with the service, however that ends."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)

    async def solve(
        self,
        day: Day,
        seconds: float,
        *,
        workers: int = SEARCH_THREADS,
        seed: int = SEED,
        report: Report | None = None,
    ) -> Timetable:
        """The best timetable found in so many seconds; whoever is cancelled while waiting leaves no process behind.

        `report` is called in the event loop whenever the search says how far it is.
        """
        return await self._answer(partial(_solved, day, seconds, workers, seed), report)

    async def repair(
        self,
        day: Day,
        published: Mapping[str, Place],
        *,
        since: int = 0,
        frozen: Set[str] = NOBODY,
        wanted: Set[str] = NOBODY,
    ) -> Repaired:
        """The least change to a published timetable, see `repair`."""
        asked = partial(repair, day, published, since=since, frozen=frozen, wanted=wanted)
        # What it takes to start the process and to send it the day is part of the time, on a busy machine most of it.
        change = partial(asked, workers=SEARCH_THREADS, seed=SEED, begun=perf_counter())
        return await self._answer(partial(_repaired, change))

    async def _answer(self, question: Callable[[Report], Answer], report: Report | None = None) -> Answer:
        async with self._turn:
            receiver, sender = PROCESSES.Pipe(duplex=False)
            process = PROCESSES.Process(target=_work, args=(sender, question), daemon=True)
            starting = asyncio.create_task(asyncio.to_thread(process.start))  # the first one waits for the server
            try:
                await asyncio.shield(starting)
                sender.close()
                found: Answer = await asyncio.to_thread(_heard, receiver, asyncio.get_running_loop(), report or _ignore)
            except EOFError:
                raise SolverFailed("the solver's process ended without an answer") from None
            finally:
                await asyncio.wait({starting})
                process.kill()
                process.join()
            return found


def _solved(day: Day, seconds: float, workers: int, seed: int, report: Report) -> Timetable:
    return solve(day, seconds=seconds, workers=workers, seed=seed, report=report)


def _repaired(change: Callable[[], Repaired], _: Report) -> Repaired:
    """A repair is over before anybody could follow it."""
    return change()


def _ignore(_: Progress) -> None:
    """Nobody listens."""


def _heard(receiver: Connection, loop: asyncio.AbstractEventLoop, report: Report) -> Any:
    """The answer, after everything that was told on the way to it."""
    while isinstance(said := receiver.recv(), Progress):
        loop.call_soon_threadsafe(report, said)
    return said


def _work(sender: Connection, question: Callable[[Report], object]) -> None:
    """The whole life of the process. Ctrl-C goes to the service, which kills this process itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    turn = threading.Lock()  # the search reports from threads of its own

    def report(progress: Progress) -> None:
        with turn:
            sender.send(progress)

    sender.send(question(report))


def _end_with_parent() -> None:
    """A service that is killed cannot kill, so this process watches it."""
    if parent := parent_process():
        parent.join()
        os._exit(1)
