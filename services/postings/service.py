"""The composition root: settings in, the running postings service out."""

from pydantic import Field

from services.postings.api import (
    agreements,
    eu_project_work,
    eu_projects,
    high_level_visits,
    contact_records,
    contacts,
    environment_notes,
    environment_questions,
    handover,
    information_charge,
    information_contents,
    information_requests,
    interactions,
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
from services.postings.views.priorities import PRIORITIES
from services.postings.views.technical_actions import TECHNICAL_ACTIONS
from services.postings.views.technical_figures import TECHNICAL_FIGURES
)
from services.postings.api.readers import PEOPLE_READERS
from services.postings.api.sealing import Seal
from services.postings.contact_reminders import contact_reminders
from services.postings.domain.contact import CONTACT
from services.postings.domain.information_request import INFORMATION_REQUEST
from services.postings.information_deadlines import information_deadlines
from services.postings.reactions.handover import hand_over
from services.postings.readings import Readings
from services.postings.views.advice import ADVICE
from services.postings.views.contact_interactions import CONTACT_INTERACTIONS
from services.postings.views.contacts import CONTACTS
from services.postings.views.environment_note_versions import ENVIRONMENT_NOTE_VERSIONS
from services.postings.views.environment_notes import ENVIRONMENT_NOTES
from services.postings.views.environment_questions import ENVIRONMENT_QUESTIONS
from services.postings.views.holders import HOLDERS
from services.postings.views.information_requests import INFORMATION_REQUESTS
from services.postings.views.positions import POSITIONS
from services.postings.views.postings import POSTINGS
from services.postings.views.posts import POSTS
from services.postings.views.staffing import STAFFING
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

OF_THE_NETWORK = (POSTS, POSITIONS, POSTINGS, HOLDERS, VACANCIES)
# In this order: who waits for a version in TECHNICAL_ACTIONS finds what stands before it there too.
OF_PRIORITIES = (PRIORITIES, LINKED_WORK)
OF_COOPERATION = (TECHNICAL_FIGURES, TECHNICAL_ACTIONS, AGREEMENTS, HIGH_LEVEL_VISITS, EU_PROJECTS)
VIEWS = (*OF_THE_NETWORK, *OF_PRIORITIES, *OF_COOPERATION)
OF_INDUSTRY = (ENVIRONMENT_NOTES, ENVIRONMENT_NOTE_VERSIONS, ENVIRONMENT_QUESTIONS, ADVICE)
OF_EXCHANGE = (INFORMATION_REQUESTS, CONTACT_INTERACTIONS, CONTACTS, STAFFING)
VIEWS = (POSTS, POSITIONS, POSTINGS, HOLDERS, VACANCIES, *OF_EXCHANGE, *OF_INDUSTRY)
OF_NOTICES = (MAILBOXES, NOTICE_READERS, NOTICES)
VIEWS = (POSTS, POSITIONS, POSTINGS, HOLDERS, VACANCIES, *OF_NOTICES, EU_POSITIONS)


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
    views = Views(mongo, VIEWS)
    of_notices = (mailboxes.router, notices.router, notice_lists.router)
    people = people_router(readers=PEOPLE_READERS, writers=("hq",))
    store, readings = Store(mongo), Readings(mongo)
    views = Views(mongo, VIEWS)
    of_information = (information_requests, information_charge, information_contents)
    of_contacts = (contacts, contact_records, interactions, handover)
    of_industry = (environment_notes, environment_questions)
    return Service(
        name="postings",
        title="Postings",
        description="The network: posts, positions and postings, and the cooperation that it carries on.",
        description="The network: posts, positions, the postings of officers to them; threat notices; EU positions.",
        publishes=PostingsFact.topic,
        settings=settings,
        mongo=mongo,
        store=store,
        routers=(*of_the_network, *of_priorities, *of_technical_actions, *of_institutions, people),
        views=VIEWS,
        people=Register(mongo, POSTINGS_PEOPLE),
        workers=(reminders(store, Views(mongo, VIEWS)),),
        routers=(
            posts.router,
            positions.router,
            postings.router,
            network.router,
            *(resource.router for resource in (*of_information, *of_contacts, *of_industry)),
            people,
        ),
        views=VIEWS,
        people=Register(mongo, POSTINGS_PEOPLE),
        reactions=(hand_over(store, views),),
        workers=(information_deadlines(store, views), contact_reminders(store, views)),
        prepared=(readings,),
        state={
            "seal": Seal(store, INFORMATION_REQUEST, Private(mongo, "information_contents")),
            "cards": Seal(store, CONTACT, Private(mongo, "contact_records")),
            "readings": readings,
        },
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
