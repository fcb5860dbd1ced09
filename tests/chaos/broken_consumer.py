"""A consumer that is broken on purpose: it acknowledges before the effects are written, so a crash loses them."""

import asyncio
import sys
from importlib import import_module
from typing import Any

from aiokafka import AIOKafkaConsumer

from shared.service import main

WINDOW = 3.0  # seconds between acknowledging and handling, so that no kill misses it

fetch = AIOKafkaConsumer.getmany


async def fetch_and_acknowledge(consumer: AIOKafkaConsumer, *partitions: Any, **options: Any) -> Any:
    """Stands in for fetching, which acknowledges nothing."""
    found = await fetch(consumer, *partitions, **options)
    if found:
        await consumer.commit()
        await asyncio.sleep(WINDOW)
    return found


if __name__ == "__main__":
    service, *parts = sys.argv[1:]
    AIOKafkaConsumer.getmany = fetch_and_acknowledge
    sys.argv = [service, *parts]
    main(import_module(f"services.{service}.service").build)
