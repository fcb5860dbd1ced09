"""The composition root of the delegations service."""

import asyncio

from pydantic import Field, SecretStr

from services.delegations.api import (
    applications,
    assistance,
    assistance_statistics,
    associations,
    badges,
    check_ins,
    companies,
    company_staff,
    company_vetting,
    counterparts,
    day_arrangement,
    day_participants,
    day_staffing,
    days,
    delegations,
    drafts,
    duplicates,
    exports,
    fairs,
    held_meetings,
    invitation_pages,
    invitation_showcase,
    invitations,
    meetings,
    members,
    outcomes,
    repairs,
    requests,
    showcase,
    timetable_jobs,
    timetables,
    tours,
)
from services.delegations.deadlines import assistance_deadlines, follow_up_deadlines, meeting_deadlines
from services.delegations.jobs import Jobs
from services.delegations.purging import purger
from services.delegations.reactions.assistance import follow_coverage, route_request, settle_win
from services.delegations.reactions.mergers import follow_merger
from services.delegations.reactions.visits import match_exhibitors, record_answer
from services.delegations.solver import Solver
from services.delegations.solving import JobRunner
from services.delegations.views.agendas import AGENDAS
from services.delegations.views.assistance import ASSISTANCE_REQUESTS
from services.delegations.views.assistance_notes import ASSISTANCE_NOTES
from services.delegations.views.assistance_statistics import ASSISTANCE_STATISTICS
from services.delegations.views.associations import ASSOCIATIONS
from services.delegations.views.attendances import ATTENDANCES
from services.delegations.views.badges import BADGES
from services.delegations.views.companies import COMPANIES
from services.delegations.views.contingents import CONTINGENTS
from services.delegations.views.coverage import COVERAGE
from services.delegations.views.days import DAYS
from services.delegations.views.deadlines import DEADLINES
from services.delegations.views.delegations import DELEGATIONS
from services.delegations.views.fairs import FAIRS
from services.delegations.views.follow_ups import FOLLOW_UPS
from services.delegations.views.held_meetings import HELD_MEETINGS
from services.delegations.views.likenesses import LIKENESSES
from services.delegations.views.repairs import REPAIRS
from services.delegations.views.result_statistics import RESULT_STATISTICS
from services.delegations.views.rosters import ROSTERS
from services.delegations.views.seats import SEATS
from services.delegations.views.showcase import SHOWCASE_ITEMS
from services.delegations.views.timetables import TIMETABLES
from services.delegations.views.tours import TOURS
from shared.contracts.delegations.fact import DelegationsFact
from shared.contracts.people import DELEGATIONS_PEOPLE
from shared.eventing.records import Register
from shared.eventing.store import Store
from shared.eventing.views import Views
from shared.http.people import people_router
from shared.mongo import Mongo
from shared.service import Service
from shared.settings import Settings

DESCRIPTION = (
    "Fairs and their exhibitors, delegations, buyer-meeting days with their timetables, and export assistance."
)
OF_COMPANIES = (LIKENESSES, COMPANIES, ASSOCIATIONS, SHOWCASE_ITEMS)
OF_FAIRS = (FAIRS, DELEGATIONS, BADGES, ROSTERS, CONTINGENTS, TOURS)
OF_DAYS = (SEATS, AGENDAS, DEADLINES, TIMETABLES, REPAIRS, DAYS)
ON_THE_DAY = (ATTENDANCES, RESULT_STATISTICS, FOLLOW_UPS, HELD_MEETINGS)
OF_ASSISTANCE = (COVERAGE, ASSISTANCE_NOTES, ASSISTANCE_STATISTICS, ASSISTANCE_REQUESTS)
# In this order: who waits for a version in COMPANIES, DAYS or HELD_MEETINGS finds what stands before it there too.
VIEWS = (*OF_COMPANIES, *OF_FAIRS, *OF_DAYS, *ON_THE_DAY, *OF_ASSISTANCE)


class DelegationsSettings(Settings):
    """`link_secret` has no default: whoever knows it can register any invited person."""

    link_secret: SecretStr = Field(min_length=32, description="signs the links of invitations; at least 32 characters")
    port: int = Field(8102, ge=0, le=65535)


def build(settings: DelegationsSettings | None = None) -> Service:
    """The service with these settings, by default those of the environment."""
    settings = settings or DelegationsSettings()
    mongo = Mongo(settings.mongo.get_secret_value(), "delegations", settings.mongo_driver)
    store = Store(mongo)
    register = Register(mongo, DELEGATIONS_PEOPLE)
    people = people_router(
        readers=("hq", "partnerships", "post"),
        writers=("hq", "partnerships", "post", "embassy"),
        erasers=("hq", "partnerships"),
    )
    views, jobs, job_wake = Views(mongo, VIEWS), Jobs(mongo), asyncio.Event()
    of_companies = (companies, company_vetting, company_staff, duplicates, associations, showcase)
    of_fairs = (fairs, delegations, members, invitations, invitation_pages, invitation_showcase, badges, tours)
    of_timetables = (timetables, timetable_jobs, drafts, repairs)
    of_requests = (applications, counterparts, requests, meetings)
    of_days = (days, day_participants, *of_requests, day_arrangement, day_staffing, *of_timetables)
    on_the_day = (exports, check_ins, held_meetings, outcomes)
    resources = (*of_companies, *of_fairs, *of_days, *on_the_day, assistance, assistance_statistics)
    return Service(
        name="delegations",
        title="Delegations",
        description=DESCRIPTION,
        publishes=DelegationsFact.topic,
        settings=settings,
        mongo=mongo,
        store=store,
        routers=(*(resource.router for resource in resources), people),
        views=VIEWS,
        reactions=(
            match_exhibitors(mongo, store),
            record_answer(store),
            route_request(store, views),
            follow_coverage(store, views),
            settle_win(store),
            follow_merger(mongo, store),
        ),
        people=register,
        workers=(
            purger(store, views, register),
            assistance_deadlines(store, views),
            meeting_deadlines(store, views),
            follow_up_deadlines(store, views),
            JobRunner(jobs, store, job_wake),
        ),
        state={
            "solver": Solver(),
            "repairer": Solver(),  # people in a hall wait for it, so it does not queue behind whole days
            "jobs": jobs,
            "job_wake": job_wake,
            "link_secret": settings.link_secret.get_secret_value(),
        },
    )
