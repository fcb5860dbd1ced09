"""Cooperation over HTTP, on real servers: priorities with their yearly report, and what serves them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from httpx import ASGITransport, AsyncClient
from pydantic import SecretStr

from services.postings.questions import VIEWS
from services.postings.reminders import reminders
from services.postings.service import PostingsSettings, build
from shared.devstack import identity
from shared.eventing.views import Views
from shared.service import Service
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.cooperation_desk import Desk

pytestmark = pytest.mark.real

NEED = {"title": "Container control", "kind": "both", "beneficiary": "Anti-drugs police", "need": "Nobody profiles."}


@pytest.fixture(scope="module")
async def running(
    infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory, eventually: Eventually
) -> AsyncIterator[tuple[Desk, Service]]:
    home = tmp_path_factory.mktemp("issuer")
    service = build(
        PostingsSettings(
            kafka=infrastructure.kafka, mongo=SecretStr(infrastructure.mongo), jwks=str(identity.jwks(home))
        )
    )
    app = service.app()
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://postings", timeout=60) as client,
    ):

        async def ready() -> bool:
            return (await client.get("/health/ready")).is_success

        await eventually(ready)
        yield Desk(client, home, eventually), service


@pytest.fixture
def desk(running: tuple[Desk, Service], eventually: Eventually) -> Desk:
    return Desk(running[0].client, running[0].home, eventually)


async def reminded(running: tuple[Desk, Service], year: int) -> None:
    """The reminders' worker has looked, with the clock at the end of this year."""
    service = running[1]
    worker = reminders(service.store, Views(service.mongo, VIEWS))
    await worker.look(datetime(year, 12, 31, 12, tzinfo=UTC))


async def adopted(desk: Desk, post: str, *countries: str) -> str:
    """A priority of these countries, in which the post has a part in the first."""
    priority = desk.id("drugs")
    about = {"priority": priority, "year": 2027, "theme": "drugs", "title": "Cocaine at its source"}
    await desk.act("/priorities", **about, countries=countries)
    await desk.act(f"/priorities/{priority}/assign-part", post=post, countries=countries[:1], objective="Two courses")
    return priority


async def requested(desk: Desk, post: str, name: str = "course", priority: str | None = None) -> str:
    about = {"action": desk.id(name), "post": post, "country": "PE", "theme": "drugs", "year": 2027}
    await desk.act("/technical-actions", "post", post, **about, **NEED, priority=priority)
    return f"/technical-actions/{desk.id(name)}"


async def test_a_course_from_its_need_to_its_evaluation_is_in_the_report_of_its_post(
    desk: Desk, running: tuple[Desk, Service]
) -> None:
    post = await desk.open_post("lima", "PE")
    priority = await adopted(desk, post, "PE", "CO")
    path = await requested(desk, post, priority=priority)
    days = {"service": "police", "starts_on": "2027-03-01", "ends_on": "2027-03-12"}
    await desk.act(f"{path}/plan", "post", post, **days, budget=20_000)
    assert await desk.refused(f"{path}/commit-funds", "post", post, commitment="a", purpose="x", amount=1) == (
        409,
        "technical-action-not-approved",
    )
    assert await desk.refused(f"{path}/approve", "directorate", "gendarmerie", approved_on="2027-02-01") == (
        403,
        "directorate-forbidden",
    )
    await desk.act(f"{path}/approve", "directorate", "police", approved_on="2027-02-01")
    await desk.act(f"{path}/commit-funds", "post", post, commitment="flights", purpose="Flights", amount=4_000)
    assert (await desk.refused(f"{path}/commit-funds", commitment="hotel", purpose="Hotel", amount=16_001))[1] == (
        "commitment-over-budget"
    )
    expert = desk.id("p-roux")
    assert await desk.refused(f"{path}/name-expert", expert=expert) == (404, "person-unknown")
    await desk.done("PUT", f"/people/{expert}", json={"name": "Invented Roux"})
    await desk.act(f"{path}/name-expert", expert=expert)
    session = {"session": "profiling", "title": "Profiling", "held_on": "2027-03-02", "hours": 6, "seats": 20}
    await desk.act(f"{path}/plan-session", **session)
    await desk.act(f"{path}/note-attendance", session="profiling", present=18, noted_on="2027-03-02")
    kit = {"delivery": "kit", "item": "Scanner", "quantity": 2, "value": 9_000, "delivered_on": "2027-03-03"}
    await desk.act(f"{path}/deliver-equipment", **kit)
    await desk.act(f"{path}/complete", "post", post, completed_on="2027-03-12")
    await desk.becomes(path, status="completed", remind_on="2027-09-12", committed=4_000)
    await reminded(running, 2027)
    await desk.becomes(path, status="completed", remind_on=None)
    said = {"evaluated_on": "2027-09-20", "rating": 4, "conclusion": "=They profile"}
    await desk.act(f"{path}/evaluate", "post", post, **said)
    await desk.becomes(path, status="evaluated")
    noted = {"post": post, "result": "seizure", "country": "PE", "text": "Three tonnes", "noted_on": "2027-05-04"}
    await desk.act(f"/priorities/{priority}/note-result", "post", post, **noted)
    report = f"/priority-report?year=2027&post={post}"

    async def told() -> bool:
        found = await desk.done("GET", report, "post", post)
        lines = [(one["done"], len(one["objectives"]), len(one["obtained"])) for one in found["priorities"]]
        return lines == [(1, 1, 2)]

    await desk.wait(told)
    page = await desk.send("GET", f"/priority-report.html?year=2027&post={post}&language=en")
    assert "Three tonnes" in page.text
    table = await desk.send("GET", f"/priority-report.csv?year=2027&post={post}")
    assert "'=They profile" in table.content.decode("utf-8-sig")
    assert table.headers["content-disposition"] == f'attachment; filename="priorities-2027-{post}.csv"'
    printed = await desk.send("GET", f"/priority-report.pdf?year=2027&post={post}", "post", post)
    assert (printed.headers["content-type"], printed.content[:4]) == ("application/pdf", b"%PDF")
    figures = (await desk.done("GET", "/technical-plan?year=2027&country=PE&theme=drugs"))["items"]
    assert [one["completed"] >= 1 and one["trained"] >= 18 for one in figures] == [True]


