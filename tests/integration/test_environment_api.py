"""Notes on countries over HTTP and on real servers, with what the delegations service tells of advice given.

Each test has a country of its own, a small one.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient
from pydantic import SecretStr

from services.delegations.service import build as build_delegations
from services.postings.service import PostingsSettings
from services.postings.service import build as build_postings
from shared.devstack import identity
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.assistance_house import House
from tests.integration.delegations_at_work import settings
from tests.integration.exchange_house import problem

pytestmark = pytest.mark.real

TEXT = {"law": "Law 1.", "procurement": "By tender.", "actors": "The ministry.", "risks": "Few.\nReally."}
NOTES = "/environment-notes"


@pytest.fixture(scope="module")
async def house(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[House]:
    home = tmp_path_factory.mktemp("issuer")
    at: dict[str, Any] = {"kafka": infrastructure.kafka, "jwks": str(identity.jwks(home))}
    mongo = SecretStr(infrastructure.mongo)
    delegations = build_delegations(settings(infrastructure, home))
    async with AsyncExitStack() as stack:
        clients: dict[str, AsyncClient] = {}
        for service in (build_postings(PostingsSettings(mongo=mongo, **at)), delegations):
            app = service.app()
            await stack.enter_async_context(app.router.lifespan_context(app))
            client = AsyncClient(transport=ASGITransport(app), base_url=f"http://{service.name}", timeout=60)
            clients[service.name] = await stack.enter_async_context(client)

        async def ready() -> bool:
            return all([(await client.get("/health/ready")).is_success for client in clients.values()])

        await eventually(ready)
        yield House(clients, home, delegations, eventually)


async def test_a_note_is_drafted_reviewed_read_by_companies_and_asked_about(house: House) -> None:
    post = await house.open_post("writer", "MT", "ST")

    async def act(method: str, path: str, *by: str, **more: Any) -> dict[str, Any]:
        return await house.done("postings", method, path, *by, **more)

    elsewhere = await house.send("postings", "POST", NOTES, "post", post, json={"country": "AG", **TEXT})
    assert problem(elsewhere) == (409, "country-not-covered")
    await act("POST", NOTES, "post", post, json={"country": "ST", **TEXT})
    for attempt in ("post", "company"):
        refused = await house.send("postings", "POST", f"{NOTES}/st/approve", attempt, post, json={"draft": 1})
        assert problem(refused) == (403, "forbidden")
    await act("POST", f"{NOTES}/st/return", json={"draft": 1, "remarks": "Which law?"})
    await act("POST", NOTES, "post", post, json={"country": "ST", **TEXT, "law": "Law 2."})
    receipt = await act("POST", f"{NOTES}/st/approve", "partnerships", json={"draft": 2, "months": 6})
    params = {"min_version": receipt["version"]}

    async def seen() -> bool:
        return (await house.send("postings", "GET", f"{NOTES}/st", "company", "acme", params=params)).is_success

    await house.wait(seen)
    told = await act("GET", f"{NOTES}/st", "company", "acme")
    assert (told["version"], told["text"]["law"], "draft" in told) == (1, "Law 2.", False)
    assert [one["id"] for one in (await act("GET", NOTES, "company", "acme", params={"post": post}))["items"]] == ["st"]
    asking = {"id": "n1", "company": "acme", "section": "law", "text": "Since when?"}
    await act("POST", f"{NOTES}/st/questions", "company", "acme", json=asking)
    other = await house.send("postings", "POST", f"{NOTES}/st/questions", "company", "bolt", json=asking)
    assert problem(other) == (403, "forbidden")
    await act("POST", f"{NOTES}/st/questions/n1/answer", "post", post, json={"answer": "Since 2020."})

    async def answered() -> bool:
        page = await act("GET", "/environment-questions", "company", "acme", params={"answered": True})
        return [one["answer"] for one in page["items"]] == ["Since 2020."]

    await house.wait(answered)
    assert (await act("GET", "/environment-questions", "company", "bolt"))["items"] == []

    async def listed() -> bool:
        page = await act("GET", f"{NOTES}/st/versions", "company", "acme")
        return [one["version"] for one in page["items"]] == [1]

    await house.wait(listed)
    assert problem(await house.send("postings", "GET", f"{NOTES}/zz")) == (404, "not-found")


async def test_advice_that_a_post_has_given_to_a_company_is_shown_to_it(house: House) -> None:
    post = await house.open_post("adviser", "BS")
    await house.heard_of(post)
    request, company = await house.file("BS")
    await house.becomes(request, status="routed")
    assert (await house.act(request, "accept", "post", post)).is_success
    assert (await house.act(request, "answer", "post", post, answer="The police.")).is_success

    async def given() -> bool:
        page = await house.done("postings", "GET", "/advice", "post", post)
        return [(one["id"], one["company"], one["answer"]) for one in page["items"]] == [
            (request, company, "The police.")
        ]

    await house.wait(given)
    assert (await house.done("postings", "GET", "/advice", "post", "elsewhere"))["items"] == []
    assert problem(await house.send("postings", "GET", "/advice", "company", company)) == (403, "forbidden")
