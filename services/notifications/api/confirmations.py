"""The pages behind signed links: GET shows, which mail scanners may do; POST answers, which only a person does."""

from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.notifications.composing import Composer
from services.notifications.deliveries import Deliveries
from services.notifications.links import Expired, Forged, Link, opened
from services.notifications.outcomes import NotYetKnown
from services.notifications.pages import page
from services.notifications.questions import ANSWERINGS
from shared.clock import now
from shared.eventing.decider import Refused
from shared.eventing.origin import Origin
from shared.eventing.store import Store
from shared.eventing.views import Views
from shared.http.identity import public
from shared.http.pages import preferred
from shared.http.problems import Problem

router = APIRouter(prefix="/confirmations", tags=["confirmations"], dependencies=[public])

ANSWERS = [answer for answering in ANSWERINGS.values() for answer in answering.answers]
FORM: dict[str, Any] = {
    "content": {
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "properties": {"answer": {"enum": ANSWERS}}, "required": ["answer"]}
        }
    },
    "required": True,
}
PAGES: dict[int | str, dict[str, Any]] = {
    400: {"content": {"text/html": {}}, "description": "The link was not made here, or the answer is none."},
    410: {"content": {"text/html": {}}, "description": "There is nothing left to confirm."},
}


@router.get("/{token}", response_class=HTMLResponse, responses=PAGES)
async def ask(token: str, request: Request) -> HTMLResponse:
    """Show what is to be confirmed and two buttons; changes nothing."""
    link = await _link(token, request)
    if isinstance(link, HTMLResponse):
        return link
    deliveries: Deliveries = request.app.state.deliveries
    composer: Composer = request.app.state.composer
    if (delivery := await deliveries.get(link.delivery)) is None:
        return _closed(request, "forged", 400)
    try:
        context = await composer.context(delivery)
    except NotYetKnown as why:
        raise Problem(503, "view-behind", why.detail, headers={"Retry-After": "1"}) from why
    return page(ANSWERINGS[link.kind].asks, link.language, **context)


@router.post("/{token}", response_class=HTMLResponse, responses=PAGES, openapi_extra={"requestBody": FORM})
async def reply(token: str, request: Request) -> HTMLResponse:
    """Take the answer; the same answer again changes nothing."""
    body = await request.body()  # first, so that too large a body is told to be that, whatever the link is
    link = await _link(token, request)
    if isinstance(link, HTMLResponse):
        return link
    answering = ANSWERINGS[link.kind]
    answer = _field(body, "answer")
    if answer not in answering.answers:
        return page("closed", link.language, 400, why="invalid", kind=link.kind)
    store: Store = request.app.state.store
    origin = Origin(actor=f"link:{link.delivery}", correlation=request.state.correlation)
    try:
        await store.execute(answering.task(link, answer, now()), origin=origin)
    except Refused as refusal:
        return page("closed", link.language, 410, why=answering.reasons[refusal.slug], kind=link.kind)
    return page(answering.thanks, link.language, answer=answer)


async def _link(token: str, request: Request) -> Link | HTMLResponse:
    """What the token says, or the page that says why it opens nothing."""
    composer: Composer = request.app.state.composer
    views: Views = request.app.state.views
    try:
        link = opened(token, composer.link_secret, now())
    except Forged:
        return _closed(request, "forged", 400)
    except Expired as expired:
        return page("closed", expired.language, 410, why="expired", kind=expired.kind)
    if why := await ANSWERINGS[link.kind].withdrawn(link, views):
        return page("closed", link.language, 410, why=why, kind=link.kind)
    return link


def _closed(request: Request, why: str, status: int) -> HTMLResponse:
    """Nobody is known by a forged link, so the browser says which language is read."""
    return page("closed", preferred(request.headers.get("accept-language", "")), status, why=why, kind=None)


def _field(body: bytes, name: str) -> str:
    """A field of a submitted form, empty where it is missing."""
    return parse_qs(body.decode("ascii", "replace")).get(name, [""])[0]
