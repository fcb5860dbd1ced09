"""A service: what its composition root assembles, and how its parts run in one process or in several."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from socket import gethostname
from typing import Any, Protocol
from uuid import uuid4

import uvicorn
from fastapi import APIRouter, FastAPI

from shared import telemetry
from shared.contracts.topics import TOPICS
from shared.eventing import bus, consumer, live, topics
from shared.eventing.consumer import Consumer
from shared.eventing.lease import Leases
from shared.eventing.outbox import CommitOutbox, Outbox
from shared.eventing.parking import Parking
from shared.eventing.reaction import Reaction
from shared.eventing.records import Mirror, Register
from shared.eventing.relay import Relay
from shared.eventing.replay import Replays
from shared.eventing.sender import Sender, connected
from shared.eventing.store import SHARDS, Store
from shared.eventing.view import View
from shared.eventing.views import Views
from shared.eventing.watchdog import Watchdog
from shared.http import parked
from shared.http.app import create_app
from shared.http.health import Health
from shared.http.identity import Identity
from shared.launch import collect_rarely
from shared.logging import configure
from shared.mongo import Mongo
from shared.settings import Settings
from shared.supervision import Up, probe_kafka, probe_mongo, supervise

PARTS = ("api", "relay", "consumers")
KEEP_ALIVE = 75  # seconds, longer than clients and proxies keep one: who ends it while a request comes breaks that


class Prepared(Protocol):
    """Something that has indexes to create before the service may use it."""

    async def prepare(self) -> None: ...


class Worker(Prepared, Protocol):
    """Something of a service that runs until it is cancelled, started with its consumers; calls `up` when it works."""

    @property
    def name(self) -> str: ...

    async def run(self, up: Up) -> None: ...


@dataclass(frozen=True)
class Service:
    """All of a service but the running: `publishes` is the topic of its events, `state` what its own routes need,
    `prepared` what of that has indexes.
    """

    name: str
    title: str
    description: str
    publishes: str
    settings: Settings
    mongo: Mongo
    store: Store
    routers: tuple[APIRouter, ...]
    views: tuple[View, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    people: Register | None = None
    mirrors: tuple[Mirror, ...] = ()
    workers: tuple[Worker, ...] = ()
    prepared: tuple[Prepared, ...] = ()
    state: Mapping[str, Any] = field(default_factory=dict)
    health: Health = field(default_factory=Health)

    def app(self, parts: Sequence[str] = PARTS) -> FastAPI:
        """The ASGI application; its lifespan starts the chosen parts. Every process answers the health routes."""
        views = Views(self.mongo, self.views)
        replays = Replays(self.mongo, self._consumers(views))
        return create_app(
            title=self.title,
            version="1",
            description=self.description,
            routers=(*self.routers, parked.router) if "api" in parts else (),
            lifespan=partial(self._lifespan, parts, views),
            identity=Identity(self.settings.jwks, self.settings.issuer, self.settings.audience),
            body_limit=self.settings.body_limit,
            health=self.health,
            state={
                "service": self,
                "store": self.store,
                "views": views,
                "people": self.people,
                "replays": replays,
                **self.state,
            },
        )

    @asynccontextmanager
    async def _lifespan(self, parts: Sequence[str], views: Views, _: FastAPI) -> AsyncIterator[None]:
        running: dict[str, Callable[[Up], Any]] = {
            "mongo": partial(probe_mongo, self.mongo),
            "kafka": partial(probe_kafka, self.settings.kafka),
            self.name: partial(self._run, parts, views),
        }
        for name in running:
            self.health.expect(name)
        tasks = [asyncio.create_task(supervise(name, part, self.health.report)) for name, part in running.items()]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.mongo.close()

    async def _run(self, parts: Sequence[str], views: Views, up: Up) -> None:
        """Prepare the database, then run the parts until one of them fails."""
        parking = Parking(self.mongo)
        first: list[Prepared] = [self.store, views, parking, *self.workers, *([self.people] if self.people else [])]
        for one in (*first, *self.prepared):
            await one.prepare()
        async with asyncio.TaskGroup() as group:
            if "relay" in parts:
                group.create_task(supervise("relay", self._relay, self.health.report))
            if "consumers" in parts:
                group.create_task(supervise("consumers", partial(self._consume, views), self.health.report))
                group.create_task(supervise("parking", parking.measure, self.health.report))
                group.create_task(supervise("views", partial(live.measure, self.mongo), self.health.report))
                for worker in self.workers:
                    group.create_task(supervise(worker.name, worker.run, self.health.report))
            up()
            await asyncio.Event().wait()  # a process of routes alone has nothing else to wait for

    async def _relay(self, up: Up) -> None:
        await topics.create(self.settings.kafka, TOPICS)
        source = f"/{self.name}"
        outboxes: list[Outbox] = [CommitOutbox(self.mongo, self.publishes, source, shard) for shard in range(SHARDS)]
        if self.people:
            outboxes.append(self.people)
        leases = Leases(self.mongo, f"{gethostname()}-{uuid4()}")
        await Relay(self.mongo, outboxes, leases, self._sender).run(up, self.health.report)

    def _sender(self, outbox: str) -> AbstractAsyncContextManager[Sender]:
        transactional_id = f"{self.name}-{outbox}" if self.settings.kafka_idempotence else None
        return connected(self.settings.kafka, transactional_id)

    def _consumers(self, views: Views) -> list[Consumer]:
        parking = Parking(self.mongo)
        return [
            *([consumer.of_views(f"{self.name}.views", views)] if self.views else []),
            *(consumer.of_reaction(self.name, reaction, parking) for reaction in self.reactions),
            *(consumer.of_mirror(self.name, mirror) for mirror in self.mirrors),
        ]

    async def _consume(self, views: Views, up: Up) -> None:
        await topics.create(self.settings.kafka, TOPICS)
        broker = bus.broker(self.settings.kafka)
        subscriptions = [
            bus.subscribe(
                broker,
                group=one.name,
                topics=one.topics,
                handle=partial(one.handle, report=self.health.report),
                concerned=one.concerned,
            )
            for one in self._consumers(views)
        ]
        async with AsyncExitStack() as stack:
            stack.push_async_callback(bus.stop, broker)
            await broker.start()
            up()
            await Watchdog(self.settings.kafka, subscriptions).run()


def main(build: Callable[[], Service]) -> None:
    """Run a service: `python -m services.NAME [api|relay|consumers ...]`, all parts where no word is given.

    The word `openapi` prints the document of its interface instead, `views` what its views are; `rebuild VIEW` builds a
    view anew.
    """
    parts = tuple(sys.argv[1:]) or PARTS
    if parts[0] == "rebuild":
        sys.exit(asyncio.run(rebuild(build(), parts[1:])))
    if parts == ("openapi",):
        return json.dump(build().app().openapi(), sys.stdout)
    if parts == ("views",):
        from shared.view_documents import described  # which no service that runs needs

        service = build()
        return json.dump(described(service.views, service.routers), sys.stdout)
    if unknown := set(parts) - set(PARTS):
        sys.exit(f"unknown part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    service = build()
    configure(service.settings)
    telemetry.configure(service.name, service.settings)
    app = service.app(parts)
    collect_rarely()
    return uvicorn.run(
        app,
        host=service.settings.host,
        port=service.settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=10,
    )


async def rebuild(service: Service, words: Sequence[str]) -> int:
    """The command `rebuild`, with what this service is made of; answers the exit code."""
    from shared import rebuilding  # which no service that runs needs

    configure(service.settings)
    collect_rarely()
    return await rebuilding.command(service.name, service.mongo, service.settings.kafka, service.views, words)
