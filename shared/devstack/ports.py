"""Ports on loopback for servers that are killed and started again on the same port."""

import asyncio
import secrets
import socket
import time
from collections.abc import Sequence
from contextlib import ExitStack

# Below the range that outgoing connections draw from (from 32768 on Linux, 49152 on macOS): there, a client that tries
# to reach a killed server can be given that very port as its own, connect to itself, and block the server's restart.
RANGE = range(18_000, 32_000)


class PortTaken(OSError):
    """A port that was asked for is in use."""


async def take(wanted: Sequence[int | None], within: float = 5.0) -> list[int]:
    """The wanted ports, checked to be free, and a free one for each None; all differ.

    Raises PortTaken where a wanted one is still in use after `within` seconds: a server that was killed needs a moment.
    """
    until = time.monotonic() + within
    while True:
        try:
            with ExitStack() as held:
                return [_bound(held, port) if port else _free(held) for port in wanted]
        except PortTaken:
            if time.monotonic() > until:
                raise
        await asyncio.sleep(0.05)


def _free(held: ExitStack) -> int:
    for _ in RANGE:
        try:
            return _bound(held, secrets.choice(RANGE))
        except PortTaken:
            continue
    raise PortTaken(f"no port is free in {RANGE.start}-{RANGE.stop - 1}")


def _bound(held: ExitStack, port: int) -> int:
    server = held.enter_context(socket.socket())
    server.setsockopt(
        socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
    )  # as the servers do: a closed connection does not count
    try:
        server.bind(("127.0.0.1", port))
        server.listen()
    except OSError:
        raise PortTaken(f"port {port} is in use") from None
    return port
