"""python -m benchmarks.views_read: the first page of each list of the postings service, with twenty years of history.

The history is not brought about by commands over HTTP, which would take hours: its events are applied by the code that
keeps the views (`shared/eventing/views.py`), so the documents and their indexes are those of a service that has heard
it all; in the store are the streams that these routes read, as if the relay had sent them. What is measured is the
service's part `api` in a process of its own, asked over HTTP by one client, each route once in every turn; the other
parts would chase what has been due for years.
"""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from itertools import islice
from time import perf_counter
from typing import Any

from benchmarks.commands import serving
from benchmarks.load import Connection, connections, expect
from benchmarks.measuring import Claim, Size, at_most, main, quantile
from benchmarks.network_history import Stream, contacts, country_of, places, posts, recorded
from benchmarks.network_work import work
from benchmarks.servers import devstack
from services.postings.domain.handling import Speaker
from services.postings.questions import VIEWS
from services.postings.readings import Reading, Readings
from shared.devstack.identity import issue
from shared.devstack.stack import Devstack
from shared.eventing.origin import Origin
from shared.eventing.store import COMMITS, Store, pending_commit
from shared.eventing.views import Views
from shared.mongo import Document, Mongo
from shared.settings import Settings

REQUESTS = 200  # of each route
WARM_UP = 5
BAR = 50  # milliseconds
STREAMS = 2_000  # at a time
READ = ("post-", "contact-", "environmentnote-")  # streams that routes read
READINGS = 20_000
ONE = {  # of what a list is about that belongs to one thing
    "/posts/{post}/history": "/posts/post-007/history",
    "/contacts/{id}/interactions": "/contacts/contact-7/interactions",
    "/environment-notes/{id}/versions": f"/environment-notes/{country_of(7).lower()}/versions",
}
MORE = (  # the same lists as a post or a desk asks for them, and what is answered whole
    "/postings?post=post-007", "/postings?status=started", "/postings?officer=officer-7", "/holders?post=post-007",
    "/holders?on=2010-01-01", "/vacancies?post=post-007", "/contacts?post=post-007", "/contacts/silent?post=post-007",
    "/contact-interactions?post=post-007", "/information-requests?post=post-007", "/linked-work?post=post-007",
    "/information-requests/waiting?post=post-007", "/technical-actions?post=post-007", "/notices?status=issued",
    "/environment-questions?answered=false", "/coverage", "/posts/post-007/handover", "/officers/officer-7/history",
)  # fmt: skip
APART = {"/parked"}  # of every service, about none of its things


async def fill(mongo: Mongo) -> int:
    """All views of the network, the streams of its posts, and what was read; answers how many events that were."""
    views, store, readings = Views(mongo, VIEWS), Store(mongo), Readings(mongo)
    for one in (views, store, readings):
        await one.prepare()
    today = datetime.now(UTC).date()
    count = 0
    for streams in (posts(today), places(today), contacts(today), work(today)):
        while some := list(islice(streams, STREAMS)):
            events = list(recorded(some))
            await views.apply(events)
            count += len(events)
            if commits := [commit(one) for one in some if one[0].startswith(READ)]:
                await mongo[COMMITS].insert_many(commits)
    by = Speaker("auditor", "auditor")
    at = datetime.now(UTC)
    await readings.note(
        *(Reading("contact", f"contact-{n % 5_000}", "card", by, granted=True, at=at - n * timedelta(minutes=9),
                  correlation="benchmark") for n in range(READINGS))
    )  # fmt: skip
    return count


def commit(stream: Stream) -> Document:
    """All that has happened in a stream, as one commit that is on the topic by now."""
    name, events = stream
    stored = pending_commit(name, 1, events, Origin(actor="benchmark", correlation="benchmark"))
    return {field: value for field, value in stored.items() if field != "pending"}


async def lists(client: Connection) -> list[str]:
    """The paths of all lists that the service's own document names, and of those that are asked for in other ways."""
    document = await expect(await client.ask("GET", "/openapi.json"))
    paths = [path for path, methods in document["paths"].items() if is_list(methods.get("get")) and path not in APART]
    return [*(ONE.get(path, path) for path in paths), *MORE]


def is_list(operation: Any) -> bool:
    return operation is not None and json.dumps(operation["responses"]["200"]).endswith('/Page"}}}}')


async def asked(client: Connection, path: str) -> float:
    """Milliseconds to the whole answer."""
    began = perf_counter()
    answer = await client.ask("GET", path)
    took = 1000 * (perf_counter() - began)
    await expect(answer)
    return took


async def measured(client: Connection, paths: Iterable[str], requests: int) -> dict[str, list[float]]:
    """Each path once in every turn."""
    times: dict[str, list[float]] = {path: [] for path in paths}
    for turn in range(WARM_UP + requests):
        for path, found in times.items():
            took = await asked(client, path)
            if turn >= WARM_UP:
                found.append(took)
    return times


async def filled(stack: Devstack) -> int:
    mongo = Mongo(stack.mongo, "postings", Settings().mongo_driver)
    try:
        return await fill(mongo)
    finally:
        await mongo.close()


async def claims(size: Size) -> AsyncIterator[Claim]:
    """One for each list."""
    async with devstack() as stack, AsyncExitStack() as entered:
        events = await filled(stack)
        token = issue(stack.home, subject="benchmark", role="hq", ttl=timedelta(hours=3))
        port = await entered.enter_async_context(serving(stack, "services.postings", "api", path="/health/ready"))
        [client] = await entered.enter_async_context(connections(port, 1, token))
        for path, times in (await measured(client, await lists(client), size.of(REQUESTS))).items():
            yield at_most(
                f"views_read: {path}, p99", quantile(times, 0.99), BAR, "ms",
                p50=round(quantile(times, 0.5), 1), requests=len(times), events=events, **size.told,
            )  # fmt: skip


if __name__ == "__main__":
    main("views_read", claims)
