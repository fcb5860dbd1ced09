"""The notifications service's composition root: settings in, running service out."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from socket import gethostname
from uuid import uuid4

from services.notifications.admission import Admission
from services.notifications.alert_clocks import AlertClocks
from services.notifications.api import (
    canary,
    confirmations,
    delivery_log,
    endpoint_deliveries,
    inbound_mails,
    preference_pages,
    recipients,
    simulators,
    templates,
)
from services.notifications.api import deliveries as deliveries_api
from services.notifications.api import endpoints as endpoints_api
from services.notifications.api import suppressions as suppressions_api
from services.notifications.calling import Calling
from services.notifications.canaries import Canaries
from services.notifications.causes import Causes
from services.notifications.channels import email, imap
from services.notifications.channels.addresses import Reach
from services.notifications.channels.dkim import Signer
from services.notifications.channels.smtp import Post, Server
from services.notifications.channels.webhook import Caller
from services.notifications.composing import Composer
from services.notifications.deliveries import Deliveries
from services.notifications.destinations import Mailboxes
from services.notifications.digests import Digests
from services.notifications.editions import Editions
from services.notifications.endpoint_watch import EndpointWatch
from services.notifications.endpoints import Endpoints
from services.notifications.escalating import Escalator, alert_clocks_reaction
from services.notifications.gate import Allowed, Gate
from services.notifications.inbound import Inbound
from services.notifications.inbox import LEASE, Folders, Inbox
from services.notifications.look import Look
from services.notifications.mailing import Mailing
from services.notifications.mergers import Mergers, mergers_reaction
from services.notifications.people import People
from services.notifications.preference_links import unsubscribes
from services.notifications.reactions import deliveries_reaction
from services.notifications.registry import RULES
from services.notifications.routing import Routing
from services.notifications.sending import Sender
from services.notifications.settings import NotificationsSettings
from services.notifications.settlements import PAUSE, Settlements
from services.notifications.simulations import PAUSE as SIMULATED_PAUSE
from services.notifications.simulations import Simulations
from services.notifications.suppressions import Suppressions
from services.notifications.throttles import Rates, Throttles
from services.notifications.views.applicants import APPLICANTS
from services.notifications.views.cancellations import CANCELLATIONS
from services.notifications.views.companies import COMPANIES
from services.notifications.views.days import DAYS
from services.notifications.views.fairs import FAIRS
from services.notifications.views.mailboxes import MAILBOXES
from services.notifications.views.moves import MOVES
from services.notifications.views.notices import NOTICES
from services.notifications.views.participants import PARTICIPANTS
from services.notifications.views.positions import POSITIONS
from services.notifications.views.posts import POSTS
from services.notifications.views.staff import STAFF
from services.notifications.wishes import Wishes
from shared.contracts.notifications.fact import NotificationsFact
from shared.contracts.people import DELEGATIONS_PEOPLE, POSTINGS_PEOPLE
from shared.eventing.lease import Leases
from shared.eventing.store import Store
from shared.eventing.views import Views
from shared.http.health import Health
from shared.mongo import Mongo
from shared.rounds import Rounds
from shared.service import Service, Worker

OF_MAIL = (templates, suppressions_api, inbound_mails, canary, simulators)
OF_WEBHOOKS = (endpoints_api, endpoint_deliveries)
OF_NOTICES = (MAILBOXES, NOTICES)
HOUR, STUCK_PAUSE = 3600.0, 60.0  # seconds
OF_COMPANIES = (COMPANIES, STAFF)
OF_DAYS = (DAYS, PARTICIPANTS, APPLICANTS, CANCELLATIONS, MOVES)
VIEWS = (POSTS, POSITIONS, FAIRS, *OF_COMPANIES, *OF_DAYS, *OF_NOTICES)
# The log before the deliveries, whose ids could be the names of its lists.
RESOURCES = (
    delivery_log, deliveries_api, confirmations, preference_pages, recipients, *OF_WEBHOOKS, *OF_MAIL,
)  # fmt: skip
DESCRIPTION = (
    "Who is told what, how, and whether it arrived. It listens to the other services' events; nobody calls it to send."
)


def build(settings: NotificationsSettings | None = None) -> Service:
    """The service with these settings, by default those of the environment; nothing is connected yet."""
    settings = settings or NotificationsSettings()
    mongo = Mongo(settings.mongo.get_secret_value(), "notifications", settings.mongo_driver)
    deliveries, endpoints, causes = Deliveries(mongo), Endpoints(mongo), Causes(mongo)
    officers = People(mongo, POSTINGS_PEOPLE, "officers", deliveries)
    contacts = People(mongo, DELEGATIONS_PEOPLE, "contacts", deliveries)
    views, health, wake, store = Views(mongo, VIEWS), Health(), asyncio.Event(), Store(mongo)
    clocks = AlertClocks(mongo, timedelta(seconds=settings.alert_seconds))

    def look() -> Look:
        return Look(views, officers, contacts)

    composer = Composer(
        causes=causes,
        routing=Routing(endpoints, deliveries),
        look=look,
        head=email.Letterhead(
            email.address(settings.sender), email.address(settings.reply_to) if settings.reply_to else None
        ),
        organizer=email.address(settings.organizer),
        public_url=settings.public_url.rstrip("/"),
        registration_url=settings.registration_url.rstrip("/"),
        link_secret=settings.link_secret.get_secret_value(),
        mailboxes=Mailboxes.named(settings.canary_mailbox, settings.partner_mailboxes),
        unsubscribe=unsubscribes(settings.public_url.rstrip("/"), settings.link_secret.get_secret_value()),
    )
    suppressions, editions = Suppressions(mongo, composer.link_secret), Editions(mongo)
    digests, mergers = Digests(mongo, deliveries), Mergers(mongo)
    admission = Admission(deliveries, causes, Wishes(store, look), digests, endpoints, mergers)
    settlements = Settlements(deliveries, digests, store, (officers, contacts))
    inbound = Inbound(deliveries, suppressions, composer, store, views)
    gate = gates(settings, suppressions)
    rates = Rates.named(settings.domain_rates, settings.smtp_rate)
    mailing = Mailing(gate(), Throttles(mongo, rates), health)
    reach = Reach.named(settings.webhook_allow_networks, anywhere=settings.webhook_allow_private)
    calling = Calling(Caller(reach), endpoints, share=max(1, settings.senders // 2))
    messages = tuple(rule.message for rule in RULES)
    workers: list[Worker] = [
        Sender(deliveries, composer, admission, mailing, calling, wake, parallel=settings.senders),
        Rounds("stuck-deliveries", deliveries.free_stuck, STUCK_PAUSE),
        Rounds("settlements", settlements.look, PAUSE),
        Rounds("simulations", Simulations(deliveries, inbound).look, SIMULATED_PAUSE),
        Rounds("editions", partial(editions.keep, messages), HOUR),
        EndpointWatch(endpoints, store).rounds(),
        Escalator(clocks, store),
    ]
    if settings.canary_mailbox:
        every = timedelta(minutes=settings.canary_minutes)
        workers.append(Canaries(store, deliveries, health, every, read_back=settings.reads_back).rounds())
    if settings.inbox:
        workers.append(reader(settings, inbound, Leases(mongo, f"{gethostname()}-{uuid4()}", LEASE), health))
    return Service(
        name="notifications",
        title="Liaison notifications",
        description=DESCRIPTION,
        publishes=NotificationsFact.topic,
        settings=settings,
        mongo=mongo,
        store=store,
        routers=tuple(resource.router for resource in RESOURCES),
        views=VIEWS,
        reactions=(
            deliveries_reaction(deliveries, causes, wake),
            alert_clocks_reaction(clocks),
            mergers_reaction(mergers, endpoints, deliveries, store),
        ),
        mirrors=(officers, contacts),
        workers=tuple(workers),
        state={
            "deliveries": deliveries,
            "endpoints": endpoints,
            "composer": composer,
            "settings": settings,
            "suppressions": suppressions,
            "inbound": inbound,
            "editions": editions,
            "mergers": mergers,
            "gate": gate,
            "wake": wake,
        },
        health=health,
    )


def reader(settings: NotificationsSettings, inbound: Inbound, leases: Leases, health: Health) -> Inbox:
    """Reads the mailbox of these settings."""
    password = settings.inbox_password.get_secret_value()
    server = imap.Server(settings.inbox, settings.inbox_user, password, settings.inbox_starttls, settings.inbox_folder)
    folders = Folders(settings.inbox_handled, settings.inbox_set_aside)
    return Inbox(server, folders, inbound, leases, health, settings.inbox_seconds)


def gates(settings: NotificationsSettings, suppressions: Suppressions) -> Callable[[], Gate]:
    """Makes gates to the mail server of these settings, each with connections of its own. Raises ValueError, OSError.

    What cannot work is found when the service starts: a key that cannot sign, a list that names nobody.
    """
    password = settings.smtp_password.get_secret_value()
    server = Server(settings.smtp, settings.smtp_user, password, settings.smtp_starttls, settings.smtp_receipts)
    allowed, signer = Allowed.named(settings.allowed_recipients), None
    if settings.dkim_key_file:
        domain = settings.dkim_domain or email.address(settings.sender).domain
        signer = Signer(domain, settings.dkim_selector, Path(settings.dkim_key_file).read_text("ascii"))
    return lambda: Gate(Post(server, signer), suppressions, allowed)
