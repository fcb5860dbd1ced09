"""python -m benchmarks.priority: 50,000 mails wait, then an alert goes to 200 embassies: when has the last gone out."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from time import perf_counter

from benchmarks.measuring import Claim, Size, at_most, in_turns, main, quantile
from benchmarks.notifying import AT, Office, office, recorded_as
from benchmarks.servers import database, devstack
from services.notifications.claims import Priority
from services.notifications.deliveries import new_delivery
from services.notifications.recipients import Addressee, Recipient
from shared.clock import now
from shared.contracts.postings.post import PostClosed, PostOpened
from shared.mongo import Document

QUEUED = 50_000
EMBASSIES = 200
CONNECTIONS = 16
BEGUN = 100  # of the queue, when the alert comes
BATCH = 5_000
NEWSLETTER = PostClosed(post="post-0", closed_on=date(2027, 8, 31))


def opened(number: int) -> PostOpened:
    return PostOpened(
        post=f"post-{number}", name=f"Post {number}", country="PE", embassy="Embassy", language="en",
        embassy_mail=f"embassy-{number}@posts.example", embassy_language="en", mail=f"post-{number}@posts.example",
        time_zone="UTC", opened_on=date(2026, 1, 5),
    )  # fmt: skip


def queued(number: int) -> Document:
    """A newsletter to a post, as a rule of the lowest priority makes it."""
    to = Addressee(Recipient("post", f"post-{number % EMBASSIES}"), f"newsletter-{number}")
    made = new_delivery(recorded_as(NEWSLETTER, "newsletter"), "post_closed", to, AT)
    return made | {"priority": Priority.BULK, "hookable": False}


def alert(run: int) -> list[Document]:
    """To each embassy, as a rule of the highest priority makes it."""
    event = recorded_as(NEWSLETTER, f"alert-{run}")
    recipients = [Addressee(Recipient("embassy", f"post-{number}"), "alert") for number in range(EMBASSIES)]
    made = [new_delivery(event, "post_closed", to, now()) for to in recipients]
    return [one | {"priority": Priority.URGENT, "hookable": False, "cause": "/benchmark newsletter/1"} for one in made]


async def seconds(subject: Office, queue: int, run: int) -> float:
    """From the alert's arrival until the sink has taken the last of its mails, with the queue being worked off."""
    await subject.forgets()
    await subject.causes.keep(recorded_as(NEWSLETTER, "newsletter"))
    for first in range(0, queue, BATCH):
        await subject.deliveries.add(queued(number) for number in range(first, min(queue, first + BATCH)))
    async with subject.sending(CONNECTIONS):
        await subject.sent(min(BEGUN, queue // 2))
        began = perf_counter()
        at = now()
        await subject.deliveries.add(alert(run))
        subject.wake.set()
        await told(subject)
        took = perf_counter() - began
    last = await subject.deliveries.collection.find({"subject": "alert"}).sort("sent_at", -1).limit(1).to_list(None)
    recorded: timedelta = last[0]["sent_at"] - at
    return min(took, recorded.total_seconds())


async def told(subject: Office) -> None:
    """Wait until every embassy has it."""
    wanted = {"subject": "alert", "status": "sent"}
    while await subject.deliveries.collection.count_documents(wanted) < EMBASSIES:
        await asyncio.sleep(0.01)


async def claims(size: Size) -> AsyncIterator[Claim]:
    """How long the last embassy waits."""
    queue = size.of(QUEUED)
    async with devstack() as stack, database(stack) as mongo, office(mongo, stack.smtp) as subject:
        await subject.knows(1, *(opened(number) for number in range(EMBASSIES)))
        await subject.deliveries.collection.create_index(["subject", "status"])
        runs = iter(range(size.turns))
        (found,) = await in_turns(size.turns, lambda: seconds(subject, queue, next(runs)))
        yield at_most(
            f"priority: {queue:,} queued, the last of {EMBASSIES} embassies", quantile(found, 0.5), 1, "s",
            by_turn=[round(one, 3) for one in found], **size.told,
        )  # fmt: skip


if __name__ == "__main__":
    main("priority", claims)
