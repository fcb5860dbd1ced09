"""The postings service over HTTP, on real servers: positions change hands, and bad requests change nothing."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from httpx import ASGITransport, AsyncClient, Response
from pydantic import SecretStr

from services.postings.service import PostingsSettings, build
from shared.devstack import identity
from tests.conftest import Eventually
from tests.infrastructure import Servers

pytestmark = pytest.mark.real

OPENING = {
    "name": "Security service, Lima",
    "country": "PE",
    "accredited": ["BO"],
    "embassy": "Embassy of France in Peru",
    "embassy_mail": "embassy.lima@diplomatie.example",
    "embassy_language": "fr",
    "mail": "post.lima@interieur.example",
    "language": "fr",
    "time_zone": "America/Lima",
    "opened_on": "2026-01-05",
}
POSITION = {"title": "Liaison officer", "kind": "liaison-officer", "service": "police"}


class Network:
    """A client of the service; its ids end in a tag of its own, so that tests do not meet."""

    def __init__(self, client: AsyncClient, home: Path) -> None:
        self.client, self.home, self.tag = client, home, uuid4().hex[:8]

    def id(self, name: str) -> str:
        return f"{name}-{self.tag}"

    async def send(
        self, method: str, path: str, role: str = "hq", *, key: str | None = None, **request: Any
    ) -> Response:
        scope = {"directorate": request.pop("directorate")} if role == "directorate" else {}
        subject = request.pop("subject", f"{scope.get('directorate', role)}-desk")
        token = identity.issue(self.home, subject=subject, role=role, **scope)
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
        return await self.client.request(method, path, headers=headers, **request)

    async def done(self, method: str, path: str, role: str = "hq", **request: Any) -> dict[str, Any]:
        response = await self.send(method, path, role, **request)
        assert response.is_success, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def set_up(self) -> None:
        await self.done("POST", "/posts", json={"post": self.id("lima"), **OPENING})
        position = {"position": self.id("lo"), "post": self.id("lima"), **POSITION}
        await self.done("POST", "/positions", json=position)

    async def propose(self, name: str, starts_on: str = "2096-09-01", ends_on: str = "2099-08-31") -> dict[str, Any]:
        officer = self.id(f"officer-{name}")
        await self.done("PUT", f"/people/{officer}", json={"name": f"Invented {name}"})
        return await self.done(
            "POST",
            "/postings",
            json={
                "posting": self.id(name),
                "position": self.id("lo"),
                "officer": officer,
                "starts_on": starts_on,
                "ends_on": ends_on,
            },
        )

    async def approve(self, name: str) -> None:
        for directorate in ("gendarmerie", "police"):
            await self.done("POST", f"/postings/{self.id(name)}/approve", "directorate", directorate=directorate)

    async def start(self, name: str, day: str, key: str | None = None) -> Response:
        return await self.send("POST", f"/postings/{self.id(name)}/start", json={"started_on": day}, key=key)

    async def seen(self, name: str, version: int) -> dict[str, Any]:
        """The posting, once the view has this version; the service itself waits no longer than two seconds."""
        async with asyncio.timeout(30):
            while True:
                path = f"/postings/{self.id(name)}"
                response = await self.send("GET", path, params={"min_version": version})
                if response.status_code != 503:
                    answer: dict[str, Any] = response.json()
                    return answer

    async def held(self, day: str, by: str) -> bool:
        page = await self.done("GET", "/holders", "embassy", params={"post": self.id("lima"), "on": day})
        return [item["holder"] and item["holder"]["posting"] for item in page["items"]] == [self.id(by)]

    async def vacancies(self, day: str) -> list[str]:
        page = await self.done("GET", "/vacancies", params={"post": self.id("lima"), "on": day})
        return [vacancy["vacant_since"] for vacancy in page["items"]]


@pytest.fixture(scope="module")
async def client(infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Network]:
    home = tmp_path_factory.mktemp("issuer")
    settings = PostingsSettings(
        kafka=infrastructure.kafka, mongo=SecretStr(infrastructure.mongo), jwks=str(identity.jwks(home))
    )
    app = build(settings).app()
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://postings") as http,
    ):
        yield Network(http, home)


@pytest.fixture
async def network(client: Network, eventually: Eventually) -> Network:
    """A post of its own, with one vacant position."""

    async def ready() -> bool:
        return (await client.client.get("/health/ready")).status_code == 200

    await eventually(ready)
    fresh = Network(client.client, client.home)
    await fresh.set_up()
    return fresh


def problem(response: Response) -> tuple[int, str]:
    return response.status_code, response.json()["type"].removeprefix("urn:liaison:problem:")


async def test_a_successor_takes_over_and_both_views_say_so(network: Network, eventually: Eventually) -> None:
    await network.propose("morel")
    await network.approve("morel")
    assert (await network.start("morel", "2096-09-01")).status_code == 200
    await network.propose("petit", "2099-07-01", "2102-06-30")
    await network.approve("petit")
    receipt = (await network.start("petit", "2099-07-01")).json()
    petit = await network.seen("petit", receipt["version"])
    morel = await network.seen("morel", 6)
    assert petit["predecessor"] == morel["id"]
    assert (morel["status"], morel["last_day"], morel["successor"]) == ("ended", "2099-06-30", petit["id"])
    await eventually(lambda: network.held("2099-06-30", by="morel"))
    await eventually(lambda: network.held("2099-07-01", by="petit"))


async def test_a_curtailed_posting_leaves_its_position_vacant(network: Network, eventually: Eventually) -> None:
    await network.propose("morel")
    await network.approve("morel")
    await network.start("morel", "2096-09-01")
    curtailment = {"last_day": "2097-01-31", "reason": "medical"}
    posting = f"/postings/{network.id('morel')}"
    curtailed = await network.done("POST", f"{posting}/curtail", json=curtailment)
    assert (await network.seen("morel", curtailed["version"]))["curtailment"] == "medical"
    assert (await network.done("GET", posting, "embassy"))["curtailment"] is None

    async def vacant_from_february() -> bool:
        return [await network.vacancies(day) for day in ("2097-01-31", "2097-02-01")] == [[], ["2097-02-01"]]

    await eventually(vacant_from_february)
    position = f"/positions/{network.id('lo')}"
    assert (await network.done("GET", position, params={"min_version": 3}))["holder"] is None


async def test_a_directorate_approves_for_itself_and_once(network: Network) -> None:
    await network.propose("morel")
    path = f"/postings/{network.id('morel')}/approve"
    await network.done("POST", path, "directorate", directorate="police")
    again = await network.send("POST", path, "directorate", directorate="police")
    assert problem(again) == (409, "directorate-already-approved")
    assert problem(await network.start("morel", "2096-09-01")) == (409, "posting-not-approved")
    assert problem(await network.send("POST", path)) == (403, "forbidden")


async def test_a_repeated_start_gets_its_first_answer(network: Network) -> None:
    await network.propose("morel")
    await network.approve("morel")
    key = uuid4().hex
    first, second = [await network.start("morel", "2096-09-01", key) for _ in range(2)]
    assert first.json() == second.json()
    assert problem(await network.start("morel", "2096-09-02", key)) == (422, "idempotency-key-reused")
    assert problem(await network.start("morel", "2096-09-01")) == (409, "posting-already-started")


async def test_of_two_officers_who_start_at_once_one_holds_the_position(network: Network) -> None:
    names = ["durand", "leroy", "moreau"]
    for name in names:
        await network.propose(name)
        await network.approve(name)
    answers = await asyncio.gather(*(network.start(name, "2096-09-01") for name in names))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409], [answer.text for answer in answers]


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"time_zone": "America/Limbo"}, "body.time_zone"),
        ({"time_zone": "../../etc/passwd"}, "body.time_zone"),
        ({"country": "Peru"}, "body.country"),
        ({"country": "ZZ"}, "body.country"),
        ({"accredited": ["BO", "UK"]}, "body.accredited.1"),
        ({"embassy_mail": "no mail"}, "body.embassy_mail"),
        ({"language": "es"}, "body.language"),
        ({"opened_on": "yesterday"}, "body.opened_on"),
        ({"post": "Lima/Peru"}, "body.post"),
        ({"surprise": 1}, "body.surprise"),
    ],
)
async def test_a_wrong_post_is_refused_and_the_answer_says_where(
    client: Network, wrong: dict[str, Any], where: str
) -> None:
    refused = await client.send("POST", "/posts", json={"post": client.id("wrong"), **OPENING, **wrong})
    assert problem(refused)[0] == 422
    assert [error["where"] for error in refused.json()["errors"]] == [where]
    assert (await client.send("GET", f"/posts/{client.id('wrong')}")).status_code == 404


async def test_a_post_that_closes_takes_nobody_any_more_and_has_no_vacancies(
    network: Network, eventually: Eventually
) -> None:
    post = network.id("lima")
    closing = {"closed_on": "2096-12-31"}
    await network.done("POST", f"/posts/{post}/close", json=closing)
    receipt = await network.done("POST", f"/posts/{post}/close", json=closing)
    assert (await network.done("GET", f"/posts/{post}", params={"min_version": receipt["version"]}))["closed_on"]
    other = await network.send("POST", f"/posts/{post}/close", json={"closed_on": "2097-01-31"})
    assert problem(other) == (409, "post-already-closed")
    position = {"position": network.id("another"), "post": post, **POSITION}
    assert problem(await network.send("POST", "/positions", json=position)) == (404, "post-unknown")
    await network.done("PUT", f"/people/{network.id('late')}", json={"name": "Invented"})
    proposal = {"posting": network.id("p"), "position": network.id("lo"), "officer": network.id("late")}
    days = {"starts_on": "2097-01-01", "ends_on": "2097-12-31"}
    assert problem(await network.send("POST", "/postings", json=proposal | days)) == (409, "post-closed")

    async def vacant_while_it_was_open() -> bool:
        return [len(await network.vacancies(day)) for day in ("2096-12-31", "2097-01-01")] == [1, 0]

    await eventually(vacant_while_it_was_open)


async def test_what_does_not_exist_is_unknown(network: Network) -> None:
    nowhere = {"position": network.id("lo-2"), "post": "nowhere", **POSITION}
    assert problem(await network.send("POST", "/positions", json=nowhere)) == (404, "post-unknown")
    proposal = {"posting": "x", "position": network.id("lo"), "starts_on": "2096-09-01", "ends_on": "2096-09-02"}
    unknown = await network.send("POST", "/postings", json=proposal | {"officer": "nobody"})
    assert problem(unknown) == (404, "officer-unknown")
    assert problem(await network.start("nobody", "2096-09-01")) == (404, "posting-unknown")
    backwards = await network.send("POST", "/postings", json=proposal | {"officer": "x", "ends_on": "2096-08-31"})
    assert backwards.status_code == 422
