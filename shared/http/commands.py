"""The way in for commands: idempotency keys, expected versions, and the receipt that a command answers."""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request, Response
from pydantic import BaseModel

from shared.eventing.origin import Origin
from shared.eventing.store import Store, Task
from shared.http.identity import Caller
from shared.http.problems import Problem

KEY = re.compile(r"[!-~](?:[ -~]{0,198}[!-~])?")
ETAG = re.compile(r'"(0|[1-9][0-9]{0,14})"')
ANONYMOUS = "anonymous"
HEADERS = [  # as OpenAPI describes them
    {
        "name": name,
        "in": "header",
        "required": False,
        "schema": {"anyOf": [{"type": "string"}, {"type": "null"}], "description": description, "title": title},
        "description": description,
    }
    for name, title, description in (
        (
            "idempotency-key",
            "Idempotency-Key",
            "1 to 200 printable ASCII characters; a repeated key gets its first answer again",
        ),
        ("if-match", "If-Match", 'the version that must be current, as in `"4"`; or `*`'),
    )
]


class Receipt(BaseModel):
    """What a command answers: the thing it was for, and the version that thing has now."""

    id: str
    version: int


@dataclass(frozen=True)
class Writing:
    """A request's way to the store: `await write(task)`; `origin` is where its command comes from."""

    request: Request
    response: Response
    key: str | None
    expected: int | None
    fingerprint: str

    @property
    def origin(self) -> Origin:
        """Read it inside the route only, when the caller is known; in a public route nobody is, and no key counts."""
        caller: Caller | None = getattr(self.request.state, "caller", None)
        key = stored_key(caller, self.key)
        return Origin(
            actor=ANONYMOUS if caller is None else caller.subject,
            key=key,
            fingerprint=None if key is None else self.fingerprint,
            correlation=self.request.state.correlation,
            traceparent=self.request.state.traceparent,
        )

    async def __call__(self, task: Task[Any], *more: Task[Any]) -> Receipt:
        """Execute the tasks as one: all or none. If-Match speaks of the first. Raises what Store.execute raises."""
        if self.expected is not None:
            task = replace(task, expected=self.expected)
        store: Store = self.request.app.state.store
        written = await store.execute(task, *more, origin=self.origin)
        return self.receipt(written.id, written.version)

    def receipt(self, id: str, version: int) -> Receipt:
        """The receipt, whose version also goes into the ETag."""
        self.response.headers["ETag"] = f'"{version}"'
        return Receipt(id=id, version=version)


async def writing(request: Request, response: Response) -> Writing:
    """The dependency behind `Write`; HEADERS are what it reads. Raises Problem 400 for a header that is none.

    It reads them itself: the framework takes longer to hand over two headers than the store to append.
    """
    key = request.headers.get("idempotency-key")
    if key is not None and not KEY.fullmatch(key):
        raise Problem(400, "invalid-idempotency-key", "Idempotency-Key must be 1 to 200 printable ASCII characters")
    expected = expected_version(request.headers.get("if-match"))
    body = await request.body()
    return Writing(request, response, key, expected, fingerprint(request.method, request.url.path, body))


Write = Annotated[Writing, Depends(writing)]


def expected_version(if_match: str | None) -> int | None:
    """The version that If-Match asks for, None where any will do. Raises Problem 400 for anything but `"4"` and `*`."""
    if if_match is None or if_match == "*":
        return None
    match = ETAG.fullmatch(if_match)
    if match is None:
        raise Problem(400, "invalid-if-match", 'If-Match must be one version in quotes, such as "4", or *')
    return int(match[1])


def stored_key(caller: Caller | None, key: str | None) -> str | None:
    """The key as the store knows it: no caller can guess a key under which another caller's answer is kept."""
    return None if caller is None or key is None else f"{quote(caller.subject, safe='')}:{key}"


def fingerprint(method: str, path: str, body: bytes) -> str:
    """Tells two commands under one key apart; how the body's JSON is laid out does not matter."""
    try:
        canonical = json.dumps(json.loads(body), sort_keys=True, separators=(",", ":")).encode()
    except (ValueError, RecursionError):
        canonical = body
    return hashlib.sha256(b"\n".join([method.encode(), path.encode(), canonical])).hexdigest()
