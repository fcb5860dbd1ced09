"""Who has a piece of work in charge, over HTTP: a post entrusts its own to its officers, headquarters any."""

from typing import Annotated

from fastapi import APIRouter, Request

from services.postings.api.bodies import Body
from services.postings.api.information_charge import serves_at
from services.postings.api.speakers import own_post
from services.postings.domain.charge import CHARGE, Entrust
from services.postings.domain.posting import POSTING
from services.postings.views.linked_work import LINKED_WORK, key
from shared.contracts.postings.charge import ChargedKind
from shared.eventing.decider import Refused
from shared.eventing.store import Store, Task
from shared.eventing.views import Views
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.types import Id

router = APIRouter(prefix="/charges", tags=["network"])

Worker = Annotated[Caller, allow("hq", "post")]


class WorkCharge(Body):
    """`posting` is one of the post's that is not over; nobody is in charge without one."""

    kind: ChargedKind
    work: Id
    posting: Id | None = None


@router.post("")
async def entrust_work(request: Request, caller: Worker, body: WorkCharge, write: Write) -> Receipt:
    """Put an officer in charge of a project, an action, an agreement or a visit; their successor follows."""
    views: Views = request.app.state.views
    found = await views.get(LINKED_WORK, key(body.kind, body.work))
    if found is None or not found["known"]:
        raise Refused("work-unknown", f"there is no {body.kind} {body.work}")
    own_post(caller, found["post"])
    post = found["post"] or await _post_of(request, body.posting)
    serves = body.posting is None or (post is not None and await serves_at(request, body.posting, post))
    command = Entrust(body.kind, body.work, body.posting, post, serves)
    return await write(Task(CHARGE, key(body.kind, body.work), command))


async def _post_of(request: Request, posting: str | None) -> str | None:
    store: Store = request.app.state.store
    known, _ = await store.load(POSTING, posting) if posting else (POSTING.initial, 0)
    return known.proposed.post if known.proposed else None
