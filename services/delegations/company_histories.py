"""Many companies at once, read from their streams: what imports and matching need, who can wait for no view."""

from collections.abc import Sequence
from itertools import groupby

from services.delegations.domain.company import COMPANY, Company
from shared.contracts.delegations.company import CompanyExhibited
from shared.eventing.store import COMMITS
from shared.mongo import Mongo

EXHIBITED = CompanyExhibited.type_name()


async def companies(mongo: Mongo, ids: Sequence[str]) -> dict[str, Company]:
    """Those of these companies that are known, each as it is at this moment."""
    return await _folded(mongo, [COMPANY.stream(company) for company in ids])


async def exhibitors(mongo: Mongo, fair: str) -> list[Company]:
    """Every company that stands on the fair's list at this moment and may take part in what others offer.

    Views follow their events by an unknown time, so a delegation that is confirmed right after an import would miss
    companies there. The commits miss none: an import is answered when its commits are written.
    """
    await mongo[COMMITS].create_index("events.fair", partialFilterExpression={"events.type": EXHIBITED})
    listed = {"events.type": EXHIBITED, "events": {"$elemMatch": {"type": EXHIBITED, "fair": fair}}}
    found = await mongo.aggregate(COMMITS, [{"$match": listed}, {"$group": {"_id": "$stream"}}])
    listed_now = await _folded(mongo, [each["_id"] for each in found])
    return [company for company in listed_now.values() if company.may_take_part]


async def _folded(mongo: Mongo, streams: Sequence[str]) -> dict[str, Company]:
    found = mongo[COMMITS].find({"stream": {"$in": streams}}, {"stream": 1, "events": 1})
    commits = await found.sort([("stream", 1), ("first", 1)]).to_list(None)
    folded = (
        COMPANY.fold(COMPANY.parse(event) for commit in history for event in commit["events"])
        for _, history in groupby(commits, key=lambda commit: str(commit["stream"]))
    )
    return {company.id: company for company in folded}
