"""The body of a request as strict JSON: no duplicate names, no NaN, and a problem that says where it went wrong."""

import json
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.problems import Problem


class StrictJson:
    """Raises Problem 400 to the endpoint that reads a body of JSON which two readers could read differently.

    RFC 8259 leaves duplicate names to the reader, and RFC 7493 forbids them; NaN and Infinity are not JSON at all.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "json" not in Headers(scope=scope).get("content-type", ""):
            await self._app(scope, receive, send)
            return
        parts: list[bytes] = []

        async def checked() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                parts.append(message.get("body", b""))
                if not message.get("more_body"):
                    check(b"".join(parts))
            return message

        await self._app(scope, checked, send)


def check(body: bytes) -> None:
    """Raises Problem 400 where this is not JSON that everybody reads alike; an empty body is left to the endpoint."""
    try:
        if body:
            found = json.loads(body.decode(), object_pairs_hook=_unique, parse_constant=_no_number)
            if b"\\u" in body:  # half a surrogate pair is no text: nothing could store it
                json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise unreadable(error) from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Problem(400, "malformed-json", f"the name {name!r} stands twice in one object")
        found[name] = value
    return found


def _no_number(name: str) -> Any:
    raise Problem(400, "malformed-json", f"{name} is not a JSON number")


def unreadable(error: BaseException) -> Problem:
    """The problem of a body that no parser could read."""
    match error:
        case Problem():
            return error
        case json.JSONDecodeError():
            where = f"line {error.lineno}, column {error.colno}"
            return Problem(400, "malformed-json", f"{error.msg} at {where}", line=error.lineno, column=error.colno)
        case UnicodeDecodeError():
            return Problem(400, "not-utf-8", f"the body is not UTF-8 at byte {error.start}")
        case UnicodeEncodeError():
            return Problem(400, "malformed-json", "an escape in the body is half of a surrogate pair")
        case RecursionError():
            return Problem(400, "malformed-json", "the body is nested too deeply")
        case ValueError():
            return Problem(400, "malformed-json", "the body has a number with too many digits")
    return Problem(400, "malformed-body", "the body cannot be read")
