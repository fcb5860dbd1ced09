"""The thread through a conversation: its correlation id in every answer and log line, and one line per request."""

import re
from time import monotonic
from uuid import uuid4

from opentelemetry import trace
from opentelemetry.trace import SpanKind
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars
from structlog.stdlib import get_logger

from shared.eventing.tracing import current, span

log = get_logger("access")

HEADER = "X-Correlation-Id"
SAFE = re.compile(r"[A-Za-z0-9._:-]{1,64}")
TRACEPARENT = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
)  # W3C Trace Context


def correlation_id(given: str | None) -> str:
    """The client's id where it is safe to keep and to log, else a new one."""
    return given if given is not None and SAFE.fullmatch(given) else str(uuid4())


def trace_context(given: str | None) -> str | None:
    """The client's traceparent where it is well-formed."""
    return given if given is not None and TRACEPARENT.fullmatch(given) else None


class Correlation:
    """Keeps `correlation` and `traceparent` in the request's state, and logs the request when it is answered.

    The line has the route's template and its parameters instead of the path, so that no token or query gets into it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        correlation = correlation_id(headers.get(HEADER))
        state = scope.setdefault("state", {})
        state["correlation"], state["traceparent"] = correlation, trace_context(headers.get("traceparent"))
        began = monotonic()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = correlation
                _log(scope, message["status"], monotonic() - began)
            await send(message)

        given = state["traceparent"]
        with bound_contextvars(correlation=correlation), span(scope["method"], given, SpanKind.SERVER):
            state["traceparent"] = current() or given
            await self._app(scope, receive, sending)


def _log(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path_format", None)
    write = log.debug if route is not None and route.startswith("/health/") else log.info
    milliseconds = round(seconds * 1000, 1)
    trace.get_current_span().update_name(f"{scope['method']} {route}")
    params = {name: value for name, value in scope.get("path_params", {}).items() if name != "token"}
    write("request", method=scope["method"], route=route, params=params, status=status, milliseconds=milliseconds)
