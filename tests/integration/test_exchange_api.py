"""What posts and investigation services exchange, over HTTP and on real servers: sealed, read by few, and recorded."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer

from services.postings.information_deadlines import information_deadlines
from services.postings.questions import VIEWS
from services.postings.views.information_requests import INFORMATION_REQUESTS
from shared.clock import now
from shared.contracts.postings.fact import PostingsFact
from shared.eventing.views import Views
from shared.mongo import Mongo
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.exchange_house import QUESTION, Exchange, asked, at_work, problem, read_by_page

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
async def running(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[Exchange]:
    async with at_work(infrastructure, tmp_path_factory.mktemp("issuer"), eventually) as client:
        yield client


@pytest.fixture
def house(running: Exchange) -> Exchange:
    """With a tag of its own, so that tests do not meet."""
    return Exchange(running.client, running.home, running.service, running.wait)


async def read(house: Exchange, request: str, part: str, *by: str, subject: str = "") -> tuple[int, str]:
    """The text of a part, or the slug with which it is withheld."""
    response = await house.send("GET", f"/information-requests/{request}/contents/{part}", *by, subject=subject)
    return (200, response.json()["text"]) if response.is_success else problem(response)


async def test_a_request_is_asked_paused_answered_in_parts_and_each_reading_is_recorded(house: Exchange) -> None:
    post = await house.open_post()
    request = await asked(house, post)
    path = f"/information-requests/{request}"
    await house.done("POST", f"{path}/acknowledge", "post", post)
    assert await read(house, request, "question", "post", post) == (200, QUESTION)
    await house.done("POST", f"{path}/pause", "post", post, json={"reason": "authorisation"})
    await house.done("POST", f"{path}/resume", "directorate", "police")
    await house.done("POST", f"{path}/pause", "post", post, json={"reason": "clarification"})
    more = {"id": "d1", "text": "He has a scar."}
    receipt = await house.done("POST", f"{path}/clarifications", "directorate", "police", json=more)
    assert (await house.seen(path, receipt["version"], "post", post))["paused_at"] is None
    assert await read(house, request, "d1", "post", post) == (200, "He has a scar.")
    part = {"id": "a1", "text": "A name.", "last": False}
    assert problem(await house.send("POST", f"{path}/answers", "post", post, json=part | {"marking": "unmarked"})) == (
        409, "marking-too-low",
    )  # fmt: skip
    await house.done("POST", f"{path}/answers", "post", post, json=part)
    await house.done("POST", f"{path}/answers", "post", post, json=part)
    last = {"id": "a2", "text": "An address.", "last": True, "marking": "secret"}
    receipt = await house.done("POST", f"{path}/answers", "post", post, json=last)
    shown = await house.seen(path, receipt["version"], "post", post)
    assert (shown["status"], shown["open"], sorted(shown["parts"])) == (
        "answered",
        False,
        ["a1", "a2", "d1", "question"],
    )
    assert await read(house, request, "a1", "directorate", "police") == (200, "A name.")
    assert await read(house, request, "a1") == (200, "A name.")
    assert await read(house, request, "a2") == (403, "content-forbidden")
    assert await read(house, request, "question", "post", "elsewhere") == (403, "content-forbidden")
    assert await read(house, request, "question", "directorate", "gendarmerie") == (403, "content-forbidden")
    assert await read(house, request, "a3") == (404, "content-unknown")
    page = await house.done("GET", "/readings", params={"about": request})
    assert [(one["part"], one["reader"], one["scope"], one["granted"]) for one in page["items"]] == [
        ("question", "gendarmerie-desk", "gendarmerie", False),
        ("question", "post-desk", "elsewhere", False),
        ("a2", "hq-desk", None, False),
        ("a1", "hq-desk", None, True),
        ("a1", "police-desk", "police", True),
        ("d1", "post-desk", post, True),
        ("question", "post-desk", post, True),
    ]
    first = await house.done("GET", "/readings", "auditor", params={"about": request, "limit": 4})
    rest = await house.done("GET", "/readings", "auditor", params={"about": request, "after": first["next"]})
    assert (first["items"] + rest["items"], rest["next"]) == (page["items"], None)
    assert problem(await house.send("GET", "/readings", "post", post)) == (403, "forbidden")


async def test_named_readers_are_the_only_ones_and_the_other_sides_do_not_see_the_request(house: Exchange) -> None:
    post = await house.open_post()
    request = await asked(house, post, marking="secret", caveats=["named-only"], named=["morel"])
    assert await read(house, request, "question", "post", post, subject="petit") == (403, "content-forbidden")
    assert await read(house, request, "question", "post", post, subject="morel") == (200, QUESTION)
    refusal = {"reason": "legal", "text": "The judge says no."}
    path = f"/information-requests/{request}"
    refusing = await house.send("POST", f"{path}/refuse", "post", post, subject="petit", json=refusal)
    assert problem(refusing) == (403, "content-forbidden")
    receipt = await house.done("POST", f"{path}/refuse", "post", post, subject="morel", json=refusal)
    assert (await house.seen(path, receipt["version"], "post", post))["refusal"] == "legal"
    assert await read(house, request, "refusal", "post", post, subject="petit") == (403, "content-forbidden")
    assert await read(house, request, "refusal", "post", post, subject="morel") == (200, "The judge says no.")
    for other in (("post", "elsewhere"), ("directorate", "gendarmerie")):
        assert problem(await house.send("GET", path, *other)) == (403, "forbidden")
    mismatch = await house.send(
        "POST", "/information-requests", json={
            "id": house.id("q2"), "post": post, "service": "ofast", "directorate": "police", "direction": "to-post",
            "text": "x", "named": ["morel"],
        },
    )  # fmt: skip
    assert problem(mismatch) == (409, "named-readers-mismatch")


async def test_no_event_on_the_topic_has_a_word_of_what_was_said(house: Exchange, infrastructure: Servers) -> None:
    post = await house.open_post()
    request = await asked(house, post, caveats=["named-only"], named=["agent-zorro"])
    await house.done("POST", f"/information-requests/{request}/acknowledge", "post", post)
    await house.becomes(INFORMATION_REQUESTS, request, status="acknowledged")
    consumer = AIOKafkaConsumer(
        PostingsFact.topic,
        bootstrap_servers=infrastructure.kafka,
        isolation_level="read_committed",
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        ends = await consumer.end_offsets(consumer.assignment())
        bodies: list[str] = []
        while any([await consumer.position(one) < end for one, end in ends.items()]):
            for batch in (await consumer.getmany(timeout_ms=200)).values():
                bodies += [f"{one.key} {one.value} {one.headers}" for one in batch]
    finally:
        await consumer.stop()
    about = [body for body in bodies if request in body]
    assert len(about) == 2
    assert [body for body in about if "zorro" in body.lower()] == []


async def test_a_refused_or_repeated_command_leaves_no_sealed_text_behind(house: Exchange) -> None:
    post = await house.open_post()
    request = await asked(house, post)
    contents = house.service.mongo["information_contents"]
    before = await contents.count_documents({})
    late = {"id": "question", "text": "x", "last": True}
    path = f"/information-requests/{request}/answers"
    assert problem(await house.send("POST", path, "post", post, json=late)) == (409, "answer-id-reserved")
    unknown = await house.send("POST", "/information-requests/nowhere/answers", json=late)
    assert problem(unknown) == (404, "information-request-unknown")
    assert await contents.count_documents({}) == before
    key, answer = uuid4().hex, late | {"id": "a1"}
    first = await house.done("POST", path, "post", post, json=answer, key=key)
    assert await house.done("POST", path, "post", post, json=answer, key=key) == first
    assert await contents.count_documents({}) == before + 1


async def test_requests_wait_in_the_order_of_their_deadlines_and_late_ones_are_said_to_be(house: Exchange) -> None:
    post = await house.open_post()
    for urgency in ("routine", "immediate", "soon", "urgent"):
        last = await asked(house, post, id=house.id(urgency), urgency=urgency)
    await house.becomes(INFORMATION_REQUESTS, last, status="filed")
    by = ("post", post)

    async def waiting(**params: Any) -> dict[str, Any]:
        return await house.done("GET", "/information-requests/waiting", *by, params=params)

    async def all_there() -> bool:
        return len((await waiting())["items"]) == 4

    await house.wait(all_there)
    expected = [house.id(one) for one in ("immediate", "urgent", "soon", "routine")]
    assert [one["id"] for one in (await waiting())["items"]] == expected
    first = await waiting(limit=3)
    assert [one["id"] for one in (await waiting(after=first["next"]))["items"]] == expected[3:]
    assert problem(await house.send("GET", "/information-requests/waiting", *by, params={"after": "@x~y"})) == (
        400, "invalid-cursor",
    )  # fmt: skip
    views = Views(house.service.mongo, VIEWS)
    await information_deadlines(house.service.store, views).look(now() + timedelta(days=3))
    await house.becomes(INFORMATION_REQUESTS, expected[1], ticking=False)
    shown = await house.done("GET", f"/information-requests/{expected[1]}", *by)
    assert (shown["open"], shown["overdue_at"] is None) == (True, False)
    assert (await house.done("GET", f"/information-requests/{expected[2]}", *by))["overdue_at"] is None


async def test_links_transfer_and_erasure(house: Exchange) -> None:
    post, other = await house.open_post(), await house.open_post("quito", "EC")
    first, second = await asked(house, post), await asked(house, post, id=house.id("q2"))
    link = {"other": second, "kind": "follows"}
    await house.done("POST", f"/information-requests/{first}/link", "directorate", "police", json=link)
    await house.becomes(INFORMATION_REQUESTS, first, links={second: "follows"})
    await house.becomes(INFORMATION_REQUESTS, second, links={first: "followed-by"})
    nowhere = await house.send(
        "POST", f"/information-requests/{first}/link", json={"other": "nowhere", "kind": "follows"}
    )
    assert problem(nowhere) == (404, "information-request-unknown")
    await house.done("POST", f"/information-requests/{first}/transfer", json={"post": other})
    await house.becomes(INFORMATION_REQUESTS, first, post=other)
    assert await read(house, first, "question", "post", post) == (403, "content-forbidden")
    assert await read(house, first, "question", "post", other) == (200, QUESTION)
    early = await house.send("POST", f"/information-requests/{first}/erase")
    assert problem(early) == (409, "information-request-open")
    await house.done("POST", f"/information-requests/{first}/withdraw", "directorate", "police")
    await house.done("POST", f"/information-requests/{first}/erase")
    assert await read(house, first, "question", "post", other) == (404, "content-unknown")


@pytest.mark.parametrize("mongo", ["motor"], indirect=True)
async def test_the_first_page_of_what_waits_is_read_from_an_index(mongo: Mongo) -> None:
    views = Views(mongo, (INFORMATION_REQUESTS,))
    await views.prepare()
    at = now()
    waiting = [
        {"_id": f"q{n}", "post": f"p{n % 20}", "directorate": "police", "open": True, "due_at": at + timedelta(hours=n)}
        for n in range(2000)
    ]
    await mongo["information_requests"].insert_many(waiting)
    for own in ({"post": "p1"}, {"directorate": "police"}, {}):
        assert await read_by_page(mongo, views, {"open": True, **own}, "due_at") <= 11
