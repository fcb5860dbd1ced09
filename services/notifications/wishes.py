"""What a recipient wants, read when something is to be sent: its preferences, its clock, its language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import cast
from zoneinfo import ZoneInfo

from services.notifications.destinations import Destination
from services.notifications.domain.preferences import PREFERENCES, Preferences
from services.notifications.look import Look
from services.notifications.recipients import Recipient
from services.notifications.rendering import written_in
from shared.contracts.people import Language
from shared.eventing.store import Store
from shared.mongo import Document
from shared.together import Together

HOME = "Europe/Paris"  # the clock of those who have named none and belong to no post or day


@dataclass(frozen=True)
class Wishes:
    """Read from the commits, not from a view: who has just unsubscribed is not written to any more."""

    store: Store
    look: Callable[[], Look]

    async def of(self, recipient: Recipient) -> Preferences:
        """What this recipient wants; who has said nothing wants the defaults."""
        return await self._states(recipient.key)

    @cached_property
    def _states(self) -> Together[str, Preferences]:
        return Together(partial(self.store.load_each, PREFERENCES))

    async def zone(self, recipient: Recipient, wanted: Preferences) -> ZoneInfo:
        """The clock that the recipient goes by. Raises NotYetKnown where its post or day has not arrived."""
        if wanted.time_zone is not None:
            return ZoneInfo(wanted.time_zone)
        return ZoneInfo((await self._known(recipient)).get("time_zone", HOME))

    async def _known(self, recipient: Recipient) -> Mapping[str, str]:
        match recipient:
            case Recipient("embassy" | "post", post):
                return await self.look().post(post)
            case Recipient("participant" | "applicant", _, str(day)):
                return await self.look().day(day)
        return {}


def as_wanted(found: Destination, message: str, delivery: Document) -> Destination:
    """Where the recipient is reached, in the language that it wants if the message is written in that one."""
    wanted: Preferences | None = delivery.get("wanted")
    if wanted is None or wanted.language not in written_in(message):
        return found
    return replace(found, language=cast(Language, wanted.language))


def by_mail(delivery: Document) -> bool:
    """Whether no webhook is wanted for this delivery."""
    wanted: Preferences | None = delivery.get("wanted")
    return bool(delivery.get("mail_only")) or (wanted is not None and "webhook" not in wanted.channels)
