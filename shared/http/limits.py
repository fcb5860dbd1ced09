"""How many bytes a request may carry: counted as they arrive, whatever Content-Length says."""

from collections.abc import Callable
from math import inf
from typing import Any, TypeVar

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.problems import Problem

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])

ATTRIBUTE = "body_limit"
MANY_DIGITS = 18


def allow_body(limit: int) -> Callable[[Endpoint], Endpoint]:
    """Decorates an endpoint, below its route decorator, whose body may have so many bytes."""

    def mark(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, ATTRIBUTE, limit)
        return endpoint

    return mark


class BodyLimit:
    """Refuses a body with 413 at the first byte that is too many; `limit` is in bytes.

    The limit is looked up when the endpoint begins to read, because only then the route is known.
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app, self._limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = _announced(Headers(scope=scope).get("content-length", ""))
        size = 0

        async def counted() -> Message:
            nonlocal size
            limit = getattr(scope.get("endpoint"), ATTRIBUTE, self._limit)
            message = {} if announced > limit else await receive()
            size += len(message.get("body", b""))
            if not message or size > limit:
                raise Problem(413, "body-too-large", f"a body may have {limit} bytes here", limit=limit)
            return message

        await self._app(scope, counted, send)


def _announced(content_length: str) -> float:
    """The bytes that a client says it will send, 0 where it says nothing; what it sends is counted all the same."""
    digits = len(content_length) if content_length.isdecimal() else 0
    if digits > MANY_DIGITS:
        return inf
    return int(content_length) if digits else 0
