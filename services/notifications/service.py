"""The notifications service's composition root: settings in, running service out."""

import asyncio

from services.notifications.api import confirmations, endpoint_deliveries
from services.notifications.api import deliveries as deliveries_api
from services.notifications.api import endpoints as endpoints_api
from services.notifications.calling import Calling
from services.notifications.causes import Causes
from services.notifications.channels import email
from services.notifications.channels.addresses import Reach
from services.notifications.channels.smtp import Post, Server
from services.notifications.channels.webhook import Caller
from services.notifications.composing import Composer
from services.notifications.deliveries import Deliveries
from services.notifications.endpoint_watch import EndpointWatch
from services.notifications.endpoints import Endpoints
from services.notifications.look import Look
from services.notifications.mailing import Mailing
from services.notifications.people import People
from services.notifications.reactions import deliveries_reaction
from services.notifications.routing import Routing
from services.notifications.sending import Sender
from services.notifications.settings import NotificationsSettings
from services.notifications.throttles import Rates, Throttles
from services.notifications.views.applicants import APPLICANTS
from services.notifications.views.cancellations import CANCELLATIONS
from services.notifications.views.companies import COMPANIES
from services.notifications.views.days import DAYS
from services.notifications.views.fairs import FAIRS
from services.notifications.views.moves import MOVES
from services.notifications.views.participants import PARTICIPANTS
from services.notifications.views.positions import POSITIONS
from services.notifications.views.posts import POSTS
from shared.contracts.notifications.fact import NotificationsFact
from shared.contracts.people import DELEGATIONS_PEOPLE, POSTINGS_PEOPLE
from shared.eventing.store import Store
from shared.eventing.views import Views
from shared.http.health import Health
from shared.mongo import Mongo
from shared.rounds import Rounds
from shared.service import Service

STUCK_PAUSE = 60.0  # seconds
VIEWS = (POSTS, POSITIONS, COMPANIES, FAIRS, DAYS, PARTICIPANTS, APPLICANTS, CANCELLATIONS, MOVES)
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
    views, health, wake = Views(mongo, VIEWS), Health(), asyncio.Event()
    composer = Composer(
        causes=causes,
        routing=Routing(endpoints, deliveries),
        look=lambda: Look(views, officers, contacts),
        head=email.Letterhead(
            email.address(settings.sender), email.address(settings.reply_to) if settings.reply_to else None
        ),
        organizer=email.address(settings.organizer),
        public_url=settings.public_url.rstrip("/"),
        registration_url=settings.registration_url.rstrip("/"),
        link_secret=settings.link_secret.get_secret_value(),
    )
    server = Server(
        settings.smtp, settings.smtp_user, settings.smtp_password.get_secret_value(), settings.smtp_starttls
    )
    rates = Rates.named(settings.domain_rates, settings.smtp_rate)
    mailing = Mailing(Post(server), Throttles(mongo, rates), health)
    reach = Reach.named(settings.webhook_allow_networks, anywhere=settings.webhook_allow_private)
    calling = Calling(Caller(reach), endpoints, share=max(1, settings.senders // 2))
    sender = Sender(deliveries, composer, mailing, calling, wake, parallel=settings.senders)
    store = Store(mongo)
    stuck = Rounds("stuck-deliveries", deliveries.free_stuck, STUCK_PAUSE)
    return Service(
        name="notifications",
        title="Liaison notifications",
        description=DESCRIPTION,
        publishes=NotificationsFact.topic,
        settings=settings,
        mongo=mongo,
        store=store,
        routers=(deliveries_api.router, endpoints_api.router, endpoint_deliveries.router, confirmations.router),
        views=VIEWS,
        reactions=(deliveries_reaction(deliveries, causes, wake),),
        mirrors=(officers, contacts),
        workers=(sender, stuck, EndpointWatch(endpoints, store).rounds()),
        state={
            "deliveries": deliveries,
            "endpoints": endpoints,
            "composer": composer,
            "settings": settings,
            "wake": wake,
        },
        health=health,
    )
