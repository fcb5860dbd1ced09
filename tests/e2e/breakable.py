"""A house whose servers come and go: the services run all the time, each server is started, killed, started again."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
from aiokafka import AIOKafkaConsumer

from liaison.client import Addresses, Json
from liaison.mailbox import Mailbox
from liaison.running import SERVICES, link_secret
from shared.contracts.topics import TOPICS
from shared.devstack import identity, ports
from shared.devstack.child import Child, NotReady
from shared.devstack.stack import Devstack
from tests.conftest import DEADLINE
from tests.e2e.desk import connection

PATIENCE = 30.0  # seconds that a service gets to end, as an operator would give it
FACTS = [topic.name for topic in TOPICS if not topic.name.endswith(".people")]


@dataclass(frozen=True)
class Breakable:
    """`at` are the addresses, also of what does not run yet; `ports` are those of Kafka and MongoDB."""

    http: httpx.AsyncClient
    home: Path
    at: Addresses
    ports: dict[str, int]
    stack: Devstack
    services: dict[str, Child]

    async def start_servers(self) -> None:
        """Start those that do not run."""
        if not self.stack.children:
            await self.stack.start()
        await asyncio.gather(*(child.start() for child in self.stack.children.values() if child.pid is None))

    def kill(self, server: str) -> None:
        self.stack.children[server].kill()

    @contextmanager
    def hung(self, server: str) -> Iterator[None]:
        """The server takes connections and says nothing, as long as the block lasts."""
        pid = self.stack.children[server].pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    async def end(self, service: str) -> None:
        """Ask a service to end, and wait until it has done so by itself. Raises TimeoutError."""
        child = self.services[service]
        assert child.pid is not None
        os.kill(child.pid, signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            while child.pid is not None:  # noqa: ASYNC110 - it ends by itself
                await asyncio.sleep(0.05)

    async def start(self, server: str) -> None:
        await self.stack.children[server].start()

    async def health(self, service: str) -> dict[str, str]:
        """The status of each component that the service depends on."""
        answer = await self.http.get(f"{getattr(self.at, service)}/health/ready")
        components: Json = answer.json()["components"]
        shown = {name: component["status"] for name, component in components.items()}
        assert answer.status_code == (200 if set(shown.values()) == {"up"} else 503)
        assert answer.is_success or "retry-after" in answer.headers
        return shown

    async def ready(self) -> bool:
        """Whether every service says that all it needs is there."""
        shown = [await self.health(service) for service in self.services]
        return all(set(one.values()) == {"up"} for one in shown)

    async def missing(self, *components: str) -> bool:
        """Whether every service says that these are away."""
        shown = [await self.health(service) for service in self.services]
        return all(one.get(name) == "down" for one in shown for name in components)

    async def takes_commands(self, service: str) -> bool:
        """Whether a service has prepared its database; it may lack something else still."""
        return (await self.health(service)).get(service) == "up"

    def log(self) -> dict[str, int]:
        """How many lines each service has logged so far."""
        return {name: len(service.log.read_text().splitlines()) for name, service in self.services.items()}

    def changes(self, service: str, since: dict[str, int] | None = None) -> dict[str, tuple[str, ...]]:
        """What the service's log says of each component: every status that it came to, in order."""
        lines = self.services[service].log.read_text().splitlines()[since[service] if since else 0 :]
        found: dict[str, tuple[str, ...]] = {}
        for line in map(json.loads, lines):
            if line["event"] == "component changed":
                found[line["component"]] = (*found.get(line["component"], ()), line["status"])
        return found

    async def mails(self, delivery: str) -> int:
        """How often the mail of a delivery has arrived."""
        return len((await Mailbox(self.http, self.at.mail).by_delivery()).get(delivery, []))

    async def events(self, wanted: dict[str, int]) -> dict[str, list[int]]:
        """The sequences of each stream's events as a plain consumer meets them, once all that is wanted has come."""
        found: dict[str, list[int]] = {}
        missing = dict(wanted)
        try:
            async with (
                asyncio.timeout(DEADLINE),
                AIOKafkaConsumer(
                    *FACTS,
                    bootstrap_servers=self.stack.kafka,
                    auto_offset_reset="earliest",
                    isolation_level="read_committed",
                ) as consumer,
            ):
                while missing := {key: one for key, one in missing.items() if one not in found.get(key, ())}:
                    for messages in (await consumer.getmany(timeout_ms=500)).values():
                        for message in messages:
                            about = dict(message.headers)
                            found.setdefault(about["ce_subject"].decode(), []).append(int(about["ce_sequence"]))
        except TimeoutError:
            came = {stream: found.get(stream, []) for stream in missing}
            raise AssertionError(f"not all came within {DEADLINE} s: {missing}, of which {came} did") from None
        return found


def first_occurrences(sequences: list[int]) -> list[int]:
    """The sequences without what is a repetition: at least once is promised, and order."""
    return list(dict.fromkeys(sequences))


@asynccontextmanager
async def breakable(home: Path) -> AsyncIterator[Breakable]:
    """The services, running, and servers that do not run yet; nothing is left running afterwards."""
    kafka, mongo, smtp, mail, *own = await ports.take([None] * (4 + len(SERVICES)))
    stack = Devstack(home, kafka_port=kafka, mongo_port=mongo, smtp_port=smtp, mail_port=mail, environ={})
    base = {name: f"http://127.0.0.1:{port}" for name, port in zip(SERVICES, own, strict=True)}
    shared = {
        "LIAISON_KAFKA": f"127.0.0.1:{kafka}",
        "LIAISON_MONGO": f"mongodb://127.0.0.1:{mongo}/?replicaSet=liaison",
        "LIAISON_SMTP": f"smtp://127.0.0.1:{smtp}",
        "LIAISON_JWKS": str(identity.jwks(home)),
        "LIAISON_LINK_SECRET": link_secret(home),
        "LIAISON_PUBLIC_URL": base["notifications"],
    }
    async with AsyncExitStack() as held:
        http = await held.enter_async_context(connection())
        held.push_async_callback(stack.stop)
        services = {
            name: Child(
                name,
                [sys.executable, "-m", f"services.{name}"],
                shared | {"LIAISON_PORT": str(port)},
                home=home,
                probe=partial(live, http, base[name]),
            )
            for name, port in zip(SERVICES, own, strict=True)
        }
        for service in services.values():
            held.push_async_callback(service.stop)
        await asyncio.gather(*(service.start() for service in services.values()))
        at = Addresses(base["postings"], base["delegations"], base["notifications"], mail=f"http://127.0.0.1:{mail}")
        yield Breakable(http, home, at, {"kafka": kafka, "mongo": mongo}, stack, services)


async def live(http: httpx.AsyncClient, base: str) -> None:
    """Raises NotReady until the process answers."""
    try:
        (await http.get(f"{base}/health/live")).raise_for_status()
    except httpx.TransportError as error:
        raise NotReady(repr(error)) from error


@asynccontextmanager
async def knocks(port: int) -> AsyncIterator[list[None]]:
    """Counts who tries to reach a server that is away: takes each connection and closes it at once."""
    counted: list[None] = []

    async def close(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        counted.append(None)
        writer.close()

    async with await asyncio.start_server(close, "127.0.0.1", port):
        yield counted
