"""Duplicates: companies whose names are alike or whose SIREN is the same, and the merging of one into another."""

from typing import Any, Literal

from fastapi import APIRouter, Request

from services.delegations.api.access import known_company
from services.delegations.api.bodies import Body
from services.delegations.domain.company import COMPANY
from services.delegations.domain.company_merging import Absorb, MergeInto
from services.delegations.views.companies import COMPANIES
from services.delegations.views.likenesses import LIKENESSES
from shared.eventing.decider import Refused
from shared.eventing.store import Store, Task
from shared.eventing.views import Views
from shared.http.commands import Receipt, Write
from shared.http.identity import allow
from shared.http.reading import Page, Read
from shared.http.types import Id

router = APIRouter(tags=["companies"])

ORGANISER = allow("hq", "partnerships")


class Duplicate(Body):
    duplicate: Id


@router.get("/duplicates", dependencies=[ORGANISER])
async def list_duplicates(request: Request, read: Read, by: Literal["name", "siren"] | None = None) -> Page:
    """Groups of companies that have, or once had, names alike but for accents, blanks and legal forms; or one SIREN."""
    wanted: dict[str, Any] = {} if by is None else {"siren": {"$exists": by == "siren"}}
    page = await read.page(LIKENESSES, {"several": True, **wanted})
    nameless = {one["id"] for group in page.items for one in group["companies"] if "name" not in one}
    views: Views = request.app.state.views
    found = await views.find(COMPANIES, {"_id": {"$in": sorted(nameless)}}, limit=max(1, len(nameless)))
    names = {company["id"]: company.get("name") for company in found}
    items = [
        {**group, "companies": [{"name": names.get(one["id"]), **one} for one in group["companies"]]}
        for group in page.items
    ]
    return page.model_copy(update={"items": items})


@router.post("/companies/{company}/merge", dependencies=[ORGANISER])
async def merge_duplicate(request: Request, company: Id, body: Duplicate, write: Write) -> Receipt:
    """End a duplicate in this company, which takes over lists, categories, profile and staff; again changes nothing."""
    await known_company(request, company)
    if company == body.duplicate:
        raise Refused("company-merged-with-itself", f"company {company} is no duplicate of itself")
    store: Store = request.app.state.store
    duplicate, version = await store.load(COMPANY, body.duplicate)
    return await write(
        Task(COMPANY, company, Absorb(company, duplicate)),
        Task(COMPANY, body.duplicate, MergeInto(body.duplicate, company), expected=version),
    )
