"""A client of the postings and delegations services, for tests of export assistance."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from httpx import AsyncClient, Response

from services.delegations.service import VIEWS
from services.delegations.views.coverage import COVERAGE
from shared.devstack import identity
from shared.eventing.views import Views
from shared.service import Service
from tests.conftest import Eventually

OPENING = {
    "name": "Post", "embassy": "Embassy", "embassy_mail": "embassy@post.example", "embassy_language": "fr",
    "mail": "post@post.example", "language": "en", "time_zone": "UTC", "opened_on": "2016-01-05",
}  # fmt: skip
SCOPED = ("post", "company", "partner", "directorate")


class House:
    """A client of both services; its ids end in a tag of its own, so that tests do not meet."""

    def __init__(self, clients: dict[str, AsyncClient], home: Path, service: Service, wait: Eventually) -> None:
        self.clients, self.home, self.service, self.wait = clients, home, service, wait
        self.tag = uuid4().hex[:8]

    def id(self, name: str) -> str:
        return f"{name}-{self.tag}"

    async def send(
        self, service: str, method: str, path: str, role: str = "hq", scope: str = "", **more: Any
    ) -> Response:
        claims: dict[str, Any] = {role: scope} if role in SCOPED else {}
        token = identity.issue(self.home, subject=f"{claims.get('directorate', role)}-desk", role=role, **claims)
        return await self.clients[service].request(method, path, headers={"Authorization": f"Bearer {token}"}, **more)

    async def done(self, service: str, method: str, path: str, *by: str, **more: Any) -> dict[str, Any]:
        response = await self.send(service, method, path, *by, **more)
        assert response.is_success, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def open_post(self, name: str, country: str, *accredited: str) -> str:
        post = {"post": self.id(name), "country": country, "accredited": accredited, **OPENING}
        await self.done("postings", "POST", "/posts", json=post)
        return self.id(name)

    async def heard_of(self, post: str) -> None:
        """The delegations service knows the post: what is filed for its markets goes there at once."""
        views = Views(self.service.mongo, VIEWS)

        async def heard() -> bool:
            return await views.get(COVERAGE, post) is not None

        await self.wait(heard)

    async def position(self, post: str) -> str:
        position = {"position": self.id(f"{post[:5]}-p"), "post": post, "title": "Associate", "kind": "associate"}
        await self.done("postings", "POST", "/positions", json={**position, "service": "police"})
        return position["position"]

    async def posting(self, name: str, position: str, day: str) -> str:
        """A posting that has started on this day, in the place of whoever held the position."""
        id, officer = self.id(name), self.id(f"o-{name}")
        await self.done("postings", "PUT", f"/people/{officer}", json={"name": name})
        tenure = {"posting": id, "position": position, "officer": officer, "started_on": day, "ends_on": "2099-01-01"}
        await self.done("postings", "POST", "/postings/record", json=tenure)
        return id

    async def company(self) -> str:
        return str((await self.done("delegations", "POST", "/companies", json={"name": f"Acme {self.tag}"}))["id"])

    async def file(self, market: str, name: str = "r", **more: Any) -> tuple[str, str]:
        """A request that a company has filed; answers the ids of both."""
        company = await self.company()
        about = {"id": self.id(name), "company": company, "market": market, "sector": "Drones", "product": "Drone"}
        body = {**about, "question": "Who buys?\nAnd when?", **more}
        await self.done("delegations", "POST", "/assistance-requests", "company", company, json=body)
        return self.id(name), company

    async def act(self, request: str, verb: str, *by: str, **body: Any) -> Response:
        return await self.send("delegations", "POST", f"/assistance-requests/{request}/{verb}", *by, json=body)

    async def shown(self, request: str, *by: str) -> dict[str, Any]:
        return await self.done("delegations", "GET", f"/assistance-requests/{request}", *by)

    async def becomes(self, request: str, **expected: Any) -> dict[str, Any]:
        """The request, once it is shown like this; `desk` is the id of who has it."""

        async def so() -> bool:
            response = await self.send("delegations", "GET", f"/assistance-requests/{request}")
            shown = response.json() | {"desk": ((response.json().get("desk") or {}).get("id"))}
            return response.is_success and expected.items() <= shown.items()

        await self.wait(so)
        return await self.shown(request)
