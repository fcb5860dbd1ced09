"""Export assistance over HTTP, on real servers: the postings service only publishes, the delegations service listens.

Each test has a market of its own, a small country's.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from pydantic import SecretStr

from services.delegations.deadlines import assistance_deadlines
from services.delegations.domain.assistance import ASSISTANCE
from services.delegations.reactions.assistance import settle_win
from services.delegations.service import VIEWS
from services.delegations.service import build as build_delegations
from services.postings.service import PostingsSettings
from services.postings.service import build as build_postings
from shared.clock import now
from shared.contracts.notifications.sign_off import ResultSigned
from shared.devstack import identity
from shared.eventing.event import Recorded
from shared.eventing.views import Views
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.assistance_house import House
from tests.integration.delegations_at_work import settings

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
async def running(
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
        yield House(clients, home, delegations, eventually)


@pytest.fixture
async def house(running: House, eventually: Eventually) -> House:
    async def ready() -> bool:
        return all([(await client.get("/health/ready")).is_success for client in running.clients.values()])

    await eventually(ready)
    return House(running.clients, running.home, running.service, eventually)


def problem(response: Response) -> tuple[int, str]:
    return response.status_code, response.json()["type"].removeprefix("urn:liaison:problem:")


async def test_a_request_is_routed_accepted_and_answered_and_its_company_never_sees_a_note(house: House) -> None:
    post = await house.open_post("resident", "TV")
    await house.heard_of(post)
    request, company = await house.file("TV")
    routed = await house.becomes(request, status="routed")
    assert (routed["desk"], routed["because"]) == ({"kind": "post", "id": post}, "residence")
    assert (await house.act(request, "accept", "post", post)).is_success
    assert (await house.act(request, "note", "post", post, note="ask the attaché")).is_success
    assert (await house.act(request, "answer", "post", post, answer="The police.\nIn May.")).is_success
    answered = await house.becomes(request, status="answered", answer="The police.\nIn May.")
    assert await house.shown(request, "company", company) == answered
    assert "attach" not in str(answered)
    path = f"/assistance-requests/{request}/notes"
    assert problem(await house.send("delegations", "GET", path, "company", company)) == (403, "forbidden")
    [note] = (await house.done("delegations", "GET", path, "post", post))["notes"]
    assert (note["note"], note["desk"]["id"]) == ("ask the attaché", post)


async def test_a_partner_reads_the_notes_that_it_wrote_itself(house: House) -> None:
    request, _ = await house.file("XK")
    await house.becomes(request, desk="hq")
    moving = await house.act(request, "hand-over", "partnerships", partner="bpifrance", note="a bit slow, these two")
    assert moving.is_success
    assert (await house.act(request, "note", "partner", "bpifrance", note="we know them")).is_success
    await house.becomes(request, desk="bpifrance")
    path = f"/assistance-requests/{request}/notes"

    async def both_shown() -> bool:
        return len((await house.done("delegations", "GET", path))["notes"]) == 2

    await house.wait(both_shown)
    theirs = (await house.done("delegations", "GET", path, "partner", "bpifrance"))["notes"]
    assert [note["note"] for note in theirs] == ["we know them"]


async def test_a_company_a_post_and_a_partner_reach_their_own_only(house: House) -> None:
    request, company = await house.file("NR", partner="bpifrance")
    await house.becomes(request, desk="bpifrance")
    assert (await house.shown(request, "partner", "bpifrance"))["question"] == "Who buys?\nAnd when?"
    others = (("partner", "business-france"), ("post", house.id("lima")), ("company", house.id("other")))
    for other in others:
        reading = await house.send("delegations", "GET", f"/assistance-requests/{request}", *other)
        assert problem(reading) == (403, "forbidden")
        listed = await house.done("delegations", "GET", "/assistance-requests", *other, params={"market": "NR"})
        assert listed["items"] == []
    for other in others[:2]:
        assert problem(await house.act(request, "accept", *other)) == (403, "desk-forbidden")
    assert problem(await house.act(request, "withdraw", *others[2])) == (403, "company-forbidden")
    listed = await house.done("delegations", "GET", "/assistance-requests", "company", company)
    assert [one["id"] for one in listed["items"]] == [request]
    assert (await house.act(request, "withdraw", "company", company)).is_success
    await house.becomes(request, status="withdrawn", open=False)


async def test_partners_do_not_get_what_is_restricted(house: House) -> None:
    request, _ = await house.file("KI", confidentiality="restricted")
    await house.becomes(request, desk="hq")
    moving = await house.act(request, "hand-over", "partnerships", partner="bpifrance")
    assert problem(moving) == (409, "restricted-to-posts")
    unknown = await house.act(request, "hand-over", "partnerships", post=house.id("nowhere"))
    assert problem(unknown) == (404, "post-unknown")


async def test_a_request_that_comes_before_its_post_waits_at_headquarters_and_moves_then(house: House) -> None:
    request, _ = await house.file("PW")
    await house.becomes(request, desk="hq", because="uncovered")
    post = await house.open_post("late", "FM", "PW")
    moved = await house.becomes(request, desk=post, because="accreditation")
    assert moved["status"] == "routed"


async def test_what_headquarters_were_given_by_a_desk_stays_there(house: House) -> None:
    post = await house.open_post("giver", "MH")
    await house.heard_of(post)
    request, _ = await house.file("MH")
    await house.becomes(request, desk=post)
    assert (await house.act(request, "hand-over", "post", post, note="beyond us")).is_success
    assert problem(await house.act(request, "accept", "post", post)) == (403, "desk-forbidden")
    shown = await house.becomes(request, desk="hq", because="decision")
    assert shown["posting"] is None


async def test_a_posting_that_ends_hands_over_to_its_successor_and_the_last_one_to_another_post(house: House) -> None:
    post, other = await house.open_post("staffed", "TO"), await house.open_post("other", "WS", "TO")
    await house.heard_of(post)
    position = await house.position(post)
    first = await house.posting("first", position, "2020-02-01")
    request, _ = await house.file("TO")
    await house.becomes(request, desk=post)

    async def taken() -> bool:
        return (await house.act(request, "accept", "post", post, posting=first)).is_success

    await house.wait(taken)
    await house.becomes(request, status="accepted", posting=first)
    second = await house.posting("second", position, "2021-06-01")
    moved = await house.becomes(request, posting=second, because="succession")
    assert (moved["status"], moved["desk"]["id"]) == ("routed", post)
    gone = await house.act(request, "accept", "post", post, posting=first)
    assert problem(gone) == (404, "posting-unknown")
    last = {"last_day": "2021-09-01", "reason": "other"}
    await house.done("postings", "POST", f"/postings/{second}/curtail", json=last)
    await house.becomes(request, desk=other, because="accreditation", posting=None, status="routed")


async def test_what_nobody_answers_in_time_is_escalated_once(house: House) -> None:
    request, _ = await house.file("VU", urgency="urgent")
    await house.becomes(request, desk="hq")
    views = Views(house.service.mongo, VIEWS)
    at = now() + timedelta(days=2, minutes=1)
    for _ in range(2):
        await assistance_deadlines(house.service.store, views).look(at)
    await house.becomes(request, escalated_at=at.isoformat().replace("+00:00", "Z"))
    late = await house.done("delegations", "GET", "/assistance-requests", params={"market": "VU", "escalated": True})
    assert [one["id"] for one in late["items"]] == [request]
    _, version = await house.service.store.load(ASSISTANCE, request)
    assert version == 3


async def test_a_win_counts_once_its_company_has_signed_it_off(house: House) -> None:
    post = await house.open_post("winner", "SB")
    await house.heard_of(post)
    request, company = await house.file("SB", sector="DRONES ")
    await house.becomes(request, desk=post)
    for verb, body in (("accept", {}), ("answer", {"answer": "Them."})):
        assert (await house.act(request, verb, "post", post, **body)).is_success
    win = {"id": "w1", "product": "Drone", "reached_on": now().date().isoformat(), "amount": 90_000}
    assert (await house.act(request, "wins", "post", post, **win)).status_code == 201
    said = ResultSigned(delivery="d", request=request, win="w1", company=company)
    signed = Recorded(said, f"sign-off-{request}", 1, now(), "/notifications", "c")
    for _ in range(2):
        await settle_win(house.service.store).react(signed)
    figures = {"filed": 1, "taken_over": 0, "escalated": 0, "answered": 1, "won": 1, "amount": 90_000}

    async def counted() -> bool:
        wanted = {"market": "SB", "sector": "drones"}
        page = await house.done("delegations", "GET", "/assistance-statistics", "post", post, params=wanted)
        return bool([{name: one[name] for name in figures} for one in page["items"]] == [figures])

    async def settled() -> bool:
        wins = (await house.shown(request, "company", company))["wins"]
        return bool("w1" in wins and wins["w1"]["status"] == "signed")

    await house.wait(counted)
    await house.wait(settled)
    foreign = await house.send("delegations", "GET", "/assistance-statistics", "post", "lima", params={"post": post})
    assert problem(foreign) == (403, "forbidden")