async def test_work_is_linked_afterwards_and_a_post_reaches_its_own_only(desk: Desk) -> None:
    post, other = await desk.open_post("lima", "PE"), await desk.open_post("quito", "EC")
    priority = await adopted(desk, post, "PE")
    path = await requested(desk, post)
    link = f"/priorities/{priority}/link"
    work = {"kind": "technical-action", "work": desk.id("course")}

    async def known() -> bool:
        return len((await desk.done("GET", f"/linked-work?post={post}"))["items"]) == 1

    await desk.wait(known)
    assert await desk.refused(link, "post", other, **work) == (403, "forbidden")
    assert await desk.refused(link, kind="technical-action", work=desk.id("none")) == (404, "work-unknown")
    await desk.act(link, "post", post, **work)

    async def linked() -> bool:
        return len((await desk.done("GET", f"/linked-work?priority={priority}", "post", post))["items"]) == 1

    await desk.wait(linked)
    assert (await desk.done("GET", f"/linked-work?priority={priority}", "post", other))["items"] == []
    assert (await desk.send("GET", path, "post", other)).status_code == 403
    assert await desk.refused(f"{path}/cancel", "post", other, reason="x") == (403, "forbidden")
    assert (await desk.send("GET", f"/priority-report?year=2027&post={post}", "post", other)).status_code == 403
    unknown = await desk.send("GET", f"/priority-report?year=2027&post={desk.id('nowhere')}")
    assert unknown.status_code == 404
    assert (await desk.send("GET", "/priority-report?year=2027&country=ZZ")).status_code == 422


async def test_what_rests_on_something_unknown_is_refused(desk: Desk) -> None:
    post = await desk.open_post("lima", "PE")
    priority = await adopted(desk, post, "PE")
    about = {"action": desk.id("x"), "post": post, "country": "PE", "theme": "drugs", "year": 2027, **NEED}
    path = "/technical-actions"
    assert await desk.refused(path, **about, priority=desk.id("none")) == (404, "priority-unknown")
    assert await desk.refused(path, **(about | {"country": "CO"}), priority=priority) == (409, "work-outside-priority")
    assert await desk.refused(path, **(about | {"post": desk.id("none")})) == (404, "post-unknown")
    assert await desk.refused(path, **(about | {"country": "ZZ"})) == (422, "invalid-request")
    part = f"/priorities/{priority}/assign-part"
    assert await desk.refused(part, post=post, countries=["CO"], objective="x") == (409, "part-outside-priority")


async def test_an_agreement_is_reminded_of_renewed_and_expires(desk: Desk, running: tuple[Desk, Service]) -> None:
    post = await desk.open_post("lima", "PE")
    priority = await adopted(desk, post, "PE")
    about = {"agreement": desk.id("pe"), "post": post, "country": "PE", "theme": "drugs", "title": "Security"}
    await desk.act("/agreements", "post", post, **about, opened_on="2026-02-01", priority=priority)
    path = f"/agreements/{desk.id('pe')}"
    assert await desk.refused(f"{path}/enter-into-force", in_force_on="2026-09-01") == (409, "agreement-not-signed")
    await desk.act(f"{path}/sign", "post", post, signed_on="2026-06-01")
    await desk.act(f"{path}/enter-into-force", in_force_on="2026-09-01", expires_on="2027-12-31")
    await desk.becomes(path, status="in-force", remind_on="2027-06-30")
    await reminded(running, 2027)
    await desk.becomes(path, "post", post, expiring=True, remind_on="2028-01-01")
    expiring = (await desk.done("GET", f"/agreements?post={post}&expires_before=2028-01-01"))["items"]
    assert [one["id"] for one in expiring] == [desk.id("pe")]
    await desk.act(f"{path}/renew", expires_on="2028-06-30")
    await desk.becomes(path, expiring=False, remind_on="2027-12-30")
    await reminded(running, 2028)
    await desk.becomes(path, status="ended", because="expired", ended_on="2028-06-30")
    other = await desk.open_post("quito", "EC")
    assert (await desk.send("GET", path, "post", other)).status_code == 403
    assert (await desk.done("GET", "/agreements", "post", other))["items"] == []


