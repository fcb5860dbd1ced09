"""The composition root: settings in, the running postings service out."""

from pydantic import Field

from services.postings.api import (
    agreements,
    eu_project_work,
    eu_projects,
    high_level_visits,
    network,
    positions,
    postings,
    posts,
    priorities,
    priority_reports,
    technical_actions,
    technical_delivery,
)
from services.postings.api.readers import PEOPLE_READERS
from services.postings.reminders import reminders
from services.postings.views.agreements import AGREEMENTS
from services.postings.views.eu_projects import EU_PROJECTS
from services.postings.views.high_level_visits import HIGH_LEVEL_VISITS
from services.postings.views.holders import HOLDERS
from services.postings.views.linked_work import LINKED_WORK
from services.postings.views.positions import POSITIONS
from services.postings.views.postings import POSTINGS
from services.postings.views.posts import POSTS
from services.postings.views.priorities import PRIORITIES
from services.postings.views.technical_actions import TECHNICAL_ACTIONS
from services.postings.views.technical_figures import TECHNICAL_FIGURES
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

OF_THE_NETWORK = (POSTS, POSITIONS, POSTINGS, HOLDERS, VACANCIES)
# In this order: who waits for a version in TECHNICAL_ACTIONS finds what stands before it there too.
OF_PRIORITIES = (PRIORITIES, LINKED_WORK)
OF_COOPERATION = (TECHNICAL_FIGURES, TECHNICAL_ACTIONS, AGREEMENTS, HIGH_LEVEL_VISITS, EU_PROJECTS)
VIEWS = (*OF_THE_NETWORK, *OF_PRIORITIES, *OF_COOPERATION)


class PostingsSettings(Settings):
    port: int = Field(8101, ge=0, le=65535)


def build(settings: Settings | None = None) -> Service:
    """The service with these settings, by default those of the environment."""
    settings = settings or PostingsSettings()
    mongo = Mongo(settings.mongo.get_secret_value(), "postings", settings.mongo_driver)
    store = Store(mongo)
    of_the_network = (posts.router, positions.router, postings.router, network.router)
    of_priorities = (priorities.router, priorities.work_router, priority_reports.router)
    of_technical_actions = (technical_actions.router, technical_actions.plan_router, technical_delivery.router)
    of_institutions = (agreements.router, high_level_visits.router, eu_projects.router, eu_project_work.router)
    people = people_router(readers=PEOPLE_READERS, writers=("hq",))
    return Service(
        name="postings",
        title="Postings",
        description="The network: posts, positions and postings, and the cooperation that it carries on.",
        publishes=PostingsFact.topic,
        settings=settings,
        mongo=mongo,
        store=store,
        routers=(*of_the_network, *of_priorities, *of_technical_actions, *of_institutions, people),
        views=VIEWS,
        people=Register(mongo, POSTINGS_PEOPLE),
        workers=(reminders(store, Views(mongo, VIEWS)),),
    )
