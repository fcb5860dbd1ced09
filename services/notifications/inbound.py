"""Mail that comes back: notices of what became of a mail, calendars' replies, and canaries in the test mailbox."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from typing import Literal

from prometheus_client import Counter

from services.notifications.bounces import Bounce, bounce_in
from services.notifications.channels.calendar import tagged
from services.notifications.channels.email import delivery_of, message_id
from services.notifications.composing import Composer
from services.notifications.deliveries import Deliveries
from services.notifications.links import Link
from services.notifications.questions import ANSWERINGS
from services.notifications.replies import Reply, reply_in
from services.notifications.suppressions import Suppressions
from shared.eventing.decider import Refused
from shared.eventing.origin import Origin
from shared.eventing.store import Store
from shared.eventing.views import Views

CANARY = "canary"
LIMIT = 5_000_000  # bytes; a bounce may carry the whole of what has come back
TAKEN = Counter("liaison_inbound_mails", "Mails that came back, by what became of them", ["kind", "outcome"])


@dataclass(frozen=True)
class Taken:
    """What became of a mail: `outcome` is a slug, `delivery` the one that it is about, where that is known."""

    kind: Literal["bounce", "reply", "canary", "other"]
    outcome: str
    delivery: str | None = None


class Inbound:
    """Takes one mail after the other; the same one again changes nothing."""

    def __init__(
        self, deliveries: Deliveries, suppressions: Suppressions, composer: Composer, store: Store, views: Views
    ) -> None:
        self._deliveries, self._suppressions, self._composer = deliveries, suppressions, composer
        self._store, self._views = store, views

    async def take(self, raw: bytes, correlation: str, at: datetime) -> Taken:
        """Whatever the mail is, it is understood or left alone; only what the database raises is raised."""
        taken = await self._taken(raw, correlation, at)
        TAKEN.labels(taken.kind, taken.outcome).inc()
        return taken

    async def _taken(self, raw: bytes, correlation: str, at: datetime) -> Taken:
        bounce, reply = understood(raw)
        if bounce is not None:
            return await self._bounce(bounce, at)
        if reply is not None:
            return await self._reply(reply, correlation, at)
        return await self._canary(message_id_in(raw), at) or Taken("other", "not-understood")

    async def _bounce(self, bounce: Bounce, at: datetime) -> Taken:
        id = delivery_of(bounce.message_id)
        if (known := await self._deliveries.get(id)) is None or known.get("message_id") != bounce.message_id:
            return Taken("bounce", "delivery-unknown")
        if bounce.fate == "delivered":
            await self._deliveries.delivered([id, *known.get("told_items", ())], at)
        if bounce.fate != "failed":
            return Taken("bounce", bounce.fate, id)
        detail = f"came back {bounce.status}".strip()
        if bounce.ends_address and "address" in known:  # first, so that a crash before the next is made good afterwards
            await self._suppressions.add(known["address"], id, detail, at)
        failed = await self._deliveries.bounced(id, at, detail)
        return Taken("bounce", "failed" if failed is not None else "failed-before", id)

    async def _canary(self, id: str, at: datetime) -> Taken | None:
        """A canary that was read back from the test mailbox, perhaps before it was recorded that it was sent."""
        known = await self._deliveries.get(delivery_of(id)) if id else None
        if known is None or known["message"] != CANARY or id != message_id(known["_id"], self._composer.head):
            return None
        await self._deliveries.delivered([known["_id"]], at)
        return Taken("canary", "arrived", known["_id"])

    async def _reply(self, reply: Reply, correlation: str, at: datetime) -> Taken:
        delivery = await self._deliveries.invitation(reply.uid)
        if delivery is None:
            return Taken("reply", "invitation-unknown")
        id = delivery["_id"]
        if not self._ours(reply, delivery.get("address", "")):
            return Taken("reply", "sender-unproven", id)
        if reply.answer is None:
            return Taken("reply", "neither-yes-nor-no", id)
        question = await self._composer.question(delivery)
        if question is None:
            return Taken("reply", "cancelled", id)
        if reply.sequence != delivery["calendar"]["sequence"]:
            return Taken("reply", "moved", id)
        link = Link(id, question.kind, question.about, question.until.replace(microsecond=0), "en")
        answering = ANSWERINGS[question.kind]
        if why := await answering.withdrawn(link, self._views):
            return Taken("reply", why, id)
        try:
            origin = Origin(actor=f"reply:{id}", correlation=correlation)
            await self._store.execute(answering.task(link, reply.answer, at), origin=origin)
        except Refused as refusal:
            return Taken("reply", refusal.slug, id)
        return Taken("reply", reply.answer, id)

    def _ours(self, reply: Reply, address: str) -> bool:
        """Whether it comes from the mailbox that was invited, and answers the tag that only that mailbox has seen."""
        secret = self._composer.link_secret
        organizer = tagged(self._composer.organizer, reply.uid, secret).addr_spec.lower()
        proven = hmac.compare_digest(reply.organizer.encode(), organizer.encode())
        return proven and reply.sender == reply.attendee and self._suppressions.key(reply.attendee) == address


def understood(raw: bytes) -> tuple[Bounce | None, Reply | None]:
    """What a mail says, nothing where it is neither or is broken; never raises, whatever the bytes are."""
    try:
        mail: Message = message_from_bytes(raw)
        bounce = bounce_in(mail)
        return bounce, None if bounce is not None else reply_in(mail)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError):
        return None, None


def message_id_in(raw: bytes) -> str:
    """The Message-ID of a mail, empty where it has none or is broken; never raises, whatever the bytes are."""
    try:
        return str(message_from_bytes(raw)["Message-ID"] or "").strip()
    except (MessageError, ValueError, LookupError, TypeError, AttributeError):
        return ""
