"""What the main job does to the services: calls of their public HTTP APIs, and waiting for what must come of them."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4

import httpx

PATIENCE = 120.0  # seconds: what a killed service had in hand is taken up again when its lease of a minute has ended
PAUSE = 0.05

T = TypeVar("T")
Json = dict[str, Any]


class NotObserved(Exception):
    """Something that should have happened did not; says what was expected and what was seen."""


class Unexpected(NotObserved):
    """A service answered otherwise than it should."""


@dataclass(frozen=True)
class Addresses:
    """Where the public interfaces are: base addresses of the three services and of the mail sink's HTTP API.

    `restarts` counts how often a service had to be started again.
    """

    postings: str
    delegations: str
    notifications: str
    mail: str
    restarts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Client:
    """A caller with a token. A request that got no answer is sent again, under the same Idempotency-Key."""

    http: httpx.AsyncClient
    token: str

    async def get(self, url: str, **params: Any) -> Json:
        return await self._call("GET", url, 200, params=params)

    async def rows(self, url: str, **params: Any) -> list[Json]:
        """What is there, where that is a list without pages."""
        rows: list[Json] = (await self._answer("GET", url, 200, params=params)).json()
        return rows

    async def see(self, url: str, expect: int) -> None:
        """Ask for what is there, and get this status."""
        await self._answer("GET", url, expect)

    async def all(self, url: str, **params: Any) -> list[Json]:
        """Every item of a list, over all its pages."""
        items: list[Json] = []
        after: str | None = None
        while True:
            page = await self.get(url, limit=500, **params, **({"after": after} if after else {}))
            items += page["items"]
            if (after := page["next"]) is None:
                return items

    async def post(
        self,
        url: str,
        body: Json | None = None,
        *,
        content: bytes | None = None,
        media: str = "application/json",
        expect: int = 0,
        key: str | None = None,
    ) -> Json:
        """A command; `media` is what its content is, `expect` the status that must come, by default any success.

        `key` is its idempotency key, where the same is to be said again at another time.
        """
        headers = {"Idempotency-Key": key or str(uuid4()), "Content-Type": media}
        sent: dict[str, Any] = {"content": content} if content is not None else {} if body is None else {"json": body}
        return await self._call("POST", url, expect, headers=headers, **sent)

    async def file(self, url: str) -> bytes:
        """What is there, as it is."""
        return (await self._answer("GET", url, 200)).content

    async def put(self, url: str, body: Json) -> Json:
        return await self._call("PUT", url, 0, json=body)

    async def delete(self, url: str, *, expect: int = 0) -> None:
        await self._call("DELETE", url, expect)

    async def _call(self, method: str, url: str, expect: int, **request: Any) -> Json:
        answer = await self._answer(method, url, expect, **request)
        return answer.json() if answer.content else {}

    async def _answer(self, method: str, url: str, expect: int, **request: Any) -> httpx.Response:
        authorization = {"Authorization": f"Bearer {self.token}", **request.pop("headers", {})}
        until = time.monotonic() + PATIENCE
        while True:
            try:
                answer = await self.http.request(method, url, headers=authorization, **request)
                away = answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
            except httpx.TransportError as error:
                answer, away = httpx.Response(599, text=repr(error)), True
            if not away or time.monotonic() > until:
                break
            await asyncio.sleep(PAUSE)
        if answer.status_code != expect and (expect or not answer.is_success):
            raise Unexpected(f"{method} {url}: {answer.status_code} {answer.text[:500]}")
        return answer


async def until(what: str, look: Callable[[], Awaitable[T | None]], seconds: float = PATIENCE) -> T:
    """What `look` answers once it is neither None nor False; raises NotObserved with `what` after so many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        seen = await look()
        if seen is not None and seen is not False:
            return seen
        if time.monotonic() > deadline:
            raise NotObserved(f"{what}: not observed within {seconds:g} s")
        await asyncio.sleep(PAUSE)


def check(condition: object, what: str) -> None:
    """Raises NotObserved with `what` where the condition does not hold."""
    if not condition:
        raise NotObserved(what)


@asynccontextmanager
async def connection() -> AsyncIterator[httpx.AsyncClient]:
    """One pool for the whole job; a call may take a minute, because a timetable may."""
    async with httpx.AsyncClient(timeout=90, trust_env=False) as http:
        yield http
