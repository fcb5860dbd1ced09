"""What the OpenAPI document says beyond the framework's own: who may call, and which problems can come."""

from collections.abc import Iterable, Iterator
from typing import Any

from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.routing import BaseRoute

from shared.http.commands import HEADERS, writing
from shared.http.identity import calls_of, declared_roles
from shared.http.limits import ATTRIBUTE
from shared.http.problems import MEDIA_TYPE, ProblemDocument, phrase

REF = "#/components/schemas/{model}"
SERVER = (500, 503)
BODY = (400, 413, 415, 422)
TOKEN = (401, 403)
PATH = (404,)
COMMAND = (400, 409, 412, 413, 422)


def api_routes(routes: Iterable[BaseRoute]) -> Iterator[RouteContext]:
    """Every operation among these routes, as it is after the routers were included."""
    for route in iter_route_contexts(list(routes)):
        if isinstance(route.original_route, APIRoute):
            yield route


def enrich(document: dict[str, Any], routes: Iterable[BaseRoute]) -> dict[str, Any]:
    """The document with roles and problems; changes it in place."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    problem = ProblemDocument.model_json_schema(ref_template=REF)
    schemas |= problem.pop("$defs") | {"Problem": problem}
    for leftover in ("HTTPValidationError", "ValidationError"):
        schemas.pop(leftover, None)
    for route in api_routes(routes):
        for method in (route.methods or set()) if route.include_in_schema else ():
            _enrich(document["paths"][str(route.path_format)][method.lower()], route)
    return document


def _enrich(operation: dict[str, Any], route: RouteContext) -> None:
    roles = declared_roles(route.dependant) or ()
    operation["x-roles"] = list(roles)
    who = f"For {', '.join(roles)}." if roles else "For everybody, without a token."
    operation["description"] = "\n\n".join(filter(None, [operation.get("description"), who]))
    if limit := getattr(route.endpoint, ATTRIBUTE, None):
        operation["x-body-limit"] = limit
    _fit_parameters(operation)
    command = writing in calls_of(route.dependant)
    if command:
        operation["parameters"] = [*operation.get("parameters", ()), *HEADERS]
    operation["responses"].pop("422", None)
    for status in sorted(_statuses(operation) | set(COMMAND if command else ()) | set(TOKEN if roles else ())):
        operation["responses"].setdefault(str(status), _problem(status))


def _statuses(operation: dict[str, Any]) -> set[int]:
    places = {parameter["in"] for parameter in operation.get("parameters", ())}
    return {
        *SERVER,
        *(BODY if "requestBody" in operation else ()),
        *(PATH if "path" in places else ()),
        *((422,) if places else ()),
    }


def _problem(status: int) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": REF.format(model="Problem")}}}
    return {"description": phrase(status), "content": content}


def _fit_parameters(operation: dict[str, Any]) -> None:
    """A list is paged and has no version of its own; one thing has a version and no pages."""
    answer = operation["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
    idle = {"min_version"} if answer.get("$ref") == REF.format(model="Page") else {"after", "limit"}
    names = {parameter["name"] for parameter in operation.get("parameters", ())}
    if {"min_version", "after", "limit"} <= names:
        operation["parameters"] = [one for one in operation["parameters"] if one["name"] not in idle]
