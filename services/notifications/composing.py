"""Makes of a delivery what goes out: reads names and addresses now, renders, adds calendar part and signed link."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage

from jinja2 import TemplateError

from services.notifications.causes import Causes
from services.notifications.channels import calendar, email, webhook
from services.notifications.channels.simulators import comes_back
from services.notifications.deliveries import addressee, reader
from services.notifications.destinations import Mailboxes, destination
from services.notifications.editions import edition
from services.notifications.links import Question, signed
from services.notifications.look import Look
from services.notifications.outcomes import Withdrawn
from services.notifications.recipients import Addressee
from services.notifications.registry import BY_MESSAGE
from services.notifications.rendering import Text, Ways, render
from services.notifications.routing import Routing, webhook_id
from services.notifications.rule import Context, Rule
from services.notifications.succession import Superseded
from services.notifications.suppressions import mailbox_key
from services.notifications.wishes import as_wanted, by_mail
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
    """A mail ready to go; `kept` is its text as it may be stored, without the link's secret; `people` whom it names.

    `facts` is what else is stored of it: the templates' version, the address as a hash, the entry in a calendar.
    """

    mail: EmailMessage
    to: str
    kept: Text
    people: tuple[str, ...]
    facts: Document
    language: Language


@dataclass(frozen=True)
class Call:
    """A webhook ready to go."""

    target: webhook.Target
    content: str


# What a defect in a rule, a template or stored data looks like; a coroutine's StopIteration becomes a RuntimeError.
DEFECTS = (LookupError, ValueError, TypeError, AttributeError, RuntimeError, TemplateError)
Unsubscribe = Callable[[Document, Language], Ways | None]


def for_nobody(_: Document, __: Language) -> None:
    """No link to unsubscribe by."""


@dataclass(frozen=True)
class Composer:
    """`look` makes a fresh Look for every message.

    `public_url` is where questions lead, `registration_url` invitations. Both are signed with `link_secret`, which the
    delegations service has too, because it opens the invitations. `unsubscribe` answers the links of a delivery that
    may be switched off, in the language that is read, else None. `mailboxes` are those of the deployment.
    """

    causes: Causes
    routing: Routing
    look: Callable[[], Look]
    head: email.Letterhead
    organizer: Address
    public_url: str
    registration_url: str
    link_secret: str
    mailboxes: Mailboxes = field(default_factory=Mailboxes)
    unsubscribe: Unsubscribe = for_nobody

    async def compose(self, delivery: Document, at: datetime) -> Letter | Call:
        """Raises Undelivered where it cannot be made now, or ever."""
        if delivery["message"] == TEST:
            return await self._test(delivery, at)
        rule, to = BY_MESSAGE[delivery["message"]], addressee(delivery)
        event, type = await self._event(delivery, rule, to), type_of(rule)
        hook = None if by_mail(delivery) else rule.webhook
        if hook is not None and (target := await self.routing.target(delivery, type, at)) is not None:
            thin = {"delivery": webhook_id(delivery), "subject": to.subject}
            return Call(target, webhook.body(type, delivery["created_at"], hook(event, to), thin))
        look = self.look()
        where = as_wanted(await destination(reader(delivery), look, self.mailboxes), rule.message, delivery)
        context = await rule.context(event, to, look)
        token, link = self._link(delivery["_id"], event, rule, to, where.language)
        if token:
            context["link"] = link
        ways = self.unsubscribe(delivery, where.language)
        text = render(rule.message, where.language, context, ways)
        mailbox = email.address(where.mail)
        version = edition(rule.message, where.language).version
        facts: Document = {
            "template": {"language": where.language, "version": version},
            "address": mailbox_key(mailbox.addr_spec, self.link_secret),
        }
        if comes_back(mailbox.addr_spec):
            facts["simulator"] = mailbox.addr_spec  # nobody's
        part = None
        if rule.calendar is not None:
            entry = rule.calendar(event, to, context)
            organizer = calendar.tagged(self.organizer, entry.uid, self.link_secret)
            part = email.CalendarPart(entry.method, calendar.written(entry, organizer, mailbox.addr_spec, at))
            facts["calendar"] = {"uid": entry.uid, "sequence": entry.sequence}
        mail = email.written(delivery["_id"], self.head, mailbox, text, at, part, ways.out if ways else None)
        kept, people = text.hiding(token, *(ways or ())), tuple(sorted(look.met))
        return Letter(mail, mailbox.addr_spec, kept, people, facts, where.language)

    async def _test(self, delivery: Document, at: datetime) -> Call:
        """What a company sends to itself to see whether its endpoint works."""
        target = await self.routing.target(delivery, TEST_TYPE, at)
        if target is None:
            raise Withdrawn("the endpoint was removed or disabled")
        about = {"endpoint": target.endpoint, "delivery": webhook_id(delivery)}
        return Call(target, webhook.body(TEST_TYPE, delivery["created_at"], about, about))

    async def context(self, delivery: Document) -> Context:
        """What the recipient of a delivery was told, for showing it again on a page."""
        rule, to = BY_MESSAGE[delivery["message"]], addressee(delivery)
        return await rule.context(await self._event(delivery, rule, to), to, self.look())

    async def _event(self, delivery: Document, rule: Rule, to: Addressee) -> Event:
        """What has happened, seen from what the recipient was told last where messages between were dropped."""
        event = await self.causes.get(delivery["cause"])
        if rule.succession is None or rule.succession.since is None or "told" not in delivery:
            return event
        told = None if delivery["told"] is None else await self.causes.get(delivery["told"])
        seen: Event | None = rule.succession.since(event, told, to)
        if seen is None:
            raise Superseded("it is as the recipient was told")
        return seen

    async def question(self, delivery: Document) -> Question | None:
        """What a delivery has asked its recipient, None where it asked nothing."""
        rule = BY_MESSAGE[delivery["message"]]
        return None if rule.asks is None else rule.asks(await self.causes.get(delivery["cause"]), addressee(delivery))

    def _link(self, id: str, event: Event, rule: Rule, to: Addressee, language: Language) -> tuple[str, str]:
        """The token of the message's link and the link itself, both empty where it has none."""
        if rule.asks is not None:
            token = signed(id, rule.asks(event, to), language, self.link_secret)
            return token, f"{self.public_url}/confirmations/{token}"
        if rule.invites is not None:
            token = invitation_links.signed(rule.invites(event, to), self.link_secret)
            return token, f"{self.registration_url}{invitation_links.page_path(token)}"
        return "", ""
