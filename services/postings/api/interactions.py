"""All interactions of a post with its contacts, over HTTP, without what was said."""

from typing import Annotated

from fastapi import APIRouter

from services.postings.api.speakers import own_side
from services.postings.views.contact_interactions import CONTACT_INTERACTIONS
from shared.contracts.postings.contact import InteractionKind
from shared.http.identity import Caller, allow
from shared.http.reading import Page, Read
from shared.http.types import Id

router = APIRouter(prefix="/contact-interactions", tags=["contacts"])


@router.get("")
async def list_all_interactions(
    caller: Annotated[Caller, allow("hq", "post", "auditor")],
    read: Read,
    post: Id | None = None,
    kind: InteractionKind | None = None,
    priority: Id | None = None,
) -> Page:
    """When the caller's post, or any, has met or spoken to its contacts, the latest first."""
    given = {"kind": kind, "priority": priority}
    wanted = {name: value for name, value in given.items() if value is not None}
    return await read.page(CONTACT_INTERACTIONS, wanted | own_side(caller, post), by="-held_on")
