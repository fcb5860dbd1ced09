"""Many companies at once, read from their streams: what imports and matching need, who can wait for no view."""

from collections.abc import Sequence

from services.delegations.domain.company import COMPANY, Company
from shared.contracts.delegations.company import CompanyExhibited, CompanyProfiled
from shared.eventing.states import states
from shared.eventing.store import COMMITS
from shared.mongo import Document, Mongo

EXHIBITED = CompanyExhibited.type_name()
PROFILED = CompanyProfiled.type_name()


async def companies(mongo: Mongo, ids: Sequence[str]) -> dict[str, Company]:
    """Those of these companies that are known, each as it is at this moment."""
    return await states(mongo, COMPANY, ids)


async def exhibitors(mongo: Mongo, fair: str) -> list[Company]:
    """Every company that stands on the fair's list at this moment and may take part in what others offer.

    Views follow their events by an unknown time, so a delegation that is confirmed right after an import would miss
    companies there. The commits miss none: an import is answered when its commits are written.
    """
    await mongo[COMMITS].create_index("events.fair", partialFilterExpression={"events.type": EXHIBITED})
    listed = await _with_event(mongo, EXHIBITED, {"fair": fair})
    return [company for company in listed if company.may_take_part]


async def with_sirens(mongo: Mongo, sirens: Sequence[str]) -> list[Company]:
    """Every company that has one of these SIRENs at this moment; a duplicate that was merged has none."""
    await mongo[COMMITS].create_index("events.siren", partialFilterExpression={"events.type": PROFILED})
    found = await _with_event(mongo, PROFILED, {"siren": {"$in": list(sirens)}})
    return [company for company in found if company.profile.siren in sirens and company.merged_into is None]


async def _with_event(mongo: Mongo, type: str, particulars: Document) -> list[Company]:
    """The companies in whose history there is an event of this type with these particulars."""
    wanted = {"events.type": type, "events": {"$elemMatch": {"type": type, **particulars}}}
    found = await mongo.aggregate(COMMITS, [{"$match": wanted}, {"$group": {"_id": "$stream"}}])
    ids = [str(each["_id"]).removeprefix(COMPANY.stream("")) for each in found]
    return list((await states(mongo, COMPANY, ids)).values())
