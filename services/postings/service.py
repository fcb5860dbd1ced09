"""The composition root: settings in, the running postings service out."""

from pydantic import Field

from services.postings.api import eu_positions, mailboxes, network, notice_lists, notices, positions, postings, posts
from services.postings.api.readers import PEOPLE_READERS
from services.postings.eu_deadlines import eu_deadlines
from services.postings.notice_deadlines import notice_deadlines
from services.postings.views.eu_positions import EU_POSITIONS
from services.postings.views.holders import HOLDERS
from services.postings.views.mailboxes import MAILBOXES
from services.postings.views.notice_readers import NOTICE_READERS
from services.postings.views.notices import NOTICES
from services.postings.views.positions import POSITIONS
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

OF_NOTICES = (MAILBOXES, NOTICE_READERS, NOTICES)
VIEWS = (POSTS, POSITIONS, POSTINGS, HOLDERS, VACANCIES, *OF_NOTICES, EU_POSITIONS)


class PostingsSettings(Settings):
    port: int = Field(8101, ge=0, le=65535)


def build(settings: Settings | None = None) -> Service:
    """The service with these settings, by default those of the environment."""
    settings = settings or PostingsSettings()
    mongo = Mongo(settings.mongo.get_secret_value(), "postings", settings.mongo_driver)
    store = Store(mongo)
    views = Views(mongo, VIEWS)
    of_notices = (mailboxes.router, notices.router, notice_lists.router)
    people = people_router(readers=PEOPLE_READERS, writers=("hq",))
    return Service(
        name="postings",
        title="Postings",
        description="The network: posts, positions, the postings of officers to them; threat notices; EU positions.",
        publishes=PostingsFact.topic,
        settings=settings,
        mongo=mongo,
        store=store,
        routers=(
            posts.router,
            positions.router,
            postings.router,
            network.router,
            *of_notices,
            eu_positions.router,
            people,
        ),
        views=VIEWS,
        people=Register(mongo, POSTINGS_PEOPLE),
        workers=(notice_deadlines(store, views), eu_deadlines(store, views)),
    )
