"""Webhook endpoints over HTTP: a company, or somebody for it, says where it wants to be told."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, HttpUrl

from services.notifications.endpoints import Endpoints
from services.notifications.settings import NotificationsSettings
from services.notifications.views.companies import COMPANIES
from shared.clock import now
from shared.eventing.view import Document
from shared.eventing.views import Views
from shared.http.identity import Caller, allow
from shared.http.problems import Problem
from shared.http.types import Id

router = APIRouter(prefix="/endpoints", tags=["endpoints"])

Owner = Annotated[Caller, allow("company", "partnerships", "hq")]


class Endpoint(BaseModel):
    """`url` is https; a company has at most one endpoint."""

    model_config = ConfigDict(extra="forbid")

    id: Id
    company: Id
    url: HttpUrl


class Registered(BaseModel):
    """The only time that the secret is shown."""

    id: str
    secret: str


@router.post("", status_code=201)
async def register(body: Endpoint, request: Request, response: Response, caller: Owner) -> Registered:
    """Register an endpoint; its company is told by webhook from now on."""
    _own(caller, body.company)
    settings: NotificationsSettings = request.app.state.settings
    if body.url.username or body.url.password or body.url.fragment:
        raise Problem(422, "endpoint-url-invalid", "body.url: user names, passwords and fragments are not sent")
    if body.url.scheme != "https" and not settings.webhook_allow_private:
        raise Problem(422, "endpoint-url-invalid", "body.url: webhooks go to https addresses only")
    views: Views = request.app.state.views
    if not await views.reached(COMPANIES, body.company, f"company-{body.company}", 1):
        raise Problem(404, "company-unknown", f"no company {body.company} is known here")
    secret = await _endpoints(request).register(body.id, body.company, str(body.url), now())
    if secret is None:
        raise Problem(409, "endpoint-exists", "the id is taken, or the company has an endpoint; remove that one first")
    response.headers["Cache-Control"] = "no-store"
    return Registered(id=body.id, secret=secret)


@router.get("/{id}")
async def get_endpoint(id: Id, request: Request, caller: Owner) -> dict[str, Any]:
    """An endpoint, without its secret."""
    return await _owned(request, id, caller)


@router.delete("/{id}", status_code=204)
async def remove(id: Id, request: Request, caller: Owner) -> None:
    """Remove an endpoint; its company is told by mail again."""
    await _owned(request, id, caller)
    await _endpoints(request).remove(id)


async def _owned(request: Request, id: str, caller: Caller) -> Document:
    if (found := await _endpoints(request).get(id)) is None:
        raise Problem(404, "endpoint-unknown", f"there is no endpoint {id}")
    _own(caller, found["company"])
    return found


def _own(caller: Caller, company: str) -> None:
    if caller.role == "company" and caller.company != company:
        raise Problem(403, "company-forbidden", "a company sees and changes its own endpoint only")


def _endpoints(request: Request) -> Endpoints:
    endpoints: Endpoints = request.app.state.endpoints
    return endpoints
