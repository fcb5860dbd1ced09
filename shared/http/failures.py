"""Which problem each exception becomes: the only place where refusals, conflicts and outages turn into HTTP."""

from http import HTTPStatus
from typing import cast

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pymongo.errors import PyMongoError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.stdlib import get_logger

from shared.eventing.decider import Refused
from shared.eventing.failures import passes
from shared.eventing.store import Conflict, KeyReused
from shared.http.body import unreadable
from shared.http.openapi import api_routes
from shared.http.problems import Problem, answer, phrase

log = get_logger(__name__)

RETRY_AFTER = {"Retry-After": "2"}  # seconds


def answer_failures(app: FastAPI) -> None:
    """Register a problem for every exception that a request is known to end in."""
    for failure in (
        HTTPException,
        RequestValidationError,
        Refused,
        Conflict,
        KeyReused,
        PyMongoError,
        ClientDisconnect,
    ):
        app.add_exception_handler(failure, _answered)


async def _answered(request: Request, failure: Exception) -> Response:
    return answer(problem_of(failure, request))


def problem_of(failure: Exception, request: Request) -> Problem:
    """The problem that a failure is told as; `request` decides whose fault a conflict is.

    Raises a failure of the database that does not pass, because it is a defect.
    """
    match failure:
        case Problem():
            return failure
        case RequestValidationError():
            return _invalid(failure)
        case Refused(slug=slug, detail=detail):
            return Problem(_refusal_status(slug), slug, detail)
        case Conflict() if "if-match" in request.headers:
            return Problem(412, "version-mismatch", f"If-Match does not hold: {failure}")
        case Conflict():
            return Problem(409, "conflict", f"{failure}; nothing was stored, try again", headers=RETRY_AFTER)
        case KeyReused():
            return Problem(422, "idempotency-key-reused", "this Idempotency-Key was used before, for another command")
        case PyMongoError() if passes(failure):
            log.warning("storage unavailable", error=type(failure).__name__)
            detail = "the database does not answer; whether this request was stored is unknown, repeat it with its key"
            return Problem(503, "storage-unavailable", detail, headers=RETRY_AFTER)
        case PyMongoError():
            raise failure
        case ClientDisconnect():
            return Problem(400, "body-incomplete", "the client went away before it had sent its whole body")
    return _http(cast("HTTPException", failure), request)


def _refusal_status(slug: str) -> int:
    if slug.endswith("-unknown"):
        return 404
    return 403 if slug.endswith("-forbidden") else 409


def _http(failure: HTTPException, request: Request) -> Problem:
    """The framework's own errors: no such path, wrong method, a body that no parser can read."""
    status = failure.status_code
    if status == HTTPStatus.BAD_REQUEST and failure.__cause__ is not None:
        return unreadable(failure.__cause__)
    details = {404: "nothing is at this path", 405: f"{request.method} is not possible here"}
    slug = phrase(status).lower().replace(" ", "-").replace("'", "")
    headers = (_allow(request) if status == HTTPStatus.METHOD_NOT_ALLOWED else None) or failure.headers
    return Problem(status, slug, details.get(status, str(failure.detail)), headers=headers)


def _allow(request: Request) -> dict[str, str]:
    """Every method of this path: each operation is a route of its own, and the framework names those of one only."""
    here = [route for route in api_routes(request.app.routes) if route.matches(request.scope)[0] is not Match.NONE]
    return {"Allow": ", ".join(sorted({method for route in here for method in route.methods or ()}))} if here else {}


def _invalid(failure: RequestValidationError) -> Problem:
    errors = failure.errors()
    first = errors[0]
    if first["type"] == "json_invalid" and isinstance(first["loc"][-1], int):
        return unreadable(failure.__cause__ or failure)
    if isinstance(failure.body, bytes) and any(error["loc"] == ("body",) for error in errors):
        return Problem(415, "not-json", "the body is not announced as JSON: send Content-Type: application/json")
    parts = [{"where": ".".join(map(str, error["loc"])), "what": error["msg"]} for error in errors]
    detail = "; ".join(f"{part['where']}: {part['what']}" for part in parts[:3])
    return Problem(422, "invalid-request", detail, errors=parts)


class Unhandled:
    """Answers what nobody foresaw with a bare 500; the stack goes to the log and nowhere else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception:
            if started:
                raise
            log.exception("request failed")
            await answer(Problem(500, "internal", "something went wrong here; it is in the log"))(scope, receive, send)
