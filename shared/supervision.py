"""Keeps the long-running parts of a service going, and knows whether what they depend on is there."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from pymongo.errors import PyMongoError

from shared.eventing.backoff import Backoff
from shared.mongo import Mongo

Up = Callable[[], None]
Report = Callable[[str, str | None], None]
AWAY = (KafkaError, PyMongoError, OSError, TimeoutError)  # an operator's business, not a defect: no stack trace
PROBE = 2.0  # seconds
log = logging.getLogger(__name__)


async def supervise(name: str, part: Callable[[Up], Awaitable[None]], report: Report) -> None:
    """Run a part for ever; when it ends or raises, say why once, back off and start it again.

    The part calls `up` when it is at work.
    """
    backoff = Backoff()

    def up() -> None:
        backoff.reset()
        report(name, None)

    while True:
        try:
            await part(up)
            report(name, "ended")
        except AWAY as error:
            report(name, f"{type(error).__name__}: {error}")
        except Exception as error:
            report(name, f"{type(error).__name__}: {error}")
            log.exception("%s failed", name)
        await backoff.wait()


async def probe_mongo(mongo: Mongo, up: Up) -> None:
    """Ask again and again; raises PyMongoError where no primary answers."""
    while True:
        await mongo.ping()
        up()
        await asyncio.sleep(PROBE)


async def probe_kafka(bootstrap: str, up: Up) -> None:
    """Ask again and again; raises KafkaError, OSError or TimeoutError where no broker answers."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=5000)
    try:
        await admin.start()
        while True:
            async with asyncio.timeout(5):
                await admin.describe_cluster()
            up()
            await asyncio.sleep(PROBE)
    finally:
        await admin.close()
