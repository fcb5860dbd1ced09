"""The notifications service's sender with what it needs to know, for benchmarks: a database, and sinks on loopback."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import structlog

from services.notifications.admission import Admission
from services.notifications.calling import Calling
from services.notifications.causes import Causes
from services.notifications.channels.addresses import Reach
from services.notifications.channels.email import Letterhead, address
from services.notifications.channels.smtp import Post, Server
from services.notifications.channels.webhook import Caller
from services.notifications.composing import Composer
from services.notifications.deliveries import Deliveries
from services.notifications.digests import Digests
from services.notifications.endpoints import Endpoints
from services.notifications.gate import Allowed, Gate
from services.notifications.look import Look
from services.notifications.mailing import Mailing
from services.notifications.mergers import Mergers
from services.notifications.people import People
from services.notifications.reactions import deliveries_reaction
from services.notifications.routing import Routing
from services.notifications.sending import Sender
from services.notifications.service import VIEWS
from services.notifications.suppressions import Suppressions
from services.notifications.throttles import Rates, Throttles
from services.notifications.wishes import Wishes
from shared.contracts.delegations.company import CompanyRegistered
from shared.contracts.delegations.delegation import ExhibitorsMatched, Match
from shared.contracts.delegations.fair import FairAnnounced
from shared.contracts.people import Person
from shared.eventing.event import Event, Recorded
from shared.eventing.store import Store
from shared.eventing.views import Views
from shared.http.health import Health
from shared.mongo import Mongo

AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
HEAD = Letterhead(address("Liaison <no-reply@liaison.example>"))
SECRET = "an invented secret of more than 32 characters"  # noqa: S105
FAIR = FairAnnounced(
    fair="fair", name="Milipol", edition="2027", country="FR", starts_on=date(2027, 11, 16), ends_on=date(2027, 11, 19)
)
BATCH = 1000


def matched(companies: int) -> ExhibitorsMatched:
    """The one event that so many companies are told of."""
    matches = tuple(Match(company=f"company-{number}", because=("Drones",)) for number in range(companies))
    return ExhibitorsMatched(delegation="peru", fair="fair", country="PE", matches=matches)


class Office:
    """A sender, and the events that it hears of."""

    def __init__(self, mongo: Mongo, smtp: str) -> None:
        self.mongo, self.smtp = mongo, smtp
        self.deliveries, self.endpoints, self.causes = Deliveries(mongo), Endpoints(mongo), Causes(mongo)
        self.people = People(mongo, "contacts", "contacts", self.deliveries)
        self.views, self.wake = Views(mongo, VIEWS), asyncio.Event()
        self._heard = 0

    async def knows(self, companies: int, *facts: Event) -> None:
        """The facts, and so many companies with a mailbox each."""
        registered = [
            CompanyRegistered(
                company=f"company-{number}", name=f"Company {number}", country="FR", contact=f"p-{number}"
            )
            for number in range(companies)
        ]
        known = [*facts, FAIR, *registered]
        recorded = [recorded_as(event, f"known-{number}") for number, event in enumerate(known)]
        for first in range(0, len(recorded), BATCH):
            await self.views.apply(recorded[first : first + BATCH])
        people = [
            Person(id=f"p-{number}", name=f"Anne {number}", mail=f"anne@company-{number}.example", language="en")
            for number in range(companies)
        ]
        await self.mongo["contacts"].insert_many(
            [{"_id": one.id, "record": one.model_dump(mode="json")} for one in people]
        )

    async def hears(self, event: Event) -> None:
        """An event becomes deliveries, as if it had come from Kafka."""
        self._heard += 1
        reaction = deliveries_reaction(self.deliveries, self.causes, self.wake)
        await reaction.react(recorded_as(event, f"heard-{self._heard}"))

    async def forgets(self) -> None:
        """All deliveries are gone, as before the first one."""
        await self.deliveries.collection.delete_many({})

    def sender(self, parallel: int) -> Sender:
        """A worker with so many deliveries in flight."""

        def look() -> Look:
            return Look(self.views, self.people, self.people)

        composer = Composer(
            self.causes, Routing(self.endpoints, self.deliveries), look,
            HEAD, HEAD.sender, "https://liaison.example", "https://fairs.example", SECRET,
        )  # fmt: skip
        gate = Gate(Post(Server(self.smtp)), Suppressions(self.mongo, SECRET), Allowed.named(""))
        mailing = Mailing(gate, Throttles(self.mongo, Rates({})), Health())
        calling = Calling(Caller(Reach(anywhere=True)), self.endpoints, share=parallel)
        digests, wishes = Digests(self.mongo, self.deliveries), Wishes(Store(self.mongo), look)
        mergers = Mergers(self.mongo)
        admission = Admission(self.deliveries, self.causes, wishes, digests, self.endpoints, mergers)
        return Sender(self.deliveries, composer, admission, mailing, calling, self.wake, parallel=parallel)

    @asynccontextmanager
    async def sending(self, parallel: int) -> AsyncIterator[None]:
        """A worker at work."""
        task = asyncio.create_task(self.sender(parallel).run(lambda: None))
        try:
            yield
            if task.done():
                task.result()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def sent(self, number: int) -> None:
        """Wait until so many are sent."""
        while await self.deliveries.collection.count_documents({"status": "sent"}) < number:
            await asyncio.sleep(0.02)


@asynccontextmanager
async def office(mongo: Mongo, smtp: str) -> AsyncIterator[Office]:
    """An office that is ready to work, and keeps its log as short as a floor does."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    made = Office(mongo, smtp)
    await made.views.prepare()
    await made.sender(1).prepare()
    yield made


def recorded_as(event: Event, stream: str) -> Recorded:
    return Recorded(event, stream, 1, AT, "/benchmark", "benchmark")


@asynccontextmanager
async def receiver() -> AsyncIterator[str]:
    """The address of an HTTP server in a process of its own that takes whatever is posted."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.taking", cwd=Path(__file__).parents[1], stdout=asyncio.subprocess.PIPE
    )
    try:
        if process.stdout is None:
            raise RuntimeError("the receiver does not say where it is")
        yield f"http://127.0.0.1:{int(await process.stdout.readline())}/"
    finally:
        process.terminate()
        await process.wait()


def spread(items: Sequence[int], parallel: int) -> list[Sequence[int]]:
    """The items in as many shares as there are connections."""
    return [items[first::parallel] for first in range(parallel)]
