"""The showcase as an invited person sees it, through the invitation's link: what is published, and who makes it."""

from fastapi import APIRouter, Request

from services.delegations.api.access import known_visit
from services.delegations.api.invitations import Bearer
from services.delegations.domain.roster import ROSTER
from services.delegations.views.companies import COMPANIES
from services.delegations.views.showcase import SHOWCASE_ITEMS, matching
from shared.contracts.invitation_links import Invitation
from shared.eventing.decider import Refused
from shared.eventing.store import Store
from shared.eventing.views import Views
from shared.http.identity import public
from shared.http.reading import Page, Read
from shared.http.types import Text

router = APIRouter(prefix="/invitations/{token}/showcase", tags=["invitations"], dependencies=[public])

OVER = ("refused", "withdrawn")


@router.get("")
async def show_showcase(
    request: Request, invitation: Bearer, read: Read, category: Text | None = None, text: Text | None = None
) -> Page:
    """The published items, of a category and with all words of a text where asked for, with their makers' names."""
    await _still_invited(request, invitation)
    page = await read.page(SHOWCASE_ITEMS, matching(category, text) | {"published": True}, without=("words",))
    ids = sorted({company for item in page.items for company in item["companies"]})
    views: Views = request.app.state.views
    found = await views.find(COMPANIES, {"_id": {"$in": ids}}, limit=len(ids) + 1)
    makers = {one["id"]: one.get("name") for one in found}
    items = [{**item, "makers": [makers.get(company) for company in item["companies"]]} for item in page.items]
    return page.model_copy(update={"items": items})


async def _still_invited(request: Request, invitation: Invitation) -> None:
    """Raises Refused `invitation-withdrawn` where the invited person does not come, or the visit is over for good."""
    visit = await known_visit(request, invitation.delegation)
    store: Store = request.app.state.store
    roster, _ = await store.load(ROSTER, invitation.delegation)
    if roster.purged or visit.status == "refused" or roster.member(invitation.person).status in OVER:
        raise Refused("invitation-withdrawn", "the person whom this link names is not expected")
