"""A child process that ends with its parent, logs to a file, and counts as started when it answers a real request."""

import asyncio
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from shared.devstack import orphans
from shared.devstack.lock import one_at_a_time

TETHER = Path(__file__).with_name("tether.py")
TETHERED = sys.platform == "linux"
TRY_EVERY = 0.05  # seconds


class NotReady(Exception):
    """A probe's answer as long as the server does not serve yet."""


class ChildFailed(RuntimeError):
    """A child ended, or did not answer in time; the message ends with the last lines of its log."""


Probe = Callable[[], Awaitable[None]]
"""Asks the server something real; raises NotReady, OSError or TimeoutError where it cannot answer yet."""


class Child:
    """One command as a child of this process: killed with it, also when it is itself killed by SIGKILL.

    `env` is laid over this process's environment as it is now, for every start. Output goes to `home/logs/NAME.log`,
    begun anew by the first one.
    Ctrl-C on the terminal does not reach it; the parent decides when to stop it. Start it from the main thread.
    """

    def __init__(
        self, name: str, argv: Sequence[str], env: Mapping[str, str] | None = None, *, home: Path,
        probe: Probe | None = None, within: float = 60.0,
    ) -> None:  # fmt: skip
        self.name, self.argv, self.env = name, list(argv), os.environ | dict(env or {})
        self.log = home / "logs" / f"{name}.log"
        self._note = home / "run" / f"{name}.json"
        self._alone = home / "run" / f"{name}.lock"
        self._probe, self._within = probe, within
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The running process's id; None before the start and after the end."""
        return self._process.pid if self._process and self._process.poll() is None else None

    async def start(self) -> None:
        """Start it and wait until its probe is answered; raises ChildFailed, and then nothing is left running."""
        await self._spawn()
        try:
            await self._until_ready()
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        """SIGKILL, at once; does nothing where it has ended already."""
        if self._process:
            self._process.kill()
            self._process.wait()

    async def stop(self, grace: float = 10.0) -> None:
        """SIGTERM, and SIGKILL where it has not ended after `grace` seconds."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            await self._until_ended(grace)
        self.kill()

    async def restart(self) -> None:
        """Start the same command again, with the same ports and data; stops it first where it still runs."""
        await self.stop()
        await self.start()

    async def finish(self) -> None:
        """Run a command that is to end by itself; raises ChildFailed where it ends with another exit code than 0."""
        await self._spawn()
        try:
            await self._until_ended()
        finally:
            self.kill()
        if self._ended():
            raise ChildFailed(f"{self.name} ended with exit code {self._ended()}{self._tail()}")

    async def _spawn(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if not TETHERED:
            orphans.end(self._note)
        # The child inherits the lock: a former one that is still dying, with its ports and files, is waited for.
        try:
            async with asyncio.timeout(self._within), one_at_a_time(self._alone) as lock:
                self._popen(lock)
        except TimeoutError:
            raise ChildFailed(f"another {self.name} still runs and holds {self._alone}") from None
        if not TETHERED and self.pid:
            orphans.note(self._note, self.pid)

    def _popen(self, lock: int) -> None:
        tether = [sys.executable, "-I", "-S", str(TETHER), str(os.getpid())] if TETHERED else []
        with self.log.open("ab" if self._process else "wb") as log:
            self._process = subprocess.Popen(
                tether + self.argv, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, pass_fds=[lock],
            )  # fmt: skip

    async def _until_ready(self) -> None:
        until = time.monotonic() + self._within
        while self._probe:
            try:
                async with asyncio.timeout(max(0.1, until - time.monotonic())):
                    await self._probe()
            except (NotReady, OSError, TimeoutError) as answer:
                if self._ended() is not None:
                    raise ChildFailed(f"{self.name} ended with exit code {self._ended()}{self._tail()}") from None
                if time.monotonic() > until:
                    reason = str(answer) or type(answer).__name__
                    raise ChildFailed(
                        f"{self.name} is not ready after {self._within:g} s: {reason}{self._tail()}"
                    ) from None
                await asyncio.sleep(TRY_EVERY)
            else:
                return

    async def _until_ended(self, within: float = math.inf) -> None:
        until = time.monotonic() + within
        while self.pid and time.monotonic() < until:  # noqa: ASYNC110 - it ends by itself, nobody here could set an event
            await asyncio.sleep(TRY_EVERY)

    def _ended(self) -> int | None:
        return self._process.poll() if self._process else None

    def _tail(self, lines: int = 15) -> str:
        last = self.log.read_text(errors="replace").splitlines()[-lines:]
        return "".join(f"\n  {line}" for line in [f"the last lines of {self.log}:", *last])
