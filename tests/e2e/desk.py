"""Who calls the services in these tests: a desk with tokens for every role, and what any problem must look like."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from liaison.client import Addresses, Json
from shared.devstack import identity
from tests.conftest import Eventually

SCOPES = {
    "post": "nowhere",
    "company": "nobody",
    "buyer": "nowhere/nobody",
    "partner": "bpifrance",
    "directorate": "police",
}  # for which a role calls where nothing is said
UNFORESEEN = ("Traceback", 'File "', ".py", "Error(", "Exception")
MEMBERS = {"type": str, "title": str, "status": int, "detail": str, "correlation": str}


@asynccontextmanager
async def connection() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=60, trust_env=False) as http:
        yield http


class Desk:
    """`tag` is a part of every id that it makes."""

    def __init__(self, http: httpx.AsyncClient, home: Path, at: Addresses) -> None:
        self.http, self.home, self.at, self.tag = http, home, at, uuid4().hex[:8]

    def id(self, name: str) -> str:
        return f"{name}-{self.tag}"

    def url(self, service: str, path: str) -> str:
        return f"{getattr(self.at, service)}{path}"

    def token(self, role: str, **scope: str) -> str:
        claims = {role: SCOPES[role], **scope} if role in SCOPES else scope
        return issued(self.home, role, tuple(claims.items()))

    async def send(
        self, method: str, service: str, path: str, role: str = "hq", *, headers: dict[str, str] | None = None,
        scope: dict[str, str] | None = None, **request: Any,
    ) -> httpx.Response:  # fmt: skip
        authorization = {"Authorization": f"Bearer {self.token(role, **scope or {})}", **(headers or {})}
        return await self.http.request(method, self.url(service, path), headers=authorization, **request)

    async def done(self, method: str, service: str, path: str, role: str = "hq", **request: Any) -> Json:
        """The answer to what must succeed."""
        response = await self.send(method, service, path, role, **request)
        assert response.is_success, f"{method} {path}: {response.status_code} {response.text}"
        answer: Json = response.json()
        return answer

    async def refused(self, method: str, service: str, path: str, role: str = "hq", **request: Any) -> tuple[int, str]:
        """Status and slug of the problem with which something must end."""
        response = await self.send(method, service, path, role, **request)
        problem = well_formed(response)
        return problem["status"], slug(problem)

    async def becomes(
        self, eventually: Eventually, service: str, path: str, expected: Json, role: str = "hq", **request: Any
    ) -> Json:
        """What is there, once it is shown like this."""

        async def so() -> bool:
            response = await self.send("GET", service, path, role, **request)
            return response.is_success and expected.items() <= response.json().items()

        await eventually(so)
        return await self.done("GET", service, path, role, **request)

    async def all(self, service: str, path: str, role: str = "hq", **params: Any) -> list[Json]:
        """Every item of a list, over all its pages."""
        items: list[Json] = []
        while True:
            page = await self.done("GET", service, path, role, params={"limit": 500, **params})
            items += page["items"]
            if page["next"] is None:
                return items
            params["after"] = page["next"]


@cache
def issued(home: Path, role: str, claims: tuple[tuple[str, str], ...]) -> str:
    """Valid for an hour, so one for all requests."""
    scope = dict(claims)
    subject = f"{scope.get('directorate', role)}-desk"  # nobody approves for two directorates
    return identity.issue(home, subject=subject, role=role, ttl=identity.HOUR, **scope)


def well_formed(response: httpx.Response) -> Json:
    """The problem (RFC 9457) that this response is; it tells a client what is wrong, and nothing of the inside."""
    assert response.headers["content-type"] == "application/problem+json", response.text[:500]
    problem: Json = response.json()
    assert {name: type(problem.get(name)) for name in MEMBERS} == MEMBERS, problem
    assert problem["status"] == response.status_code, problem
    assert problem["status"] != httpx.codes.INTERNAL_SERVER_ERROR, problem
    assert problem["type"].startswith("urn:liaison:problem:"), problem
    assert problem["correlation"] == response.headers["x-correlation-id"], problem
    assert [word for word in UNFORESEEN if word in response.text] == [], problem
    return problem


def slug(problem: Json) -> str:
    return str(problem["type"].removeprefix("urn:liaison:problem:"))
