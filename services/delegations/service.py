"""The composition root of the delegations service."""

from pydantic import Field

from services.delegations.api import (
    applications,
    companies,
    days,
    delegations,
    fairs,
    meetings,
    requests,
    timetables,
)
from services.delegations.deadlines import Deadlines
from services.delegations.reactions import match_exhibitors, record_answer
from services.delegations.solver import Solver
from services.delegations.views.agendas import AGENDAS
from services.delegations.views.companies import COMPANIES
from services.delegations.views.days import DAYS
from services.delegations.views.deadlines import DEADLINES
from services.delegations.views.delegations import DELEGATIONS
from services.delegations.views.fairs import FAIRS
from shared.contracts.delegations.fact import DelegationsFact
from shared.contracts.people import DELEGATIONS_PEOPLE
from shared.eventing.records import Register
from shared.eventing.store import Store
from shared.http.people import people_router
from shared.mongo import Mongo
from shared.service import Service
from shared.settings import Settings

DESCRIPTION = "Fairs and their exhibitors, delegations, and buyer-meeting days with their timetables."


class DelegationsSettings(Settings):
    port: int = Field(8102, ge=0, le=65535)


def build(settings: Settings | None = None) -> Service:
    """The service with these settings, by default those of the environment."""
    settings = settings or DelegationsSettings()
    mongo = Mongo(settings.mongo.get_secret_value(), "delegations", settings.mongo_driver)
    store = Store(mongo)
    people = people_router(readers=("hq", "partnerships", "post"), writers=("hq", "partnerships", "post", "embassy"))
    resources = (fairs, companies, delegations, days, applications, requests, meetings, timetables)
    return Service(
        name="delegations",
        title="Delegations",
        description=DESCRIPTION,
        publishes=DelegationsFact.topic,
        settings=settings,
        mongo=mongo,
        store=store,
        routers=(*(resource.router for resource in resources), people),
        # AGENDAS before DAYS: who waits for a version in DAYS finds the agendas at that version too.
        views=(FAIRS, COMPANIES, DELEGATIONS, AGENDAS, DEADLINES, DAYS),
        reactions=(match_exhibitors(mongo, store), record_answer(store)),
        workers=(Deadlines(mongo, store),),
        people=Register(mongo, DELEGATIONS_PEOPLE),
        state={"solver": Solver()},
    )
