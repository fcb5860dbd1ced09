"""Sends what is due: takes one delivery after the other, several in flight at once, and records how each ended."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

from opentelemetry.trace import SpanKind
from pymongo.errors import PyMongoError
from structlog.contextvars import bound_contextvars
from structlog.stdlib import get_logger

from services.notifications.admission import Admission
from services.notifications.channels.simulators import simulated
from services.notifications.channels.webhook import Caller, Gone
from services.notifications.composing import DEFECTS, Call, Composer, Letter
from services.notifications.deliveries import LEASE, Deliveries
from services.notifications.digesting import DigestWriter
from services.notifications.digests import DIGEST
from services.notifications.endpoints import Endpoints
from services.notifications.gate import Gate
from services.notifications.outcomes import Permanent, Undelivered, Unreachable, in_a_row, next_try
from shared.clock import now
from shared.eventing.backoff import Backoff
from shared.eventing.tracing import span
from shared.http.health import Health
from shared.mongo import Document
from shared.supervision import Up

POLL = 0.5  # seconds between two looks for what has become due
FRESH = timedelta(seconds=10)  # how old a lease may be when sending begins; the rest is for sending and suspensions
DRAIN = 15.0  # seconds that attempts in flight get to end when the sender stops

Record = Callable[[], Awaitable[None]]

log = get_logger(__name__)


class Sender:
    """A worker of the service; any number of processes may run one, the lease in each delivery keeps them apart.

    A crash between sending and recording repeats that one attempt when its lease ends, under the same Message-ID or
    webhook-id.
    """

    name = "sender"

    def __init__(
        self,
        deliveries: Deliveries,
        endpoints: Endpoints,
        composer: Composer,
        admission: Admission,
        gate: Gate,
        caller: Caller,
        health: Health,
        wake: asyncio.Event,
        *,
        parallel: int,
    ) -> None:
        self._deliveries, self._endpoints, self._composer = deliveries, endpoints, composer
        self._admission, self._digests = admission, DigestWriter(composer, admission.digests)
        self._gate, self._caller, self._health = gate, caller, health
        self._wake, self._parallel = wake, parallel
        self._flying: set[asyncio.Task[None]] = set()

    async def prepare(self) -> None:
        """Create the indexes."""
        await self._deliveries.prepare()
        await self._endpoints.prepare()

    async def run(self, up: Up) -> None:
        """Until cancelled; what is in flight then is ended, not cut. Raises what the database raises.

        Calls `up` whenever the database has said what is due.
        """
        flying = self._flying
        try:
            while True:
                if len(flying) >= self._parallel:
                    await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
                for landed in [one for one in flying if one.done()]:
                    flying.remove(landed)
                    landed.result()
                self._wake.clear()
                delivery = await self._deliveries.claim(now())
                up()
                if delivery is not None:
                    flying.add(asyncio.create_task(self._attempt(delivery)))
                else:
                    await self._pause()
        finally:
            if flying:
                await asyncio.wait(flying, timeout=DRAIN)
            await self._gate.close()

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL):
                await self._wake.wait()

    async def _attempt(self, delivery: Document) -> None:
        about = {"delivery": delivery["_id"], "message": delivery["message"]}
        trace = span(f"deliver {delivery['message']}", delivery.get("traceparent"), SpanKind.PRODUCER, **about)
        with bound_contextvars(correlation=delivery["correlation"]), trace:
            try:
                if not await self._admission.admits(delivery, now()):
                    return
                record = await self._send(delivery)
                log.info("delivered", **about)
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
        """Answers how to record that it is sent. Raises Undelivered, and PyMongoError before anything was sent."""
        made = await self._compose(delivery)
        # Whoever was suspended meanwhile must not begin to send what another is about to take.
        if delivery["due_at"] - now() < LEASE - FRESH:
            raise Unreachable("taken too long ago to begin with it")
        return await self._call(delivery, made) if isinstance(made, Call) else await self._mail(delivery, made)

    async def _compose(self, delivery: Document) -> Letter | Call:
        """A delivery that this version cannot make is set aside as failed, so that the others go on."""
        writer = self._digests if delivery["message"] == DIGEST else self._composer
        try:
            return await writer.compose(delivery, now())
        except DEFECTS as error:
            log.exception("cannot compose", delivery=delivery["_id"], message=delivery["message"])
            raise Permanent(f"cannot be composed: {type(error).__name__}") from error

    async def _mail(self, delivery: Document, letter: Letter) -> Record:
        try:
            code = await self._gate.send(letter.mail, self._composer.head.sender.addr_spec, letter.to)
        except Unreachable as why:
            self._reached(letter, why.detail)
            raise
        self._reached(letter, None)
        text = {"subject": letter.kept.subject, "body": letter.kept.body}
        what = {"text": text, "people": list(letter.people), "message_id": letter.mail["Message-ID"], **letter.facts}
        return partial(self._deliveries.sent, delivery, now(), "email", code, what)

    def _reached(self, letter: Letter, reason: str | None) -> None:
        """A simulated failure says nothing about the server."""
        if not simulated(letter.to):
            self._health.report("smtp", reason)

    async def _call(self, delivery: Document, call: Call) -> Record:
        try:
            code = await self._caller.post(delivery["_id"], call.target, call.content, now())
        except Gone:
            await self._endpoints.disable(call.company)
            raise
        return partial(self._deliveries.sent, delivery, now(), "webhook", code, {})

    async def _undelivered(self, delivery: Document, why: Undelivered) -> None:
        at, since = now(), delivery["tried_from"]
        tries = in_a_row(why, delivery["attempts"], since)
        again = next_try(why, tries, since, at, random.random())  # noqa: S311  # spreads load only
        await self._deliveries.undelivered(delivery, at, why, again)
        log.debug("undelivered", delivery=delivery["_id"], outcome=why.outcome, detail=why.detail, code=why.code)
