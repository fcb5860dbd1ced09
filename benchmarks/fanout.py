"""python -m benchmarks.fanout: one event to 10,000 mailboxes and webhooks, against bare loops with the same clients."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from time import perf_counter

from aiosmtplib import SMTP

from benchmarks.measuring import Claim, Size, at_least, at_most, in_turns, main
from benchmarks.notifying import AT, HEAD, Office, matched, office, receiver, spread
from benchmarks.servers import database, devstack
from services.notifications.channels import webhook
from services.notifications.channels.addresses import Reach
from services.notifications.composing import Letter
from shared.clock import now
from shared.devstack.stack import Devstack

RECIPIENTS = 10_000
CONNECTIONS = 16
MEGABYTE = 2**20


class Memory:
    """The most that this process has had while it was watched, in megabytes."""

    def __init__(self) -> None:
        self.most = 0.0

    async def watch(self) -> None:
        while True:
            pages = int(Path("/proc/self/statm").read_text().split()[1])  # noqa: ASYNC240  # no disk is behind it
            self.most = max(self.most, pages * 4096 / MEGABYTE)
            await asyncio.sleep(0.05)


async def product(subject: Office, recipients: int, memory: Memory) -> float:
    """Deliveries per second, from the event's arrival to the last one recorded as sent."""
    await subject.forgets()
    event = matched(recipients)
    async with subject.sending(CONNECTIONS):
        watching = asyncio.create_task(memory.watch())
        began = perf_counter()
        await subject.hears(event)
        await subject.sent(recipients)
        took = perf_counter() - began
        watching.cancel()
    return recipients / took


async def bare_mail(smtp: str, letter: Letter, recipients: int) -> float:
    """The same mail, written once, over as many connections."""
    port = int(smtp.rpartition(":")[2])

    async def send(share: range) -> None:
        async with SMTP(hostname="127.0.0.1", port=port, start_tls=False) as client:
            for number in share:
                to = f"anne@company-{number}.example"
                await client.send_message(letter.mail, sender=HEAD.sender.addr_spec, recipients=[to])

    began = perf_counter()
    await asyncio.gather(*(send(range(first, recipients, CONNECTIONS)) for first in range(CONNECTIONS)))
    return recipients / (perf_counter() - began)


async def bare_webhooks(url: str, recipients: int) -> float:
    """The same call, signed each time, by the product's own client."""
    caller = webhook.Caller(Reach(anywhere=True))
    target = webhook.Target("hook", url, (webhook.new_secret(),))
    content = webhook.body("liaison.exhibitor_matched", AT, {"company": "company-1", "because": ["Drones"]}, {})

    async def call(share: list[int]) -> None:
        for number in share:
            await caller.post(f"d-{number}", target, content, now())

    began = perf_counter()
    await asyncio.gather(*(call(list(share)) for share in spread(range(recipients), CONNECTIONS)))
    took = perf_counter() - began
    await caller.close()
    return recipients / took


async def letter(subject: Office) -> Letter:
    """The mail that the first company gets."""
    event = matched(1)
    await subject.hears(event)
    (found,) = await subject.deliveries.page({}, None, 1)
    made = await subject.sender(1)._composer.compose(found, now())  # noqa: SLF001  # what it would send
    if not isinstance(made, Letter):
        raise TypeError("a company without an endpoint is written to")
    return made


async def claims(size: Size) -> AsyncIterator[Claim]:
    """The rate of mails and its memory, then the rate of webhooks."""
    recipients, memory = size.of(RECIPIENTS), Memory()
    async with devstack() as stack, database(stack) as mongo, office(mongo, stack.smtp) as subject:
        await subject.knows(recipients)
        yield await mails(stack, subject, recipients, size, memory)
        yield at_most(f"fanout: memory with {recipients:,} mails", memory.most, 300, "MB", **size.told)
        async with receiver() as url:
            for number in range(recipients):
                await subject.endpoints.register(f"hook-{number}", f"company-{number}", url, AT)
            products, floors = await in_turns(
                size.turns, lambda: product(subject, recipients, memory), lambda: bare_webhooks(url, recipients)
            )
        yield at_least(f"fanout: one event, {recipients:,} webhooks", products, floors, 0.8, "calls/s", **size.told)


async def mails(stack: Devstack, subject: Office, recipients: int, size: Size, memory: Memory) -> Claim:
    first = await letter(subject)
    products, floors = await in_turns(
        size.turns, lambda: product(subject, recipients, memory), lambda: bare_mail(stack.smtp, first, recipients)
    )
    return at_least(
        f"fanout: one event, {recipients:,} mails", products, floors, 0.8, "mails/s",
        connections=CONNECTIONS, **size.told,
    )  # fmt: skip


if __name__ == "__main__":
    main("fanout", claims)
