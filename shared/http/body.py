"""The body of a request as strict JSON: no duplicate names, no NaN, and a problem that says where it went wrong."""

import json
from typing import Any

from fastapi import Request

from shared.http.problems import Problem


async def strict_json(request: Request) -> None:
    """A dependency of every route: raises Problem 400 where the body is JSON that two readers could read differently.

    RFC 8259 leaves duplicate names to the reader, and RFC 7493 forbids them; NaN and Infinity are not JSON at all.
    """
    body = await request.body()
    if body and "json" in request.headers.get("content-type", ""):
        try:
            found = json.loads(body.decode(), object_pairs_hook=_unique, parse_constant=_no_number)
            if b"\\u" in body:
                json.dumps(
                    found, ensure_ascii=False
                ).encode()  # half a surrogate pair is no text: nothing could store it
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
