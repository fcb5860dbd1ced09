"""The one way to make a service's HTTP application: all have the same problems, identity, limits, health and docs."""

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware import Middleware
from starlette.types import Lifespan

from shared.http import asyncapi, metrics
from shared.http import health as probes
from shared.http.body import StrictJson
from shared.http.correlation import Correlation
from shared.http.docs import serve_docs
from shared.http.failures import Unhandled, answer_failures
from shared.http.health import Health
from shared.http.identity import Identity
from shared.http.limits import BodyLimit
from shared.http.openapi import enrich

# The framework would make a second span per request and four within it, and log what was wrong with a body's values.
OWN_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "operation_spans": False}


class Application(FastAPI):
    """FastAPI whose OpenAPI document names the roles and problems of every operation."""

    def openapi(self) -> dict[str, Any]:
        """The document, made once."""
        if not self.openapi_schema:
            self.openapi_schema = enrich(super().openapi(), self.routes)
        return self.openapi_schema


def create_app(
    *,
    title: str,
    version: str,
    description: str,
    routers: Iterable[APIRouter],
    lifespan: Lifespan[FastAPI] | None,
    identity: Identity,
    body_limit: int,
    health: Health,
    state: Mapping[str, Any],
) -> FastAPI:
    """An application with these routers; `body_limit` is in bytes, `state` is what routes find in `app.state`."""
    app = Application(
        title=title,
        version=version,
        description=description,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=OWN_TELEMETRY,
        middleware=[
            Middleware(Correlation),
            Middleware(Unhandled),
            Middleware(BodyLimit, limit=body_limit),
            Middleware(StrictJson),
        ],
    )
    for name, value in {**state, "identity": identity, "health": health}.items():
        setattr(app.state, name, value)
    answer_failures(app)
    for router in routers:
        app.include_router(router)
    app.include_router(probes.router)
    app.include_router(asyncapi.router)
    app.include_router(metrics.router)
    serve_docs(app)
    return app
