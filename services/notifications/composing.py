"""Makes of a delivery what goes out: reads names and addresses now, renders, adds calendar part and signed link."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage

from services.notifications.causes import Causes
from services.notifications.channels import calendar, email, webhook
from services.notifications.deliveries import addressee
from services.notifications.destinations import destination
from services.notifications.links import signed
from services.notifications.look import Look
from services.notifications.outcomes import Withdrawn
from services.notifications.recipients import Addressee
from services.notifications.registry import BY_MESSAGE
from services.notifications.rendering import Text, render
from services.notifications.routing import Routing
from services.notifications.rule import Context, Rule
from shared.contracts import invitation_links
from shared.contracts.people import Language
from shared.eventing.event import Event
from shared.mongo import Document

TEST = "endpoint_test"
TEST_TYPE = "liaison.endpoint_test"


def type_of(rule: Rule) -> str:
    """The type of a rule's webhooks, by which endpoints choose."""
    return f"liaison.{rule.message}"


TYPES = tuple(type_of(rule) for rule in BY_MESSAGE.values() if rule.webhook is not None)


@dataclass(frozen=True)
class Letter:
    """A mail ready to go; `kept` is its text as it may be stored, without the link's secret; `people` whom it names."""

    mail: EmailMessage
    to: str
    kept: Text
    people: tuple[str, ...]


@dataclass(frozen=True)
class Call:
    """A webhook ready to go."""

    target: webhook.Target
    content: str


@dataclass(frozen=True)
class Composer:
    """`look` makes a fresh Look for every message.

    `public_url` is where questions lead, `registration_url` invitations. Both are signed with `link_secret`, which the
    delegations service has too, because it opens the invitations.
    """

    causes: Causes
    routing: Routing
    look: Callable[[], Look]
    head: email.Letterhead
    organizer: Address
    public_url: str
    registration_url: str
    link_secret: str

    async def compose(self, delivery: Document, at: datetime) -> Letter | Call:
        """Raises Undelivered where it cannot be made now, or ever."""
        if delivery["message"] == TEST:
            return await self._test(delivery, at)
        event, rule, to = await self.causes.get(delivery["cause"]), BY_MESSAGE[delivery["message"]], addressee(delivery)
        type = type_of(rule)
        if rule.webhook is not None and (target := await self.routing.target(delivery, type, at)) is not None:
            thin = {"delivery": delivery["_id"], "subject": to.subject}
            return Call(target, webhook.body(type, delivery["created_at"], rule.webhook(event, to), thin))
        look = self.look()
        where = await destination(to.recipient, look)
        context = await rule.context(event, to, look)
        token, link = self._link(delivery["_id"], event, rule, to, where.language)
        if token:
            context["link"] = link
        text = render(rule.message, where.language, context)
        kept = Text(text.subject, text.body.replace(token, "...")) if token else text
        mailbox = email.address(where.mail)
        part = self._calendar(rule, event, to, context, mailbox, at)
        mail = email.written(delivery["_id"], self.head, mailbox, text, at, part)
        return Letter(mail, mailbox.addr_spec, kept, tuple(sorted(look.met)))

    async def _test(self, delivery: Document, at: datetime) -> Call:
        """What a company sends to itself to see whether its endpoint works."""
        target = await self.routing.target(delivery, TEST_TYPE, at)
        if target is None:
            raise Withdrawn("the endpoint was removed or disabled")
        about = {"endpoint": target.endpoint, "delivery": delivery["_id"]}
        return Call(target, webhook.body(TEST_TYPE, delivery["created_at"], about, about))

    async def context(self, delivery: Document) -> Context:
        """What the recipient of a delivery was told, for showing it again on a page."""
        event = await self.causes.get(delivery["cause"])
        return await BY_MESSAGE[delivery["message"]].context(event, addressee(delivery), self.look())

    def _link(self, id: str, event: Event, rule: Rule, to: Addressee, language: Language) -> tuple[str, str]:
        """The token of the message's link and the link itself, both empty where it has none."""
        if rule.asks is not None:
            token = signed(id, rule.asks(event, to), language, self.link_secret)
            return token, f"{self.public_url}/confirmations/{token}"
        if rule.invites is not None:
            token = invitation_links.signed(rule.invites(event, to), self.link_secret)
            return token, f"{self.registration_url}{invitation_links.page_path(token)}"
        return "", ""

    def _calendar(
        self, rule: Rule, event: Event, to: Addressee, context: Context, mailbox: Address, at: datetime
    ) -> email.CalendarPart | None:
        if rule.calendar is None:
            return None
        entry = rule.calendar(event, to, context)
        return email.CalendarPart(entry.method, calendar.written(entry, self.organizer, mailbox.addr_spec, at))
