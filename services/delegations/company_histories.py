"""Many companies at once, read from their streams: what imports and matching need, who can wait for no view."""

from collections.abc import Sequence
from itertools import groupby

from services.delegations.domain.company import COMPANY, Company
from shared.contracts.delegations.company import CompanyExhibited, CompanyProfiled
from shared.eventing.store import COMMITS
from shared.mongo import Document, Mongo

EXHIBITED = CompanyExhibited.type_name()
PROFILED = CompanyProfiled.type_name()


async def companies(mongo: Mongo, ids: Sequence[str]) -> dict[str, Company]:
    """Those of these companies that are known, each as it is at this moment."""
    return await _folded(mongo, [COMPANY.stream(company) for company in ids])


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
    return list((await _folded(mongo, [each["_id"] for each in found])).values())


async def _folded(mongo: Mongo, streams: Sequence[str]) -> dict[str, Company]:
    found = mongo[COMMITS].find({"stream": {"$in": streams}}, {"stream": 1, "events": 1})
    commits = await found.sort([("stream", 1), ("first", 1)]).to_list(None)
    folded = (
        COMPANY.fold(COMPANY.parse(event) for commit in history for event in commit["events"])
        for _, history in groupby(commits, key=lambda commit: str(commit["stream"]))
    )
    return {company.id: company for company in folded}
