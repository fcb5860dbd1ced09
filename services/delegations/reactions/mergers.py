"""What names a company that was a duplicate follows to the one that goes on: requests, memberships, items, visits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.delegations.domain import assistance, association, showcase, tour
from services.delegations.domain.assistance import ASSISTANCE
from services.delegations.domain.association import ASSOCIATION
from services.delegations.domain.company import COMPANY
from services.delegations.domain.day import DAY
from services.delegations.domain.day_merging import MergeCompany
from services.delegations.domain.showcase import SHOWCASE
from services.delegations.domain.tour import TOUR
from services.delegations.reactions.execution import execute
from shared.contracts.delegations.assistance import AssistanceCompanyReplaced, AssistanceRequested
from shared.contracts.delegations.association import AssociationMemberAdmitted
from shared.contracts.delegations.company import CompanyMerged
from shared.contracts.delegations.day import ParticipantJoined
from shared.contracts.delegations.day_merging import DayCompanyMerged
from shared.contracts.delegations.day_selection import ApplicationFiled
from shared.contracts.delegations.showcase import ShowcaseItemDescribed
from shared.contracts.delegations.tour import StandVisitCompanyReplaced, StandVisitPlanned
from shared.eventing.decider import Decider
from shared.eventing.event import Event, Recorded
from shared.eventing.reaction import Reaction
from shared.eventing.states import ids_of
from shared.eventing.store import Store, Task
from shared.mongo import Document, Mongo


@dataclass(frozen=True)
class Kind:
    """Things that name companies: `fields` are where their events do, `replacing` makes the command for one of them
    from its id, the duplicate, the company that goes on, and the instant.
    """

    decider: Decider[Any, Any, Any]
    fields: tuple[str, ...]
    replacing: Callable[[str, str, str, datetime], Any]


REQUESTS = Kind(ASSISTANCE, ("company",), assistance.ReplaceCompany)
ASSOCIATIONS = Kind(ASSOCIATION, ("company",), lambda of, company, into, _: association.Replace(of, company, into))
ITEMS = Kind(SHOWCASE, ("companies",), lambda of, company, into, _: showcase.Replace(of, company, into))
DAYS = Kind(DAY, ("company", "participant", "into"), lambda of, company, into, _: MergeCompany(of, company, into))
TOURS = Kind(TOUR, ("company",), lambda of, company, into, _: tour.ReplaceCompany(of, company, into))
KINDS = (REQUESTS, ASSOCIATIONS, ITEMS, DAYS, TOURS)

NAMING = (
    AssistanceRequested,
    AssistanceCompanyReplaced,
    AssociationMemberAdmitted,
    ShowcaseItemDescribed,
    ApplicationFiled,
    ParticipantJoined,
    DayCompanyMerged,
    StandVisitPlanned,
    StandVisitCompanyReplaced,
)


def follow_merger(mongo: Mongo, store: Store) -> Reaction:
    """Something may come to name a company while that is being merged. So both ends look, at commits and not at views:
    the merger at whatever names the duplicate, and whatever names a company at what has become of that.
    """
    name = "follow-merger"

    async def react(recorded: Recorded) -> None:
        if isinstance(merged := recorded.event, CompanyMerged):
            into = await survivor(store, merged.company)
            for kind in KINDS:
                named: list[Document] = [{field: merged.company} for field in kind.fields]
                for id in await ids_of(mongo, kind.decider, named):
                    await replace(recorded, kind, id, merged.company, into)
            return
        kind, id, companies = naming(recorded.event)
        for company in companies:
            if (into := await survivor(store, company)) != company:
                await replace(recorded, kind, id, company, into)

    async def replace(recorded: Recorded, kind: Kind, id: str, company: str, into: str) -> None:
        task = Task(kind.decider, id, kind.replacing(id, company, into, recorded.time))
        await execute(store, name, recorded, task, one_of_many=True, part=company)

    return Reaction(name, (CompanyMerged, *NAMING), react)


async def survivor(store: Store, company: str) -> str:
    """The company that goes on for this one, which may be itself."""
    while (into := (await store.load(COMPANY, company))[0].merged_into) is not None:
        company = into
    return company


def naming(event: Event) -> tuple[Kind, str, tuple[str, ...]]:
    """What comes to name which companies by this event."""
    match event:
        case AssistanceRequested() | AssistanceCompanyReplaced():
            return REQUESTS, event.request, (event.company,)
        case AssociationMemberAdmitted():
            return ASSOCIATIONS, event.association, (event.company,)
        case ShowcaseItemDescribed():
            return ITEMS, event.item, event.companies
        case ApplicationFiled():
            return DAYS, event.day, (event.company,)
        case ParticipantJoined():
            return DAYS, event.day, (event.participant,) if event.side == "company" else ()
        case DayCompanyMerged():
            return DAYS, event.day, (event.into,)
        case StandVisitPlanned() | StandVisitCompanyReplaced():
            return TOURS, event.delegation, (event.company,)
    raise TypeError(f"{event.type} names no company")
