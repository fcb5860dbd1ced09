"""The page that shows the events on the bus, for people; `/asyncapi.json` is the same for machines."""

import json
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from shared.contracts import asyncapi
from shared.http.identity import public

router = APIRouter(include_in_schema=False, dependencies=[public])
pages = Environment(loader=PackageLoader("shared.http"), autoescape=True, undefined=StrictUndefined)


@router.get("/asyncapi.json")
def machine(request: Request) -> JSONResponse:
    """The AsyncAPI 3 document."""
    return JSONResponse(_document(request.app))


@router.get("/asyncapi")
def page(request: Request) -> HTMLResponse:
    """Every topic, every event on it, every view of this service, and the fields of each."""
    rendered = pages.get_template("asyncapi.html.j2").render(document=_document(request.app), type_of=type_of)
    return HTMLResponse(rendered, headers={"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"})


def _document(app: FastAPI) -> dict[str, Any]:
    """The events of all services and the views of this one, found out when somebody asks for the first time."""
    if not hasattr(app.state, "asyncapi"):
        from shared.view_documents import described  # which no service needs to run

        service = app.state.service
        app.state.asyncapi = asyncapi.document({service.name: described(service.views, service.routers)})
    document: dict[str, Any] = app.state.asyncapi
    return document


def type_of(field: dict[str, Any]) -> str:
    """What a field of a JSON Schema holds, in one word or two."""
    if "anyOf" in field:
        return " or ".join(type_of(one) for one in field["anyOf"])
    if "const" in field:
        return json.dumps(field["const"])
    if "enum" in field:
        return " | ".join(json.dumps(one) for one in field["enum"])
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if field.get("type") == "array":
        return f"list of {type_of(field.get('items', {}))}"
    return str(field.get("format", field.get("type", "anything")))
