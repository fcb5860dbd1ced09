"""Who has a request for information in charge, over HTTP: an officer of the post, another post; and its erasure."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from services.postings.api.information_requests import Party
from services.postings.api.sealing import Seal
from services.postings.api.speakers import speaker
from services.postings.domain.information_case import Case
from services.postings.domain.information_commands import Assign, Erase, Transfer
from services.postings.domain.information_request import INFORMATION_REQUEST
from services.postings.domain.post import POST
from services.postings.domain.posting import POSTING
from shared.clock import now
from shared.eventing.store import Store, Task
from shared.http.commands import Receipt, Write
from shared.http.identity import allow
from shared.http.types import Id

router = APIRouter(prefix="/information-requests", tags=["information requests"])


class Charge(BaseModel):
    """`posting` is one of the post's whose tenure runs; nobody is in charge without one."""

    model_config = ConfigDict(extra="forbid")

    posting: Id | None = None


class Destination(BaseModel):
    model_config = ConfigDict(extra="forbid")

    post: Id


@router.post("/{id}/assign")
async def assign_request(request: Request, id: Id, body: Charge, caller: Party, write: Write) -> Receipt:
    """Put an officer of the post in charge, in either direction; their successor follows when the tenure ends."""
    case, _ = await _store(request).load(INFORMATION_REQUEST, id)
    serves = body.posting is None or await serves_at(request, body.posting, case.post)
    return await write(Task(INFORMATION_REQUEST, id, Assign(id, speaker(caller), body.posting, now(), serves)))


@router.post("/{id}/transfer", dependencies=[allow("hq")])
async def transfer_request(request: Request, id: Id, body: Destination, write: Write) -> Receipt:
    """Make another post the party, as when one closes; the former one reads nothing of it any more."""
    post, _ = await _store(request).load(POST, body.post)
    post_open = None if post.opened is None else post.is_open
    return await write(Task(INFORMATION_REQUEST, id, Transfer(id, body.post, now(), post_open)))


@router.post("/{id}/erase", dependencies=[allow("hq")])
async def erase_request(request: Request, id: Id, write: Write) -> Receipt:
    """Erase for good what a closed request says; that it was asked and answered, and who read it, stays."""
    seal: Seal[Case] = request.app.state.seal
    receipt = await write(Task(INFORMATION_REQUEST, id, Erase(id, now())))
    case, _ = await _store(request).load(INFORMATION_REQUEST, id)
    await seal.contents.erase(case.contents)  # nobody reads them any more; sent again where this was cut off
    return receipt


async def serves_at(request: Request, posting: str, post: str) -> bool:
    """Whether this posting's tenure is one at the post, and is not over."""
    known, _ = await _store(request).load(POSTING, posting)
    return known.proposed is not None and known.proposed.post == post and known.serves(now().date())


def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store
