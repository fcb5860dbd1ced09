"""python -m benchmarks.priority: 50,000 newsletters wait, then a threat notice of level 4 goes to 200 embassies.

The service runs whole and hears of the notice from Kafka; the clock stops when the mail sink has taken the last mail.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from os import getloadavg
from time import time_ns

import httpx
from pydantic import SecretStr
from pydantic_core import to_json

from benchmarks.measuring import Claim, Size, at_most, in_turns, main, quantile
from benchmarks.notifying import SECRET, Office, matched, office
from benchmarks.servers import bare_producer, database, devstack
from services.notifications.service import build
from services.notifications.settings import NotificationsSettings
from shared.clock import now
from shared.contracts.postings.mailbox import MailboxSet
from shared.contracts.postings.notice import NoticeAddressee, NoticeContent, NoticeIssued, NoticeReader
from shared.contracts.topics import TOPICS
from shared.devstack.stack import Devstack
from shared.eventing import topics
from shared.eventing.cloudevents import headers

QUEUED = 50_000
COMPANIES = 1_000  # that each newsletter goes to
EMBASSIES = 200
CONNECTIONS = 16
BEGUN = 100  # of the queue, when the notice comes
PATIENCE = 120.0  # seconds


def mailbox(number: int) -> MailboxSet:
    """An ambassador's."""
    id = f"ambassador-{number}"
    return MailboxSet(mailbox=id, kind="ambassador", mail=f"{id}@embassies.example", language="en")


def notice(id: str) -> NoticeIssued:
    """Of the highest level, to every ambassador."""
    readers = (NoticeReader(kind="mailbox", id=mailbox(number).mailbox) for number in range(EMBASSIES))
    content = NoticeContent(
        title=id, text="Stay at home.", level=4, scope="country", countries=("PE",), concerned=("residents",),
        marking="internal", valid_from=now(), valid_until=datetime(2097, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    told = tuple(NoticeAddressee(reader=reader, role="ambassador") for reader in readers)
    return NoticeIssued(notice=id, subject="protests", addressees=told, issued_at=now(), edition=1, content=content)


async def queue(subject: Office, newsletters: int) -> None:
    """So many wait, as the reaction to what was published makes them."""
    await subject.forgets()
    for first in range(0, newsletters, COMPANIES):
        event = matched(min(COMPANIES, newsletters - first))
        await subject.hears(event.model_copy(update={"delegation": f"delegation-{first}"}))


@asynccontextmanager
async def serving(stack: Devstack) -> AsyncIterator[None]:
    """The whole service, once it says that it is ready."""
    settings = NotificationsSettings(
        kafka=stack.kafka, mongo=SecretStr(stack.mongo), smtp=stack.smtp, link_secret=SecretStr(SECRET),
        senders=CONNECTIONS,
    )  # fmt: skip
    app = build(settings).app()
    at = httpx.ASGITransport(app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=at, base_url="http://service") as http:
        async with asyncio.timeout(PATIENCE):
            while (await http.get("/health/ready")).status_code != 200:
                await asyncio.sleep(0.05)
        yield


async def publish(stack: Devstack, event: NoticeIssued) -> int:
    """Put the event on its topic, as the postings service's relay does; answers when, in nanoseconds of the epoch."""
    stream = f"notice-{event.notice}"
    context = headers(type=event.type, source="/postings", stream=stream, sequence=1, time=now(), correlationid=stream)
    async with bare_producer(stack.kafka) as producer:
        began = time_ns()
        await producer.send_and_wait(event.topic, to_json(event), key=stream.encode(), headers=context)
    return began


async def seconds(stack: Devstack, subject: Office, newsletters: int, run: int) -> float:
    """From the notice's publication until the sink has taken the last of its mails, while the queue is worked off."""
    await queue(subject, newsletters)
    async with serving(stack), asyncio.timeout(PATIENCE):
        await subject.sent(min(BEGUN, newsletters // 2))
        id = f"n-{time_ns():x}-{run}"
        began = await publish(stack, notice(id))
        while await subject.deliveries.collection.count_documents({"about": id, "status": "sent"}) < EMBASSIES:
            await asyncio.sleep(0.02)
    return (await taken(stack, id) - began) / 1e9


async def taken(stack: Devstack, id: str) -> int:
    """When the sink took the last mail of a notice, whose id its subject says: that is what its own ids are."""
    query = {"query": f"subject:{id}", "limit": str(2 * EMBASSIES)}
    async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
        found = (await http.get(f"{stack.mail}/api/v1/search", params=query)).raise_for_status().json()["messages"]
    if len({mail["To"][0]["Address"] for mail in found}) != EMBASSIES:
        raise RuntimeError(f"{len(found)} mails for {EMBASSIES} embassies")
    return max(int(mail["ID"], 16) for mail in found)


async def claims(size: Size) -> AsyncIterator[Claim]:
    """How long the last embassy waits."""
    newsletters = size.of(QUEUED)
    async with (
        devstack() as stack, database(stack, "notifications") as mongo, office(mongo, stack.smtp) as subject,
    ):  # fmt: skip
        await topics.create(stack.kafka, TOPICS)
        await subject.knows(min(COMPANIES, newsletters), *map(mailbox, range(EMBASSIES)))
        runs = iter(range(size.turns))
        (found,) = await in_turns(size.turns, lambda: seconds(stack, subject, newsletters, next(runs)))
        yield at_most(
            f"priority: {newsletters:,} queued, the last of {EMBASSIES} embassies", quantile(found, 0.5), 1, "s",
            by_turn=[round(one, 3) for one in found], load=round(getloadavg()[0], 1), **size.told,
        )  # fmt: skip


if __name__ == "__main__":
    main("priority", claims)
