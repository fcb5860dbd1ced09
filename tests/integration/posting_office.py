"""The postings service at work in the test's own process, and an office that calls it in several people's names."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from httpx import ASGITransport, AsyncClient, Response
from pydantic import SecretStr

from services.postings.service import PostingsSettings, build
from shared.clock import now
from shared.devstack import identity
from tests.conftest import Eventually
from tests.infrastructure import Servers

POST = {
    "name": "Post", "accredited": [], "embassy": "Embassy", "embassy_language": "fr", "language": "fr",
    "time_zone": "America/Lima", "opened_on": "2026-01-05",
}  # fmt: skip


class Office:
    """A client of the service; the ids that it makes end in a tag of its own, so that tests do not meet."""

    def __init__(self, http: AsyncClient, home: Path) -> None:
        self.http, self.home, self.tag = http, home, uuid4().hex[:8]

    def id(self, name: str) -> str:
        return f"{name}-{self.tag}"

    async def send(self, method: str, path: str, who: str = "anne", role: str = "hq", **request: Any) -> Response:
        scope = {role: request.pop(role)} if role in ("post", "directorate") else {}
        token = identity.issue(self.home, subject=who, role=role, **scope)
        return await self.http.request(method, path, headers={"Authorization": f"Bearer {token}"}, **request)

    async def done(self, method: str, path: str, who: str = "anne", role: str = "hq", **request: Any) -> dict[str, Any]:
        response = await self.send(method, path, who, role, **request)
        assert response.is_success, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def refused(self, *request: Any, **more: Any) -> tuple[int, str]:
        response = await self.send(*request, **more)
        return response.status_code, response.json().get("type", "").removeprefix("urn:liaison:problem:")

    async def open(self, country: str, *accredited: str) -> str:
        post = self.id(f"post-{country.lower()}")
        mails = {"mail": f"{post}@post.example", "embassy_mail": f"{post}@embassy.example"}
        body = {"post": post, "country": country, **POST, **mails, "accredited": accredited}
        receipt = await self.done("POST", "/posts", json=body)
        await self.seen(f"/posts/{post}", receipt["version"])
        return post

    async def mailbox(self, name: str, kind: str, post: str | None = None, themes: tuple[str, ...] = ()) -> str:
        about = {"mailbox": self.id(name), "kind": kind, "post": post, "themes": themes}
        body = {**about, "mail": f"{self.id(name)}@house.example", "language": "fr"}
        receipt = await self.done("POST", "/mailboxes", json=body)
        await self.seen(f"/mailboxes/{self.id(name)}", receipt["version"])
        return self.id(name)

    async def seen(
        self, path: str, version: int, who: str = "anne", role: str = "hq", **request: Any
    ) -> dict[str, Any]:
        """The document, once its view has this version; the service itself waits no longer than two seconds."""
        async with asyncio.timeout(60):
            while True:
                response = await self.send("GET", path, who, role, params={"min_version": version}, **request)
                if response.status_code != 503:
                    assert response.is_success, response.text
                    answer: dict[str, Any] = response.json()
                    return answer

    def content(self, country: str, **other: Any) -> dict[str, Any]:
        said = {
            "title": "Protests", "text": "Avoid the centre.", "level": 4, "scope": "country", "countries": [country],
            "concerned": ["travellers"], "themes": [self.id("terrorism")], "marking": "internal",
            "valid_from": now().isoformat(), "valid_until": (now() + timedelta(days=7)).isoformat(),
        }  # fmt: skip
        return said | other

    def draft(self, name: str, content: dict[str, Any], **other: Any) -> dict[str, Any]:
        return {"notice": self.id(name), "subject": self.id("subject"), "content": content, **other}

    async def issue(self, name: str, content: dict[str, Any], **other: Any) -> int:
        await self.done("POST", "/notices", json=self.draft(name, content, **other))
        await self.done("POST", f"/notices/{self.id(name)}/approve", "bob")
        return int((await self.done("POST", f"/notices/{self.id(name)}/issue"))["version"])


@asynccontextmanager
async def at_work(infrastructure: Servers, home: Path, eventually: Eventually) -> AsyncIterator[Office]:
    """An office of the running service, once that is ready."""
    settings = PostingsSettings(
        kafka=infrastructure.kafka, mongo=SecretStr(infrastructure.mongo), jwks=str(identity.jwks(home))
    )
    app = build(settings).app()
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://postings", timeout=60) as http,
    ):

        async def ready() -> bool:
            return (await http.get("/health/ready")).is_success

        await eventually(ready)
        office = Office(http, home)
        await office.mailbox("hq", "hq")  # with whom every escalation ends
        yield office
