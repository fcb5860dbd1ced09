"""The composition root: settings in, the running postings service out."""

from pydantic import Field

from services.postings import resources
from services.postings.api.readers import PEOPLE_READERS
from services.postings.api.sealing import Seal
from services.postings.contact_reminders import contact_reminders
from services.postings.deadlines import posting_deadlines
from services.postings.domain.contact import CONTACT
from services.postings.domain.information_request import INFORMATION_REQUEST
from services.postings.eu_deadlines import eu_deadlines
from services.postings.information_deadlines import information_deadlines
from services.postings.notice_deadlines import notice_deadlines
from services.postings.questions import VIEWS
from services.postings.reactions.handover import hand_over
from services.postings.readings import Readings
from services.postings.reminders import reminders
from services.postings.suspended_posts import suspended_posts
from shared.contracts.people import POSTINGS_PEOPLE
from shared.contracts.postings.fact import PostingsFact
from shared.eventing.private import Private
from shared.eventing.records import Register
from shared.eventing.store import Store
from shared.eventing.views import Views
from shared.http.people import people_router
from shared.mongo import Mongo
from shared.service import Service
from shared.settings import Settings

# What looks round by itself for what has become due.
ROUNDS = (
    posting_deadlines,
    information_deadlines,
    contact_reminders,
    reminders,
    notice_deadlines,
    eu_deadlines,
    suspended_posts,
)


class PostingsSettings(Settings):
    port: int = Field(8101, ge=0, le=65535)


def build(settings: Settings | None = None) -> Service:
    """The service with these settings, by default those of the environment."""
    settings = settings or PostingsSettings()
    mongo = Mongo(settings.mongo.get_secret_value(), "postings", settings.mongo_driver)
    store, views, readings = Store(mongo), Views(mongo, VIEWS), Readings(mongo)
    people = people_router(readers=PEOPLE_READERS, writers=("hq",))
    return Service(
        name="postings",
        title="Postings",
        description="The network: posts, positions and postings, the cooperation that it carries on, and threats.",
        publishes=PostingsFact.topic,
        settings=settings,
        mongo=mongo,
        store=store,
        routers=(*resources.ROUTERS, people),
        views=VIEWS,
        people=Register(mongo, POSTINGS_PEOPLE),
        reactions=(hand_over(store, views),),
        workers=tuple(rounds(store, views) for rounds in ROUNDS),
        prepared=(readings,),
        state={
            "seal": Seal(store, INFORMATION_REQUEST, Private(mongo, "information_contents")),
            "cards": Seal(store, CONTACT, Private(mongo, "contact_records")),
            "readings": readings,
        },
    )
