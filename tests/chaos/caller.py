"""Gives commands through the public APIs, each until it is acknowledged, and keeps what was acknowledged."""

import asyncio
import math
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from liaison.client import Json
from shared.devstack import identity

LIFETIME = 24 * identity.HOUR
PATIENCE = 5.0  # seconds for one answer; then the same command is given again
PAUSE = (0.05, 0.4)  # seconds before a command is given again
REST = (0.2, 0.8)  # seconds between two commands of one life
AWAY = range(500, 600)


class Refused(Exception):
    """A command whose outcome is known in advance was answered otherwise."""


@dataclass(frozen=True)
class Effect:
    """A message that somebody outside is to get, once."""

    message: str
    kind: str
    recipient: str
    subject: str


@dataclass(frozen=True)
class Acknowledged:
    """A command that a service has promised to have kept, under the key as the service stores it."""

    service: str
    key: str
    version: int


@dataclass
class Caller:
    """`expected` are the effects that the acknowledged commands must have.

    `faulty` are answers that say that a service has failed from within; `deadline`, by the monotonic
    clock, is for what a command brings about; `again` counts commands given again, `slowest` is the longest time, in
    seconds, until one was acknowledged.
    """

    http: httpx.AsyncClient
    home: Path
    base: dict[str, str]
    chance: random.Random
    acknowledged: list[Acknowledged] = field(default_factory=list)
    expected: set[Effect] = field(default_factory=set)
    faulty: list[str] = field(default_factory=list)
    deadline: float = math.inf
    again: int = 0
    slowest: float = 0.0

    async def command(self, service: str, path: str, role: str, body: Json | None = None, **scope: str) -> Json:
        """A POST that makes a commit. Raises Refused."""
        key = str(UUID(int=self.chance.getrandbits(128)))
        answer = await self._sent(service, path, role, scope, method="POST", json=body, key=key)
        stored = f"{quote(subject(role, scope), safe='')}:{key}"
        self.acknowledged.append(Acknowledged(service, stored, answer["version"]))
        return answer

    async def person(self, service: str, id: str, role: str, **record: str) -> None:
        """A PUT of a person's record."""
        await self._sent(service, f"/people/{id}", role, {}, method="PUT", json=record)

    async def erase(self, service: str, id: str, role: str) -> None:
        """A DELETE of a person's record."""
        await self._sent(service, f"/people/{id}", role, {}, method="DELETE")

    async def other(self, service: str, path: str, role: str, **request: Any) -> Json:
        """A call that makes no commit under its own key, such as an import or a read."""
        return await self._sent(service, path, role, {}, **request)

    async def form(self, url: str, **fields: str) -> None:
        """A form that a person sends from the page behind a link. Raises Refused."""
        await self._until_answered(lambda: self.http.post(url, data=fields, timeout=PATIENCE), url)

    async def _sent(
        self, service: str, path: str, role: str, scope: dict[str, str], *, method: str, key: str = "", **request: Any
    ) -> Json:
        headers = {"Authorization": f"Bearer {issued(self.home, role, tuple(scope.items()))}"}
        if key:
            headers["Idempotency-Key"] = key
        url = f"{self.base[service]}{path}"
        response = await self._until_answered(
            lambda: self.http.request(method, url, headers=headers, timeout=PATIENCE, **request), f"{method} {path}"
        )
        answer: Json = response.json()
        return answer

    async def _until_answered(self, send: Callable[[], Awaitable[httpx.Response]], what: str) -> httpx.Response:
        begin = time.monotonic()
        while True:
            try:
                response = await send()
            except httpx.TransportError:
                pass
            else:
                if response.is_success:
                    self.slowest = max(self.slowest, time.monotonic() - begin)
                    await asyncio.sleep(self.chance.uniform(*REST))
                    return response
                if response.status_code not in AWAY:
                    raise Refused(f"{what}: {response.status_code} {response.text[:300]}")
                if response.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    self.faulty.append(f"{what}: {response.status_code} {response.text[:300]}")
            self.again += 1
            await asyncio.sleep(self.chance.uniform(*PAUSE))


def subject(role: str, scope: dict[str, str]) -> str:
    """Who calls, as its token says."""
    return "-".join(["chaos", role, *scope.values()])


@cache
def issued(home: Path, role: str, scope: tuple[tuple[str, str], ...]) -> str:
    claims = dict(scope)
    return identity.issue(home, subject=subject(role, claims), role=role, ttl=LIFETIME, **claims)
