"""Solves timetables in a process of their own, one at a time, so that the service goes on answering meanwhile."""

import asyncio
import os
import signal
import threading
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection

from services.delegations.timetable.model import Day, Timetable
from services.delegations.timetable.solve import solve

SPAWN = get_context("spawn")  # a forked child would share the parent's sockets and locks
SEARCH_THREADS = 2  # with two, the published benchmark days are solved in half a second on the median
SEED = 1


class SolverFailed(RuntimeError):
    """The solver's process ended without an answer."""


class Solver:
    """A process lives for one solution and ends with the service, however that ends."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)

    async def solve(self, day: Day, seconds: float) -> Timetable:
        """The best timetable found in so many seconds; whoever is cancelled while waiting leaves no process behind."""
        async with self._turn:
            receiver, sender = SPAWN.Pipe(duplex=False)
            process = SPAWN.Process(target=_solve, args=(sender, day, seconds), daemon=True)
            process.start()
            sender.close()
            try:
                found: Timetable = await asyncio.to_thread(receiver.recv)
            except EOFError:
                raise SolverFailed("the solver's process ended without an answer") from None
            finally:
                process.kill()
                process.join()
            return found


def _solve(sender: Connection, day: Day, seconds: float) -> None:
    """The whole life of the process. Ctrl-C goes to the service, which kills this process itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sender.send(solve(day, seconds=seconds, workers=SEARCH_THREADS, seed=SEED))


def _end_with_parent() -> None:
    """A service that is killed cannot kill, so this process watches it."""
    if parent := parent_process():
        parent.join()
        os._exit(1)
