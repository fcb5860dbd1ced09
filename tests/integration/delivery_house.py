"""The notifications service without Kafka and HTTP, on a real MongoDB: what it would consume is handed to it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from types import SimpleNamespace
from typing import Any, cast

from aiokafka import ConsumerRecord

from services.notifications.admission import Admission
from services.notifications.calling import Calling
from services.notifications.causes import Causes
from services.notifications.channels.addresses import Reach
from services.notifications.channels.email import Letterhead, address
from services.notifications.channels.webhook import Caller
from services.notifications.composing import Composer
from services.notifications.deliveries import Deliveries
from services.notifications.digests import Digests
from services.notifications.endpoints import Endpoints
from services.notifications.inbound import Inbound
from services.notifications.look import Look
from services.notifications.mailing import Mailing
from services.notifications.mergers import Mergers, mergers_reaction
from services.notifications.people import People
from services.notifications.preference_links import unsubscribes
from services.notifications.reactions import deliveries_reaction
from services.notifications.routing import Routing
from services.notifications.sending import Sender
from services.notifications.service import VIEWS
from services.notifications.settlements import Settlements
from services.notifications.suppressions import Suppressions
from services.notifications.throttles import Rates, Throttles
from services.notifications.wishes import Wishes
from shared.contracts.delegations.company import CompanyMerged
from shared.eventing.event import Event
from shared.eventing.records import SEQUENCE
from shared.eventing.store import Store
from shared.eventing.views import Views
from shared.http.health import Health
from shared.mongo import Document, Mongo
from tests.unit.notifications import world
from tests.unit.notifications.sink import open_gate


class House:
    """The service without Kafka and HTTP: what it would consume is handed to it."""

    def __init__(self, mongo: Mongo, smtp: str) -> None:
        self.deliveries, self.endpoints, self.causes = Deliveries(mongo), Endpoints(mongo), Causes(mongo)
        self.people = People(mongo, "people", "people", self.deliveries)
        self.views, self.health, self._smtp = Views(mongo, VIEWS), Health(), smtp
        self._mongo, self.rates = mongo, Rates({})
        self.wake, self._versions = asyncio.Event(), count(1)
        self._react = deliveries_reaction(self.deliveries, self.causes, self.wake).react
        self.store, self.digests = Store(mongo), Digests(mongo, self.deliveries)
        wishes = Wishes(self.store, lambda: Look(self.views, self.people, self.people))
        self.mergers = Mergers(mongo)
        self._merge = mergers_reaction(self.mergers, self.endpoints, self.deliveries, self.store).react
        self.admission = Admission(self.deliveries, self.causes, wishes, self.digests, self.endpoints, self.mergers)
        self.settlements = Settlements(self.deliveries, self.digests, self.store, (self.people,))

    async def hears(self, *events: Event) -> None:
        """The facts become views, and whatever a rule names becomes deliveries."""
        recorded = [world.recorded(event, stream=f"s-{n}-{event.type}") for n, event in enumerate(events)]
        await self.views.apply(recorded)
        for one in recorded:
            await self._react(one)

    async def merges(self, company: str, into: str) -> None:
        """A company is heard to have been merged into another one, whose store is prepared."""
        await self._merge(world.recorded(CompanyMerged(company=company, into=into, names=()), f"company-{company}"))

    async def meets(self, **people: Document | None) -> None:
        """Records of people arrive; None is a tombstone."""
        batch = [arrived(id, record, next(self._versions)) for id, record in people.items()]
        await self.people.apply(cast("list[ConsumerRecord[bytes, bytes]]", batch))

    def composer(self) -> Composer:
        head = Letterhead(address("Liaison <no-reply@liaison.example>"))
        routing = Routing(self.endpoints, self.deliveries)
        return Composer(
            self.causes, routing, lambda: Look(self.views, self.people, self.people), head, head.sender,
            "https://liaison.example", "https://fairs.example", world.SECRET,
            unsubscribe=unsubscribes("https://liaison.example", world.SECRET),
        )  # fmt: skip

    def inbound(self) -> Inbound:
        """Takes what comes back."""
        suppressions = Suppressions(self._mongo, world.SECRET)
        return Inbound(self.deliveries, suppressions, self.composer(), self.store, self.views)

    def sender(self, smtp: str | None = None) -> Sender:
        throttles = Throttles(self._mongo, self.rates)
        mailing = Mailing(open_gate(smtp or self._smtp, self._mongo), throttles, self.health)
        calling = Calling(Caller(Reach(anywhere=True)), self.endpoints, share=2)
        return Sender(self.deliveries, self.composer(), self.admission, mailing, calling, self.wake, parallel=4)

    @asynccontextmanager
    async def sending(self, smtp: str | None = None) -> AsyncIterator[None]:
        """A sender at work."""
        sender = self.sender(smtp)
        task = asyncio.create_task(sender.run(lambda: None))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def settled(self, **figures: int) -> Callable[[], Awaitable[bool]]:
        """Whether so many deliveries are in these statuses, and none in another."""

        async def reached() -> bool:
            return await self.deliveries.figures(None) == figures

        return reached

    async def only(self, **wanted: Any) -> Document:
        """The one delivery that matches."""
        (found,) = await self.deliveries.page(wanted, None, 2)
        return found


def arrived(id: str, record: Document | None, version: int) -> SimpleNamespace:
    headers = [(SEQUENCE, str(version).encode())]
    return SimpleNamespace(key=id.encode(), value=None if record is None else world.encoded(record), headers=headers)
