"""The composition root: settings in, the running postings service out."""

from pydantic import Field

from services.postings.api import (
    information_charge,
    information_contents,
    information_requests,
    network,
    positions,
    postings,
    posts,
)
from services.postings.api.readers import PEOPLE_READERS
from services.postings.api.sealing import CONTENTS, Seal
from services.postings.information_deadlines import information_deadlines
from services.postings.readings import Readings
from services.postings.views.holders import HOLDERS
from services.postings.views.information_requests import INFORMATION_REQUESTS
from services.postings.views.positions import POSITIONS
from services.postings.views.postings import POSTINGS
from services.postings.views.posts import POSTS
from services.postings.views.vacancies import VACANCIES
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

VIEWS = (POSTS, POSITIONS, POSTINGS, HOLDERS, VACANCIES, INFORMATION_REQUESTS)


class PostingsSettings(Settings):
    port: int = Field(8101, ge=0, le=65535)


def build(settings: Settings | None = None) -> Service:
    """The service with these settings, by default those of the environment."""
    settings = settings or PostingsSettings()
    mongo = Mongo(settings.mongo.get_secret_value(), "postings", settings.mongo_driver)
    people = people_router(readers=PEOPLE_READERS, writers=("hq",))
    store, readings = Store(mongo), Readings(mongo)
    views = Views(mongo, VIEWS)
    of_information = (information_requests, information_charge, information_contents)
    return Service(
        name="postings",
        title="Postings",
        description="The network: posts, their positions, and the postings of officers to them.",
        publishes=PostingsFact.topic,
        settings=settings,
        mongo=mongo,
        store=store,
        routers=(
            posts.router,
            positions.router,
            postings.router,
            network.router,
            *(resource.router for resource in of_information),
            people,
        ),
        views=VIEWS,
        people=Register(mongo, POSTINGS_PEOPLE),
        workers=(information_deadlines(store, views),),
        prepared=(readings,),
        state={"seal": Seal(store, Private(mongo, CONTENTS)), "readings": readings},
    )
