"""Clients that cost little themselves: HTTP/1.1 over connections that stay open."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any, NamedTuple


class Answer(NamedTuple):
    status: int
    body: bytes


@dataclass(frozen=True)
class Connection:
    """One connection to a server; one request at a time. `head` are header lines that every request carries."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    head: str

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send a request, with a JSON body where there is one, and read the whole answer."""
        content = b"" if body is None else json.dumps(body).encode()
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        start = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{self.head}{lines}"
        about = f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        self.writer.write(start.encode() + about.encode() + content)
        answer = await self.reader.readuntil(b"\r\n\r\n")
        length = answer.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        return Answer(int(answer[9:12]), await self.reader.readexactly(int(length or 0)))


@asynccontextmanager
async def connections(port: int, number: int, token: str = "") -> AsyncIterator[Sequence[Connection]]:
    """So many open connections to a server on loopback."""
    head = f"Authorization: Bearer {token}\r\n" if token else ""
    async with AsyncExitStack() as stack:
        opened = []
        for _ in range(number):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            stack.callback(writer.close)
            opened.append(Connection(reader, writer, head))
        yield opened


class Request(NamedTuple):
    """A command: where to, with what body, under which Idempotency-Key."""

    path: str
    body: Any
    key: str


async def rate(
    clients: Sequence[Connection], requests: int, make: Callable[[int], Request], method: str = "POST"
) -> float:
    """Requests per second of all clients together, each asking as soon as it has its answer; all must succeed."""
    left = iter(range(requests))

    async def client(connection: Connection) -> None:
        for number in left:
            path, body, key = make(number)
            await expect(await connection.ask(method, path, body, Idempotency_Key=key))

    began = perf_counter()
    async with asyncio.TaskGroup() as group:
        for connection in clients:
            group.create_task(client(connection))
    return requests / (perf_counter() - began)


async def expect(answer: Answer) -> Any:
    """The JSON of a success; raises RuntimeError for anything else."""
    if not 200 <= answer.status < 300:
        raise RuntimeError(f"answered {answer.status}: {answer.body[:500]!r}")
    return json.loads(answer.body)
