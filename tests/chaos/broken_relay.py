"""A relay that is broken on purpose: it marks before it sends, so a crash between the two loses events."""

import asyncio
import sys
from importlib import import_module

from shared.eventing.drain import Batches, Drain
from shared.eventing.sender import Sender
from shared.service import main

WINDOW = 3.0  # seconds between marking and sending, so that no kill misses it


async def send_what_is_marked(drain: Drain, sender: Sender, found: Batches, sent: Batches) -> None:
    """Stands in for the real step, which sends first and leaves the marking to the step behind it."""
    while True:
        batch = await found.get()
        await drain.outbox.mark_sent([one.token for one in batch])
        await asyncio.sleep(WINDOW)
        await sender.send(message for one in batch for message in one.messages)
        await sent.put(batch)


if __name__ == "__main__":
    service, *parts = sys.argv[1:]
    Drain._send = send_what_is_marked  # type: ignore[method-assign, assignment]
    sys.argv = [service, *parts]
    main(import_module(f"services.{service}.service").build)
