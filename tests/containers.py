"""Kafka and MongoDB in containers with the devstack's settings, published on 127.0.0.1 and asked by its probes."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress

from docker.errors import DockerException  # type: ignore[import-untyped]
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.docker_client import DockerClient
from testcontainers.core.utils import inside_container

from shared.devstack import kafka, mongod, ports
from shared.devstack.child import NotReady, Probe

KAFKA, MONGO = "apache/kafka:4.1.1", "mongo:8.0"
PATIENCE = 2  # seconds for each answer of the engine
READY_WITHIN = 90.0  # seconds


def at_hand() -> bool:
    """Whether an engine answers that has the images and publishes ports on this machine: nothing is fetched for it."""
    return _has(KAFKA, MONGO)


@asynccontextmanager
async def running() -> AsyncIterator[tuple[str, str]]:
    """Kafka's bootstrap servers and MongoDB's URI; the containers and their volumes are gone afterwards."""
    if not _has(testcontainers_config.ryuk_image):  # removes what a killed run leaves behind
        os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")
    kafka_port, mongo_port = await ports.take([None, None])
    broker, database = _kafka(kafka_port), _mongo(mongo_port)
    try:
        # Not in threads: a start that goes on after its cancellation would leave a container that nobody stops.
        broker.start()
        database.start()
        await _ready(broker, lambda: kafka.probe(kafka_port))
        await _ready(database, lambda: mongod.probe(mongo_port))
        yield f"127.0.0.1:{kafka_port}", mongod.uri(mongo_port)
    finally:
        try:
            broker.stop()
        finally:
            database.stop()


def _kafka(port: int) -> DockerContainer:
    # The same port inside and outside: the broker reaches itself at the address that it gives to clients.
    settings = kafka.ONE_NODE | {
        "controller.quorum.voters": "1@localhost:9093",
        "listeners": f"PLAINTEXT://:{port},CONTROLLER://localhost:9093",
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:{port}",
        "log.dirs": "/var/lib/kafka/data",
    }
    names = {"KAFKA_" + name.replace(".", "_").upper(): value for name, value in settings.items()}
    options = {"KAFKA_HEAP_OPTS": "-Xmx512m", "KAFKA_JVM_PERFORMANCE_OPTS": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"}
    return DockerContainer(KAFKA).with_envs(**names, **options).with_bind_ports(port, port)


def _mongo(port: int) -> DockerContainer:
    where = ["--port", str(port), "--bind_ip_all"]
    return DockerContainer(MONGO).with_command(["mongod", *where, *mongod.MEMBER]).with_bind_ports(port, port)


async def _ready(container: DockerContainer, probe: Probe) -> None:
    """Wait for the probe's answer; raises RuntimeError with the end of the container's log where none comes."""
    reason, engine = "", container.get_wrapped_container()
    with suppress(TimeoutError):
        async with asyncio.timeout(READY_WITHIN):
            while engine.status != "exited":
                try:
                    return await probe()
                except (NotReady, OSError) as answer:
                    reason = str(answer)
                await asyncio.sleep(0.2)
                engine.reload()
    engine.reload()
    log = engine.logs(tail=30).decode(errors="replace")
    raise RuntimeError(f"{container.image} is {engine.status} and not ready ({reason}):\n{log}")


def _has(*images: str) -> bool:
    """Whether an engine answers, publishes ports on 127.0.0.1 as seen from here, and has all of these."""
    with suppress(DockerException, OSError), closing(DockerClient(timeout=PATIENCE).client) as engine:
        # From within a container the socket of the engine outside may be there, its ports are not.
        if inside_container() and engine.info()["Name"] != socket.gethostname():
            return False
        return all(engine.images.get(image) for image in images)
    return False
