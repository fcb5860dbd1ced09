"""The whole devstack: started together, stopped together, one run per home directory."""

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from shared.devstack import identity, install, kafka, mail, mongod, ports, tansu
from shared.devstack.child import Child
from shared.devstack.install import Say
from shared.devstack.lock import single_instance

HOME = Path(__file__).parents[2] / ".liaison"
CACHE = HOME / "cache"


def silent(message: str) -> None:
    """Tells nobody."""


class Devstack:
    """Kafka, MongoDB and the mail sink, with their data, logs and keys in `home`; what is fetched is kept in `cache`.

    Where `environ` holds LIAISON_KAFKA, LIAISON_MONGO, or LIAISON_SMTP (with LIAISON_MAIL), that server is used and
    none started for it. Ports that are not given are chosen free. `say` hears of downloads and ready servers.
    Start it from the main thread.
    """

    kafka: str
    """Bootstrap servers."""
    mongo: str
    """URI of the replica set."""
    smtp: str
    """smtp://host:port"""
    mail: str
    """Base address of the sink's HTTP API and page; empty where LIAISON_SMTP was given without LIAISON_MAIL."""

    def __init__(
        self, home: Path = HOME, *, cache: Path = CACHE, kafka_port: int | None = None, mongo_port: int | None = None,
        smtp_port: int | None = None, mail_port: int | None = None, say: Say = silent,
        environ: Mapping[str, str] = os.environ,
    ) -> None:  # fmt: skip
        self.home, self.cache, self._say = home.absolute(), cache.absolute(), say
        self._wanted_ports = [kafka_port, None, mongo_port, smtp_port, mail_port]
        self._given = {name: environ.get(f"LIAISON_{name.upper()}", "") for name in ("kafka", "mongo", "smtp", "mail")}
        self._held = ExitStack()
        self.children: dict[str, Child] = {}
        self.in_memory = not self._given["kafka"] and not install.kafka_to_be_had(self.cache)

    async def start(self) -> None:
        """Start what is not given, all at once; nothing is left running where one of them fails.

        Raises AlreadyRunning, PortTaken, FileNotFoundError (no mongod) or ChildFailed.
        """
        self._held.enter_context(single_instance(self.home))
        try:
            async with asyncio.TaskGroup() as group:
                for server in await self._servers():
                    group.create_task(server)
        except BaseExceptionGroup as failures:
            await self.stop()
            raise failures.exceptions[0] from None
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop what was started; data stays, save with Tansu."""
        try:
            await asyncio.gather(*(child.stop() for child in self.children.values()))
        finally:
            self.children.clear()
            self._held.close()

    def environment(self) -> dict[str, str]:
        """What a service needs in its environment to use this stack."""
        addresses = {"LIAISON_KAFKA": self.kafka, "LIAISON_MONGO": self.mongo, "LIAISON_SMTP": self.smtp}
        idempotence = {"LIAISON_KAFKA_IDEMPOTENCE": "false"} if self.in_memory else {}
        return addresses | idempotence | {"LIAISON_JWKS": str(identity.jwks(self.home))}

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.stop()

    async def _servers(self) -> list[Coroutine[Any, Any, None]]:
        kafka_port, controller_port, mongo_port, smtp_port, mail_port = await ports.take(self._wanted_ports)
        given = self._given
        self.kafka = given["kafka"] or f"127.0.0.1:{kafka_port}"
        self.mongo = given["mongo"] or mongod.uri(mongo_port)
        self.smtp = given["smtp"] or f"smtp://127.0.0.1:{smtp_port}"
        self.mail = given["mail"] if given["smtp"] else f"http://127.0.0.1:{mail_port}"
        wanted = {
            "kafka": partial(self._start_kafka, kafka_port, controller_port),
            "mongo": partial(self._start_mongod, mongo_port),
            "smtp": partial(self._start_mail, smtp_port, mail_port),
        }
        return [self._start(name, start) for name, start in wanted.items() if not given[name]]

    async def _start(self, name: str, start: Callable[[], Awaitable[None]]) -> None:
        await start()
        self._say(f"{name} is ready")

    async def _start_kafka(self, port: int, controller_port: int) -> None:
        if self.in_memory:
            self._say(tansu.WARNING)
            program = await install.tansu(self.cache, self._say)
            self.children["kafka"] = await tansu.start(self.home, program, port)
            return
        java, jars = await install.java(self.cache, self._say), await install.kafka_jars(self.cache, self._say)
        self.children["kafka"] = await kafka.start(self.home, java, jars, port, controller_port)

    async def _start_mongod(self, port: int) -> None:
        data = self.home / "mongo"
        if self.in_memory:  # commits that are kept would say "sent" of events that the next broker has never seen
            data = self.home / "mongo-of-one-run"
            shutil.rmtree(data, ignore_errors=True)
        data.mkdir(exist_ok=True)
        self.children["mongo"] = await mongod.start(self.home, data, port)

    async def _start_mail(self, smtp_port: int, mail_port: int) -> None:
        self.children["mail"] = await mail.start(self.home, smtp_port, mail_port)
