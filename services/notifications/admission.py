"""Whether a delivery may go out now: in its turn, if it is wanted, and not in the recipient's quiet hours."""

from dataclasses import dataclass
from datetime import datetime

from services.notifications.causes import Causes
from services.notifications.choices import treated
from services.notifications.composing import type_of
from services.notifications.deliveries import Deliveries, customer, reader
from services.notifications.digests import DIGEST, Digests
from services.notifications.domain.preferences import Preferences
from services.notifications.endpoints import Endpoints
from services.notifications.mergers import Mergers
from services.notifications.outcomes import Withdrawn
from services.notifications.recipients import Recipient
from services.notifications.registry import BY_MESSAGE
from services.notifications.rule import Rule
from services.notifications.succession import follow
from services.notifications.timing import allowed, next_digest
from services.notifications.treatment import Treatment
from services.notifications.wishes import Wishes, by_mail
from shared.mongo import Document

IN_SUCCESSION = frozenset(message for message, rule in BY_MESSAGE.items() if rule.succession is not None)


class Unwanted(Withdrawn):
    """The recipient has switched this kind of message off."""

    outcome = "unwanted"


@dataclass(frozen=True)
class Admission:
    """Asked for each delivery that was taken, before it is composed."""

    deliveries: Deliveries
    causes: Causes
    wishes: Wishes
    digests: Digests
    endpoints: Endpoints
    mergers: Mergers

    async def admits(self, delivery: Document, at: datetime) -> bool:
        """False where the delivery waits in the database now, until its time or for its digest.

        What was found is noted in the delivery in memory, for who composes it: `wanted` are the recipient's
        preferences, `out_of` the kinds that its link leads out of. Raises Undelivered where it cannot go, now or ever.
        """
        await self.mergers.follow(delivery, self.deliveries)
        recipient = reader(delivery)
        if delivery["message"] == DIGEST:
            delivery["wanted"] = wanted = await self.wishes.of(recipient)
            if await self._kept_quiet(delivery, recipient, wanted, at):
                return False
            await self.digests.seal(delivery)
            return True
        if (rule := BY_MESSAGE.get(delivery["message"])) is None:
            return True  # whoever composes it says so
        if rule.succession is not None and "thread" in delivery:
            await follow(delivery, rule.succession, IN_SUCCESSION, self.deliveries.collection)
        treatment = treated(rule, await self.causes.get(delivery["cause"]))
        delivery["wanted"] = wanted = await self.wishes.of(recipient)
        delivery["out_of"] = [treatment.kind] if treatment.optional else []
        if treatment.optional and wanted.often(treatment.kind) == "never":
            raise Unwanted(f"{treatment.kind} is switched off")
        if by_mail(delivery) and delivery.get("only_there"):
            raise Unwanted("no webhook is wanted any more")
        if treatment.urgent or await self._by_webhook(delivery, rule, at):
            return True
        if await self._digested(delivery, recipient, wanted, treatment, at):
            return False
        return not await self._kept_quiet(delivery, recipient, wanted, at)

    async def _by_webhook(self, delivery: Document, rule: Rule, at: datetime) -> bool:
        """Machines neither sleep nor read digests: those are for what comes by mail."""
        if rule.webhook is None or by_mail(delivery):
            return False
        if "endpoint" not in delivery:
            return bool(await self.endpoints.matching(customer(delivery), type_of(rule)))
        if delivery.get("only_there"):
            return True  # it is called or nothing
        return await self.endpoints.target(delivery["endpoint"], at) is not None  # else it becomes a mail

    async def _digested(
        self, delivery: Document, recipient: Recipient, wanted: Preferences, treatment: Treatment, at: datetime
    ) -> bool:
        pace = wanted.often(treatment.kind)
        if not treatment.digestible or "digest" in delivery or pace not in ("hourly", "daily"):
            return False  # what a digest could not tell, or an operator sends again, goes alone
        due = next_digest(at, await self.wishes.zone(recipient, wanted), pace, wanted.quiet)
        while not await self.digests.join(delivery, due, at):
            due = next_digest(due, await self.wishes.zone(recipient, wanted), pace, wanted.quiet)
        return True

    async def _kept_quiet(self, delivery: Document, recipient: Recipient, wanted: Preferences, at: datetime) -> bool:
        if wanted.quiet is None:
            return False
        until = allowed(at, await self.wishes.zone(recipient, wanted), wanted.quiet)
        if until > at:
            await self.deliveries.hold(delivery, until, {"tried_from": until, "waits_until": until})
        return until > at