async def test_what_was_promised_on_a_visit_is_followed_up(desk: Desk, running: tuple[Desk, Service]) -> None:
    post = await desk.open_post("lima", "PE")
    days = {"starts_on": "2027-04-05", "ends_on": "2027-04-07"}
    about = {"visit": desk.id("v"), "post": post, "country": "PE", "theme": "drugs", "title": "Visit", **days}
    await desk.act("/high-level-visits", "post", post, **about, level="minister", direction="outbound")
    path, promise = f"/high-level-visits/{desk.id('v')}", {"commitment": "dogs", "by": "france", "text": "Four dogs"}
    taking = f"{path}/take-commitment"
    assert await desk.refused(taking, **promise, due_on="2027-10-01") == (409, "high-level-visit-not-held")
    await desk.act(f"{path}/hold", "post", post, held_on="2027-04-07")
    await desk.act(taking, "post", post, **promise, due_on="2027-10-01")
    await desk.becomes(path, status="held", open=1, remind_on="2027-10-01")
    await reminded(running, 2027)
    overdue = await desk.becomes(path, open=1, remind_on=None)
    assert overdue["commitments"]["dogs"]["overdue"]
    awaited = (await desk.done("GET", "/high-level-visits?awaited=true", "post", post))["items"]
    assert [one["id"] for one in awaited] == [desk.id("v")]
    kept = {"commitment": "dogs", "fulfilled_on": "2028-01-10", "outcome": "Four dogs at Callao"}
    await desk.act(f"{path}/fulfil-commitment", "post", post, **kept)
    await desk.becomes(path, open=0)


async def test_a_project_of_the_union_goes_from_its_call_to_its_end(desk: Desk, running: tuple[Desk, Service]) -> None:
    project, expert = desk.id("paccto"), desk.id("p-roux")
    call = {"call": "NDICI-27", "call_closes_on": "2027-01-31", "title": "Ports", "theme": "drugs"}
    await desk.act("/eu-projects", project=project, **call, countries=["PE", "EC"])
    path = f"/eu-projects/{project}"
    assert await desk.refused(f"{path}/submit", submitted_on="2027-01-30") == (409, "consortium-missing")
    await desk.act(f"{path}/set-consortium", lead="FR", partners=["ES", "IT"], budget=900_000, share=400_000)
    await desk.act(f"{path}/submit", submitted_on="2027-01-30")
    await desk.act(f"{path}/grant", starts_on="2027-06-01", ends_on="2029-05-31", budget=800_000)
    await desk.act(f"{path}/set-package", package="ports", title="Ports", lead="ES", budget=500_000)
    trip = {"mission": "m1", "package": "ports", "expert": expert, "organisation": "DGSCGC", "country": "PE"}
    days = {"starts_on": "2027-07-05", "ends_on": "2027-07-09"}
    assert await desk.refused(f"{path}/plan-mission", **trip, **days) == (404, "person-unknown")
    await desk.done("PUT", f"/people/{expert}", json={"name": "Invented Roux"})
    await desk.act(f"{path}/plan-mission", **trip, **days)
    await desk.act(f"{path}/carry-out-mission", mission="m1", outcome="A plan for Callao")
    hotel = {"expense": "e1", "package": "ports", "purpose": "Hotel", "spent_on": "2027-07-09"}
    assert (await desk.refused(f"{path}/book-expense", **hotel, amount=500_001))[1] == "expense-over-budget"
    await desk.act(f"{path}/book-expense", **hotel, amount=1_000)
    report = {"kind": "report", "deadline": "r1", "title": "First report", "due_on": "2028-06-30"}
    await desk.act(f"{path}/set-deadline", **report)
    await desk.becomes(path, status="implementation", spent=1_000, remind_on="2028-05-31")
    await reminded(running, 2028)
    assert (await desk.becomes(path, remind_on=None))["deadlines"]["r1"]["overdue"]
    closing = {"closed_on": "2029-06-01", "outcome": "Two ports watched"}
    assert await desk.refused(f"{path}/close", **closing) == (409, "deadlines-open")
    await desk.act(f"{path}/meet-deadline", deadline="r1", met_on="2028-07-10")
    await desk.act(f"{path}/close", **closing)
    await desk.becomes(path, "auditor", status="closed", outcome="Two ports watched")
