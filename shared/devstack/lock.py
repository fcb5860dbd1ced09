"""One run at a time: a lock on a file that the kernel releases when its holder ends, however it ends."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path


class AlreadyRunning(RuntimeError):
    """Another process holds the lock; `pid` is its process id (0 where it has not written it yet)."""

    def __init__(self, home: Path, pid: int) -> None:
        super().__init__(f"already running: process {pid} uses {home}")
        self.pid = pid


@contextmanager
def single_instance(home: Path) -> Iterator[None]:
    """Hold `home/run.lock`; raises AlreadyRunning where another process (or this one, a second time) holds it."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "run.lock").open("a+") as file:
        if not _taken(file.fileno()):
            file.seek(0)
            raise AlreadyRunning(home, int(file.read().strip() or 0))
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


@asynccontextmanager
async def one_at_a_time(path: Path) -> AsyncIterator[int]:
    """Hold the lock at `path`, waiting for whoever holds it now.

    Gives the file's descriptor: a process that inherits it holds the lock too, until it has ended.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        while not _taken(file.fileno()):  # noqa: ASYNC110 - another process holds it
            await asyncio.sleep(0.05)
        yield file.fileno()


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
