"""Sends what is due, the most important first and several in flight at once, and records how each ended."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TypeVar

from opentelemetry.trace import SpanKind
from pymongo.errors import PyMongoError
from structlog.contextvars import bound_contextvars
from structlog.stdlib import get_logger

from services.notifications.admission import Admission
from services.notifications.calling import Calling
from services.notifications.channels.webhook import Answer
from services.notifications.claims import LEASE, Priority
from services.notifications.composing import DEFECTS, Call, Composer, Letter
from services.notifications.deliveries import Deliveries
from services.notifications.digesting import DigestWriter
from services.notifications.digests import DIGEST
from services.notifications.mailing import Mailing
from services.notifications.outcomes import Held, Permanent, Undelivered, Unreachable
from services.notifications.retries import WEBHOOK, next_attempt
from services.notifications.routing import webhook_id
from shared.clock import now
from shared.eventing.backoff import Backoff
from shared.eventing.tracing import span
from shared.mongo import Document
from shared.supervision import Up

POLL = 0.25  # seconds between two looks for what has become due
FRESH = timedelta(seconds=10)  # how old a lease may be when sending begins; the rest is for sending and suspensions
DRAIN = 15.0  # seconds that attempts in flight get to end when the sender stops
HOOKS = {"hookable": True}  # what may go out while the mail server is away

Record = Callable[[], Awaitable[None]]
T = TypeVar("T")

log = get_logger(__name__)


class Sender:
    """A worker of the service; any number of processes may run one, the lease in each delivery keeps them apart.

    A crash between sending and recording repeats that one attempt when its lease ends, under the same Message-ID or
    webhook-id. `parallel` deliveries are in flight, and as many urgent ones besides: these wait for no other to end.
    """

    name = "sender"

    def __init__(
        self,
        deliveries: Deliveries,
        composer: Composer,
        admission: Admission,
        mailing: Mailing,
        calling: Calling,
        wake: asyncio.Event,
        *,
        parallel: int,
    ) -> None:
        self._deliveries, self._composer = deliveries, composer
        self._admission, self._digests = admission, DigestWriter(composer, admission.digests)
        self._mailing, self._calling = mailing, calling
        self._wake, self._parallel = wake, parallel
        self._batch = max(1, parallel // 4)  # room that is worth looking for work at once
        self._flying: set[asyncio.Task[None]] = set()

    async def prepare(self) -> None:
        """Create the indexes."""
        await self._deliveries.prepare()
        await self._calling.prepare()

    async def run(self, up: Up) -> None:
        """Until cancelled; what is in flight then is ended, not cut. Raises what the database raises.

        Calls `up` whenever the database has said what is due.
        """
        try:
            while True:
                for landed in [one for one in self._flying if one.done()]:
                    self._flying.remove(landed)
                    landed.result()
                self._wake.clear()
                taking = asyncio.create_task(self._take())
                try:
                    taken = await asyncio.shield(taking)
                except asyncio.CancelledError:
                    self._launch(await taking)  # else it would lie until its lease ends
                    raise
                up()
                self._launch(taken)
                if not taken:
                    await self._pause()
        finally:
            if self._flying:
                await asyncio.wait(self._flying, timeout=DRAIN)
            await self._mailing.close()
            await self._calling.close()

    def _launch(self, taken: list[Document]) -> None:
        for delivery in taken:
            attempt = asyncio.create_task(self._attempt(delivery))
            attempt.add_done_callback(self._landed)
            self._flying.add(attempt)

    async def _take(self) -> list[Document]:
        """The urgent ones as long as there are any; nothing else is begun meanwhile."""
        at, flying = now(), len(self._flying)
        room = 2 * self._parallel - flying
        if room > 0 and (taken := await self._deliveries.take(Priority.URGENT, at, room)):
            return taken
        but = HOOKS if self._mailing.away else {}
        for priority in (Priority.NORMAL, Priority.BULK):
            if (room := self._parallel - flying) > 0 and (
                taken := await self._deliveries.take(priority, at, room, but)
            ):
                return taken
        return []

    def _landed(self, _: asyncio.Task[None]) -> None:
        if self._parallel - sum(not one.done() for one in self._flying) >= self._batch:
            self._wake.set()

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL):
                await self._wake.wait()

    async def _attempt(self, delivery: Document) -> None:
        about = {"delivery": delivery["_id"], "message": delivery["message"]}
        trace = span(f"deliver {delivery['message']}", delivery.get("traceparent"), SpanKind.PRODUCER, **about)
        with bound_contextvars(correlation=delivery["correlation"]), trace:
            try:
                if not await self._made(delivery, self._admission.admits(delivery, now())):
                    return
                record = await self._send(delivery)
                log.info("delivered", **about)
            except Held as held:
                record = partial(self._deliveries.hold, delivery, held.until, held.what)
            except Undelivered as why:
                record = partial(self._undelivered, delivery, why)
            except PyMongoError as error:
                record = partial(self._undelivered, delivery, Unreachable(type(error).__name__))
            await self._recorded(record)

    async def _recorded(self, record: Record) -> None:
        """What has gone out is written down however long the database is away; else it would go out again."""
        backoff = Backoff(most=2.0)
        while True:
            try:
                return await record()
            except PyMongoError as error:
                log.debug("not recorded", exc_info=error)
                await backoff.wait()

    async def _send(self, delivery: Document) -> Record:
        """Answers how to record that it is sent. Raises Undelivered, Held, or PyMongoError with nothing sent."""
        writer = self._digests if delivery["message"] == DIGEST else self._composer
        made: Letter | Call = await self._made(delivery, writer.compose(delivery, now()))
        if isinstance(made, Call):
            return await self._call(delivery, made)
        return await self._mail(delivery, made)

    def _begin(self, delivery: Document) -> None:
        """Whoever was suspended meanwhile must not begin to send what another is about to take."""
        if delivery["due_at"] - now() < LEASE - FRESH:
            raise Unreachable("taken too long ago to begin with it")

    async def _made(self, delivery: Document, making: Awaitable[T]) -> T:
        """A delivery that this version cannot make is set aside as failed, so that the others go on."""
        try:
            return await making
        except DEFECTS as error:
            log.exception("cannot compose", delivery=delivery["_id"], message=delivery["message"])
            raise Permanent(f"cannot be composed: {type(error).__name__}") from error

    async def _mail(self, delivery: Document, letter: Letter) -> Record:
        begin, sender = partial(self._begin, delivery), self._composer.head.sender.addr_spec
        code = await self._mailing.send(delivery, letter, sender, begin)
        text = {"subject": letter.kept.subject, "body": letter.kept.body}
        what = {"text": text, "people": list(letter.people), "message_id": letter.mail["Message-ID"], **letter.facts}
        return partial(self._deliveries.sent, delivery, now(), "email", code, what)

    async def _call(self, delivery: Document, call: Call) -> Record:
        answer = await self._calling.post(webhook_id(delivery), call, partial(self._begin, delivery))
        return partial(self._taken, delivery, call, answer)

    async def _taken(self, delivery: Document, call: Call, answer: Answer) -> None:
        await self._calling.took(call)
        await self._deliveries.sent(delivery, now(), WEBHOOK, answer.code, {}, answer.text)

    async def _undelivered(self, delivery: Document, why: Undelivered) -> None:
        if why.channel == WEBHOOK:
            await self._calling.failed(delivery["endpoint"], why)
        at = now()
        await self._deliveries.undelivered(delivery, at, why, next_attempt(why, delivery, at))
        log.debug("undelivered", delivery=delivery["_id"], outcome=why.outcome, detail=why.detail, code=why.code)
