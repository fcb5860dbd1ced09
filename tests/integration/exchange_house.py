"""A client of the postings service, for tests of what posts and services exchange and of whom they know."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from httpx import ASGITransport, AsyncClient, Response
from pydantic import SecretStr

from services.postings.questions import VIEWS
from services.postings.service import PostingsSettings, build
from shared.devstack import identity
from shared.eventing.view import View
from shared.eventing.views import Views
from shared.http.reading import Reading
from shared.mongo import Mongo
from shared.service import Service
from tests.conftest import Eventually
from tests.infrastructure import Servers

OPENING = {
    "name": "Post", "embassy": "Embassy", "embassy_mail": "embassy@post.example", "embassy_language": "fr",
    "mail": "post@post.example", "language": "en", "time_zone": "UTC", "opened_on": "2016-01-05",
}  # fmt: skip
QUESTION = "Who is the man called El Zorro?\nUrgent."
SCOPED = ("post", "company", "partner", "directorate")


class Exchange:
    """Its ids end in a tag of its own, so that tests do not meet."""

    def __init__(self, client: AsyncClient, home: Path, service: Service, wait: Eventually) -> None:
        self.client, self.home, self.service, self.wait = client, home, service, wait
        self.tag = uuid4().hex[:8]

    def id(self, name: str) -> str:
        return f"{name}-{self.tag}"

    async def send(
        self,
        method: str,
        path: str,
        role: str = "hq",
        scope: str = "",
        *,
        subject: str = "",
        key: str = "",
        **more: Any,
    ) -> Response:
        claims: dict[str, Any] = {role: scope} if role in SCOPED else {}
        token = identity.issue(
            self.home, subject=subject or f"{claims.get('directorate', role)}-desk", role=role, **claims
        )
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
        return await self.client.request(method, path, headers=headers, **more)

    async def done(self, method: str, path: str, *by: str, **more: Any) -> dict[str, Any]:
        response = await self.send(method, path, *by, **more)
        assert response.is_success, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def open_post(self, name: str = "lima", country: str = "PE") -> str:
        await self.done("POST", "/posts", json={"post": self.id(name), "country": country, **OPENING})
        return self.id(name)

    async def position(self, post: str, kind: str = "liaison-officer", name: str = "lo") -> str:
        position = {"position": self.id(name), "post": post, "title": name, "kind": kind, "service": "police"}
        await self.done("POST", "/positions", json=position)
        return self.id(name)

    async def posting(self, name: str, position: str, day: str) -> str:
        """A posting that has started on this day, in the place of whoever held the position."""
        id, officer = self.id(name), self.id(f"o-{name}")
        await self.done("PUT", f"/people/{officer}", json={"name": name})
        tenure = {"posting": id, "position": position, "officer": officer, "started_on": day, "ends_on": "2099-01-01"}
        await self.done("POST", "/postings/record", json=tenure)
        return id

    async def seen(self, path: str, version: int, *by: str) -> dict[str, Any]:
        """The document, once its view has this version; the service itself waits no longer than two seconds."""
        async with asyncio.timeout(60):
            while True:
                response = await self.send("GET", path, *by, params={"min_version": version})
                if response.status_code != 503:
                    assert response.is_success, response.text
                    answer: dict[str, Any] = response.json()
                    return answer

    async def becomes(self, view: View, id: str, **expected: Any) -> dict[str, Any]:
        """The document, once it is shown like this."""
        views, found = Views(self.service.mongo, VIEWS), dict[str, Any]()

        async def so() -> bool:
            found.update(await views.get(view, id) or {})
            return expected.items() <= found.items()

        await self.wait(so)
        return found


@asynccontextmanager
async def at_work(infrastructure: Servers, home: Path, eventually: Eventually) -> AsyncIterator[Exchange]:
    """A client of the running service, once that is ready."""
    mongo, jwks = SecretStr(infrastructure.mongo), str(identity.jwks(home))
    service = build(PostingsSettings(kafka=infrastructure.kafka, mongo=mongo, jwks=jwks))
    app = service.app()
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://postings", timeout=60) as http,
    ):

        async def ready() -> bool:
            return (await http.get("/health/ready")).is_success

        await eventually(ready)
        yield Exchange(http, home, service, eventually)


async def asked(house: Exchange, post: str, **more: Any) -> str:
    """A request of the police's narcotics office to the post."""
    about = {"id": house.id("q"), "post": post, "service": "ofast", "directorate": "police", "direction": "to-post"}
    body = {**about, "urgency": "urgent", "text": QUESTION, **more}
    await house.done("POST", "/information-requests", "directorate", "police", json=body)
    return str(body["id"])


def problem(response: Response) -> tuple[int, str]:
    return response.status_code, response.json()["type"].removeprefix("urn:liaison:problem:")


async def read_by_page(mongo: Mongo, views: Views, wanted: dict[str, Any], by: str | None) -> int:
    """How many documents MongoDB looks at for a page of nine, the first or the next; fails where it must sort them."""
    looked: list[int] = []
    after: str | None = None
    await mongo.database.command("profile", 2)
    for _ in range(2):
        request: Any = Asked(views)
        page = await Reading(request, None, after, 9).page(views.views[0], wanted, by=by)
        after = page.next
    await mongo.database.command("profile", 0)
    found = await mongo["system.profile"].find({"command.find": views.views[0].name}).sort("ts").to_list(None)
    for one in found:
        assert "IXSCAN" in one["planSummary"], one["planSummary"]
        assert not one.get("hasSortStage"), json.dumps(one["command"], default=str)
        looked.append(one["docsExamined"])
    await mongo["system.profile"].drop()
    assert len(looked) == 2
    return max(looked)


class Asked:
    """Stands for a request, of which a list needs the views alone."""

    def __init__(self, views: Views) -> None:
        self.app = self
        self.state = self
        self.views = views
