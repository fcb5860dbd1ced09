"""The page behind an invitation's link, for people: GET shows the form that is due, POST takes what was filled in."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.delegations.api.access import known_visit
from services.delegations.api.members import Registration, Travel
from services.delegations.domain.accreditation import ArrangeTravel
from services.delegations.domain.member import Status
from services.delegations.domain.roster import ROSTER, Answer
from services.delegations.domain.visit import Visit
from services.delegations.pages import Page, page
from shared.clock import now
from shared.contracts.invitation_links import Forged, Invitation, opened
from shared.contracts.people import Language
from shared.eventing.decider import Refused
from shared.eventing.records import Register
from shared.eventing.store import Store, Task
from shared.http.commands import Write
from shared.http.identity import public
from shared.http.pages import preferred

router = APIRouter(prefix="/invitations/{token}/page", tags=["invitations"], dependencies=[public])

DUE: Mapping[Status, Page] = {"invited": "register", "registered": "noted", "pending": "noted", "accredited": "travel"}
FIELDS = 8  # more than any of the forms has
FORM: dict[str, Any] = {
    "content": {
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "properties": {"form": {"enum": ["register", "travel"]}}, "required": ["form"]}
        }
    },
    "required": True,
}
PAGES: dict[int | str, dict[str, Any]] = {
    400: {"content": {"text/html": {}}, "description": "The link was not made here, or the form could not be read."},
    410: {"content": {"text/html": {}}, "description": "There is nothing left to fill in."},
}


@router.get("", response_class=HTMLResponse, responses=PAGES)
async def show_page(request: Request, token: str) -> HTMLResponse:
    """Show the form that is due for the invited person; changes nothing."""
    try:
        invitation = opened(token, request.app.state.link_secret)
    except Forged:
        return _over(request, "forged", 400)
    return await _due(request, invitation)


@router.post("", response_class=HTMLResponse, responses=PAGES, openapi_extra={"requestBody": FORM})
async def send_form(request: Request, token: str, write: Write) -> HTMLResponse:
    """Register the person whom the link names, or note the journey; the same again changes nothing."""
    try:
        invitation = opened(token, request.app.state.link_secret)
    except Forged:
        return _over(request, "forged", 400)
    if await _language(request, invitation) is None:
        return _over(request, "over", 410)
    visit = await known_visit(request, invitation.delegation)
    try:
        command = _command(visit, invitation, await request.body())
    except ValueError:
        return await _due(request, invitation, wrong=True)
    try:
        await write(Task(ROSTER, invitation.delegation, command))
    except Refused as refusal:  # the page that is due now says what any other refusal is about
        return await _due(request, invitation, wrong=refusal.slug == "travel-ends-before-start")
    return await _due(request, invitation)


def _command(visit: Visit, invitation: Invitation, body: bytes) -> Answer | ArrangeTravel:
    """Raises ValueError (pydantic's is one) where the form cannot be read."""
    form = {name: said[0] for name, said in parse_qs(body.decode("ascii", "replace"), max_num_fields=FIELDS).items()}
    match form.get("form"):
        case "register":
            interests = [line.strip() for line in form.get("interests", "").splitlines() if line.strip()]
            interpreter = form.get("interpreter", "").strip().lower() or None
            registration = Registration(interpreter=interpreter, interests=tuple(interests))
            return Answer(visit, invitation.person, **registration.model_dump(), at=now())
        case "travel":
            said = {name: form.get(name) for name in ("arrives_on", "leaves_on")}
            travel = Travel.model_validate({**said, "visa": "visa" in form})
            return ArrangeTravel(visit, invitation.person, **travel.model_dump())
    raise ValueError("this is none of the forms")


async def _due(request: Request, invitation: Invitation, *, wrong: bool = False) -> HTMLResponse:
    """The form that is due now; `wrong` says that what was sent could not be read."""
    store: Store = request.app.state.store
    visit = await known_visit(request, invitation.delegation)
    roster, _ = await store.load(ROSTER, invitation.delegation)
    member, language = roster.members.get(invitation.person), await _language(request, invitation)
    if member is None or language is None or roster.purged or visit.status == "refused":
        return _over(request, "over", 410)
    if member.status not in DUE:
        return _over(request, "over", 410, language)
    if member.status == "invited":
        try:
            visit.fair.still_open(now())
        except Refused:
            return _over(request, "late", 410, language)
    fair = visit.fair.announced
    return page(
        DUE[member.status],
        language,
        400 if wrong else 200,
        wrong=wrong,
        fair=fair.name,
        starts_on=fair.starts_on,
        ends_on=fair.ends_on,
        country_code=visit.country,
        function=member.function,
        travel=member.travel,
    )


async def _language(request: Request, invitation: Invitation) -> Language | None:
    """The language in which the invited person is written to, None where the record was erased."""
    people: Register = request.app.state.people
    record = await people.get(invitation.person)
    return None if record is None else "en" if record["language"] == "en" else "fr"


def _over(request: Request, why: str, status: int, language: Language | None = None) -> HTMLResponse:
    return page("over", language or preferred(request.headers.get("accept-language", "")), status, why=why)
