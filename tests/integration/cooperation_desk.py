"""A client of the postings service for tests of cooperation; its ids end in a tag of its own, so tests do not meet."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from httpx import AsyncClient, Response

from shared.devstack import identity
from tests.conftest import Eventually

OPENING = {
    "name": "Security service", "embassy": "Embassy", "embassy_mail": "embassy@post.example", "embassy_language": "fr",
    "mail": "post@post.example", "language": "fr", "time_zone": "UTC", "opened_on": "2026-01-05",
}  # fmt: skip
SCOPED = ("post", "directorate")


class Desk:
    def __init__(self, client: AsyncClient, home: Path, wait: Eventually) -> None:
        self.client, self.home, self.wait, self.tag = client, home, wait, uuid4().hex[:8]

    def id(self, name: str) -> str:
        return f"{name}-{self.tag}"

    async def send(self, method: str, path: str, role: str = "hq", scope: str = "", **more: Any) -> Response:
        claims: dict[str, Any] = {role: scope} if role in SCOPED else {}
        token = identity.issue(self.home, subject=f"{role}-desk", role=role, **claims)
        return await self.client.request(method, path, headers={"Authorization": f"Bearer {token}"}, **more)

    async def done(self, method: str, path: str, *by: str, **more: Any) -> dict[str, Any]:
        response = await self.send(method, path, *by, **more)
        assert response.is_success, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def act(self, path: str, *by: str, **body: Any) -> dict[str, Any]:
        return await self.done("POST", path, *by, json=body)

    async def refused(self, path: str, *by: str, **body: Any) -> tuple[int, str]:
        """How the command is refused: status and slug."""
        response = await self.send("POST", path, *by, json=body)
        return response.status_code, response.json()["type"].removeprefix("urn:liaison:problem:")

    async def open_post(self, name: str, country: str) -> str:
        await self.act("/posts", post=self.id(name), country=country, accredited=[], **OPENING)
        return self.id(name)

    async def becomes(self, path: str, *by: str, **expected: Any) -> dict[str, Any]:
        """What is there, once it is shown like this."""

        async def so() -> bool:
            response = await self.send("GET", path, *by)
            return response.is_success and expected.items() <= response.json().items()

        await self.wait(so)
        return await self.done("GET", path, *by)
