"""The pages by which recipients say how they want to be told, and by which they unsubscribe; no account is needed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.notifications.api.wanted import Wanted
from services.notifications.choices import OFFER
from services.notifications.composing import Composer
from services.notifications.domain.preferences import PREFERENCES, Prefer, Preferences, Unsubscribe
from services.notifications.links import Forged
from services.notifications.mergers import Mergers
from services.notifications.pages import page
from services.notifications.preference_links import OUT, PAGE, Way, opened, page_link
from services.notifications.rendering import languages
from shared.eventing.decider import Refused
from shared.eventing.origin import Origin
from shared.eventing.store import Store, Task
from shared.http.identity import public
from shared.http.pages import preferred

router = APIRouter(tags=["preferences"], dependencies=[public])

ONE_CLICK = b"One-Click"
FIELDS: dict[str, Any] = {name: {"type": "string"} for name in ("language", "time_zone", "quiet_from", "quiet_until")}
SAVED: dict[str, Any] = {
    "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": FIELDS}}},
    "required": True,
}
CLICKED: dict[str, Any] = {
    "content": {
        media: {"schema": {"type": "object", "properties": {"List-Unsubscribe": {"enum": ["One-Click"]}}}}
        for media in ("application/x-www-form-urlencoded", "multipart/form-data")
    },
    "required": True,
}
PAGES: dict[int | str, dict[str, Any]] = {
    400: {"content": {"text/html": {}}, "description": "The link was not made here, or the form says what cannot be."},
}


@dataclass(frozen=True)
class Form:
    """A submitted form; a field that is missing or empty says nothing."""

    fields: Mapping[str, list[str]]

    def text(self, name: str) -> str | None:
        return self.fields.get(name, [""])[0].strip() or None

    def wanted(self) -> Preferences:
        """What the form asks for. Raises ValueError."""
        chosen = {kind: often for kind in OFFER if (often := self.text(f"often-{kind}")) is not None}
        names = ("language", "time_zone", "quiet_from", "quiet_until")
        body = {name: self.text(name) for name in names} | {"frequency": chosen}
        channels = {"channels": self.fields["channel"]} if "channel" in self.fields else {}
        return Wanted.model_validate(body | channels).preferences()


@router.get("/preferences/{token}", response_class=HTMLResponse, responses=PAGES)
async def show(token: str, request: Request) -> HTMLResponse:
    """Show what the recipient wants and what there is to choose; changes nothing."""
    way = await _way(token, PAGE, request)
    return way if isinstance(way, HTMLResponse) else _shown(way, await _wanted(way, request))


@router.post("/preferences/{token}", response_class=HTMLResponse, responses=PAGES, openapi_extra={"requestBody": SAVED})
async def save(token: str, request: Request) -> HTMLResponse:
    """Take what the form says; the same again changes nothing."""
    body = await request.body()  # first, so that too large a body is told to be that, whatever the link is
    way = await _way(token, PAGE, request)
    if isinstance(way, HTMLResponse):
        return way
    try:
        wanted = Form(parse_qs(body.decode("utf-8", "replace"))).wanted()
        await _do(Task(PREFERENCES, way.recipient.key, Prefer(way.recipient.key, wanted, OFFER)), way, request)
    except Refused as refusal:
        return _shown(way, await _wanted(way, request), refusal.slug, 400)
    except ValueError:
        return _shown(way, await _wanted(way, request), "not-understood", 400)
    return _shown(way, await _wanted(way, request), "saved")


@router.get("/unsubscriptions/{token}", response_class=HTMLResponse, responses=PAGES)
async def ask(token: str, request: Request) -> HTMLResponse:
    """Ask whether these messages shall stop; mail scanners follow links, so this changes nothing."""
    way = await _way(token, OUT, request)
    return way if isinstance(way, HTMLResponse) else _out("ask_unsubscribe", way, request)


@router.post(
    "/unsubscriptions/{token}", response_class=HTMLResponse, responses=PAGES, openapi_extra={"requestBody": CLICKED}
)
async def unsubscribe(token: str, request: Request) -> HTMLResponse:
    """Stop these messages at once (RFC 8058); a mail program posts this by itself, the page's button does the same."""
    body = await request.body()
    way = await _way(token, OUT, request)
    if isinstance(way, HTMLResponse):
        return way
    if ONE_CLICK not in body:  # in whichever of the two encodings that RFC 8058 allows
        return _out("ask_unsubscribe", way, request, 400)
    await _do(Task(PREFERENCES, way.recipient.key, Unsubscribe(way.recipient.key, way.kinds)), way, request)
    return _out("thanks_unsubscribe", way, request)


async def _do(task: Task[Any], way: Way, request: Request) -> None:
    store: Store = request.app.state.store
    await store.execute(task, origin=Origin(f"link:{way.recipient.key}", correlation=request.state.correlation))


async def _wanted(way: Way, request: Request) -> Preferences:
    store: Store = request.app.state.store
    return (await store.load(PREFERENCES, way.recipient.key))[0]


async def _way(token: str, audience: str, request: Request) -> Way | HTMLResponse:
    """What the token says, of a merged company for the one that goes on, or the page that says it opens nothing."""
    composer: Composer = request.app.state.composer
    mergers: Mergers = request.app.state.mergers
    try:
        way = opened(token, composer.link_secret, audience)
        return replace(way, recipient=await mergers.heir(way.recipient))
    except Forged:
        language = preferred(request.headers.get("accept-language", ""))
        return page("closed", language, 400, why="forged", kind=None)


def _shown(way: Way, wanted: Preferences, notice: str = "", status: int = 200) -> HTMLResponse:
    webhook = way.recipient.kind == "company"
    context = {"wanted": wanted, "offer": OFFER, "languages": languages(), "webhook": webhook, "notice": notice}
    return page("preferences", way.language, status, **context)


def _out(name: Any, way: Way, request: Request, status: int = 200) -> HTMLResponse:
    composer: Composer = request.app.state.composer
    link = page_link(way.recipient, way.language, composer.public_url, composer.link_secret)
    return page(name, way.language, status, kinds=way.kinds, page=link)
