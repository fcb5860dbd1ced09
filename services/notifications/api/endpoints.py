"""Webhook endpoints over HTTP: a company, or somebody for it, says where and of what it wants to be told."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl

from services.notifications.composing import TYPES
from services.notifications.domain.endpoint import ENDPOINT, Command, Disable, Enable
from services.notifications.endpoints import MOST, Endpoints
from services.notifications.mergers import Mergers
from services.notifications.settings import NotificationsSettings
from services.notifications.views.companies import COMPANIES
from shared.clock import now
from shared.eventing.store import Task
from shared.eventing.view import Document
from shared.eventing.views import Views
from shared.http.commands import Receipt, Write
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.reading import Page
from shared.http.types import Id

router = APIRouter(prefix="/endpoints", tags=["endpoints"])

Owner = Annotated[Caller, allow("company", "partnerships", "hq")]
NO_STORE = "no-store"  # what answers a secret


def _known(type: str) -> str:
    if type not in TYPES:
        raise ValueError(f"there are {', '.join(sorted(TYPES))}")
    return type


Types = Annotated[
    list[Annotated[str, AfterValidator(_known)]],
    Field(max_length=len(TYPES), description=f"what it is told of, none named: of all. One of {', '.join(TYPES)}"),
]


class Change(BaseModel):
    """`url` is https."""

    model_config = ConfigDict(extra="forbid")

    url: HttpUrl
    types: Types = []


class Endpoint(Change):
    """A company has at most ten endpoints; each of them that wants a type is told of it."""

    id: Id
    company: Id


class Registered(BaseModel):
    """The only time that the secret is shown."""

    id: str
    secret: str


@router.post("", status_code=201)
async def register(body: Endpoint, request: Request, response: Response, caller: Owner) -> Registered:
    """Register an endpoint; its company is told there, instead of by mail, from now on."""
    own(caller, body.company)
    _check(body.url, request)
    views: Views = request.app.state.views
    if not await views.reached(COMPANIES, body.company, f"company-{body.company}", 1):
        raise Problem(404, "company-unknown", f"no company {body.company} is known here")
    mergers: Mergers = request.app.state.mergers
    if (survivor := await mergers.survivor(body.company)) != body.company:
        raise Problem(409, "company-merged", f"company {body.company} was merged into {survivor}")
    if await endpoints(request).full(body.company):
        raise Problem(409, "endpoints-too-many", f"a company has at most {MOST} endpoints")
    secret = await endpoints(request).register(body.id, body.company, str(body.url), now(), body.types)
    if secret is None:
        raise Problem(409, "endpoint-exists", f"the id {body.id} is taken")
    response.headers["Cache-Control"] = NO_STORE
    return Registered(id=body.id, secret=secret)


@router.get("")
async def list_endpoints(
    request: Request,
    caller: Owner,
    company: Annotated[Id | None, Query(description="whose; a company sees its own only")] = None,
    after: Annotated[str | None, Query(max_length=200, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="items on a page")] = 100,
) -> Page:
    """The endpoints, without their secrets, in the order of their ids."""
    whose = caller.company if caller.role == "company" else company
    return Page.of(await endpoints(request).of(whose, after, limit + 1), limit)


@router.get("/{id}")
async def get_endpoint(id: Id, request: Request, caller: Owner) -> dict[str, Any]:
    """An endpoint, without its secret."""
    return await owned(request, id, caller)


@router.post("/{id}/change")
async def change(id: Id, body: Change, request: Request, caller: Owner) -> dict[str, Any]:
    """Give it another address, where nothing has failed yet, or other types; what is under way goes there."""
    await owned(request, id, caller)
    _check(body.url, request)
    await endpoints(request).change(id, str(body.url), body.types)
    return await owned(request, id, caller)


@router.post("/{id}/rotate-secret")
async def rotate_secret(id: Id, request: Request, response: Response, caller: Owner) -> Registered:
    """Replace the secret; for a day everything is signed with the former one as well."""
    await owned(request, id, caller)
    if (secret := await endpoints(request).rotate(id, now())) is None:
        raise _unknown(id)
    response.headers["Cache-Control"] = NO_STORE
    return Registered(id=id, secret=secret)


@router.post("/{id}/disable")
async def disable(id: Id, request: Request, write: Write, caller: Owner) -> Receipt:
    """Call it no more; its company is told by its other endpoints or by mail."""
    endpoint = await owned(request, id, caller)
    receipt = await _write(write, Disable(id, endpoint["company"], now()))
    if endpoint["enabled"]:
        await endpoints(request).disable(id, "asked")
    return receipt


@router.post("/{id}/enable")
async def enable(id: Id, request: Request, write: Write, caller: Owner) -> Receipt:
    """Call it again, after whatever disabled it; what failed meanwhile stays so until it is recovered."""
    endpoint = await owned(request, id, caller)
    receipt = await _write(write, Enable(id, endpoint["company"], now()))
    if not endpoint["enabled"]:
        await endpoints(request).enable(id)
    return receipt


@router.delete("/{id}", status_code=204)
async def remove(id: Id, request: Request, caller: Owner) -> None:
    """Remove an endpoint; its company is told by its other endpoints or by mail."""
    await owned(request, id, caller)
    await endpoints(request).remove(id)


async def _write(write: Write, command: Command) -> Receipt:
    return await write(Task(ENDPOINT, command.endpoint, command))


def _check(url: HttpUrl, request: Request) -> None:
    """Where it leads is checked again at each attempt, because names can change."""
    settings: NotificationsSettings = request.app.state.settings
    if url.username or url.password or url.fragment:
        raise Problem(422, "endpoint-url-invalid", "body.url: user names, passwords and fragments are not sent")
    if url.scheme != "https" and not settings.webhook_allow_private:
        raise Problem(422, "endpoint-url-invalid", "body.url: webhooks go to https addresses only")


async def owned(request: Request, id: str, caller: Caller) -> Document:
    """The endpoint, if it is the caller's to see. Raises Problem 404 or 403."""
    if (found := await endpoints(request).get(id)) is None:
        raise _unknown(id)
    own(caller, found["company"])
    return found


def own(caller: Caller, company: str) -> None:
    """Raises Problem 403 where a company asks for another's."""
    if caller.role == "company" and caller.company != company:
        raise Problem(403, "company-forbidden", "a company sees and changes its own endpoints only")


def _unknown(id: str) -> Problem:
    return Problem(404, "endpoint-unknown", f"there is no endpoint {id}")


def endpoints(request: Request) -> Endpoints:
    found: Endpoints = request.app.state.endpoints
    return found
