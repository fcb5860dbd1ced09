"""The composition root: settings in, the running postings service out."""

from pydantic import Field

from services.postings.api import accreditations, network, network_questions, positions, posting_course, postings, posts
from services.postings.api.readers import PEOPLE_READERS
from services.postings.deadlines import posting_deadlines
from services.postings.views.holders import HOLDERS
from services.postings.views.officers import OFFICERS
from services.postings.views.positions import POSITIONS
from services.postings.views.post_histories import POST_HISTORIES
from services.postings.views.postings import POSTINGS
from services.postings.views.posts import POSTS
from services.postings.views.vacancies import VACANCIES
from shared.contracts.people import POSTINGS_PEOPLE
from shared.contracts.postings.fact import PostingsFact
from shared.eventing.records import Register
from shared.eventing.store import Store
from shared.eventing.views import Views
from shared.http.people import people_router
from shared.mongo import Mongo
from shared.service import Service
from shared.settings import Settings

RESOURCES = (posts, accreditations, positions, postings, posting_course, network, network_questions)
VIEWS = (POSTS, POSITIONS, POSTINGS, HOLDERS, VACANCIES, OFFICERS, POST_HISTORIES)


class PostingsSettings(Settings):
    port: int = Field(8101, ge=0, le=65535)


def build(settings: Settings | None = None) -> Service:
    """The service with these settings, by default those of the environment."""
    settings = settings or PostingsSettings()
    mongo = Mongo(settings.mongo.get_secret_value(), "postings", settings.mongo_driver)
    store, views = Store(mongo), Views(mongo, VIEWS)
    people = people_router(readers=PEOPLE_READERS, writers=("hq",))
    return Service(
        name="postings",
        title="Postings",
        description="The network: posts, their positions, and the postings of officers to them.",
        publishes=PostingsFact.topic,
        settings=settings,
        mongo=mongo,
        store=store,
        routers=(*(resource.router for resource in RESOURCES), people),
        views=VIEWS,
        people=Register(mongo, POSTINGS_PEOPLE),
        workers=(posting_deadlines(store, views),),
    )
