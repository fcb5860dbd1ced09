"""python -m benchmarks.footprint: how much memory three idle services take, and how fast each is ready."""

import asyncio
import statistics
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from secrets import token_urlsafe
from time import perf_counter

from benchmarks.measuring import Claim, Size, at_most, main
from benchmarks.servers import devstack
from shared.devstack import ports
from shared.devstack.child import Child, NotReady
from shared.devstack.stack import Devstack

SERVICES = ("postings", "delegations", "notifications")
IDLE = 10  # seconds that the services settle before they are weighed
MEGABYTE = 1_000_000


def child(stack: Devstack, name: str, port: int) -> Child:
    """A service as `make run` starts it, ready when it says that all it depends on is up."""

    async def ready() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answer = await reader.read()
        finally:
            writer.close()
        if not answer.startswith(b"HTTP/1.1 200"):
            raise NotReady(answer.decode())

    own = {"LIAISON_PORT": str(port), "LIAISON_LINK_SECRET": token_urlsafe(48)}
    argv = [sys.executable, "-m", f"services.{name}"]
    return Child(name, argv, stack.environment() | own, home=stack.home, probe=ready)


async def starting(stack: Devstack, name: str) -> tuple[Child, float]:
    """A service, and the seconds from its start to its readiness."""
    [port] = await ports.take([None])
    service = child(stack, name, port)
    began = perf_counter()
    await service.start()
    return service, perf_counter() - began


def proportional_set_size(pid: int) -> int:
    """Bytes of memory that a process takes, what it shares counted by its share; Linux only."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"process {pid} has no Pss")


async def claims(size: Size) -> AsyncIterator[Claim]:
    """Each service is started alone several times; then all three are weighed together."""
    async with devstack() as stack, AsyncExitStack() as running:
        (await starting(stack, "postings"))[0].kill()  # the first one creates the topics
        for name in SERVICES:
            seconds = []
            for _ in range(size.turns):
                service, took = await starting(stack, name)
                seconds.append(took)
                await service.stop()
            yield at_most(
                f"footprint: {name} ready", statistics.median(seconds), 1.5, "s",
                by_turn=[round(one, 2) for one in seconds], **size.told,
            )  # fmt: skip
        services = []
        for name in SERVICES:
            service, _ = await starting(stack, name)
            running.push_async_callback(service.stop)
            services.append(service)
        await asyncio.sleep(IDLE)
        sizes = {one.name: round(proportional_set_size(one.pid) / MEGABYTE) for one in services if one.pid}
        yield at_most("footprint: three services idle", sum(sizes.values()), 300, "MB", each=sizes, **size.told)


if __name__ == "__main__":
    main("footprint", claims)
