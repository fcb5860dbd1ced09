"""The notifications service over HTTP, on real servers: the delivery log, endpoints, the pages behind signed links."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiokafka import ConsumerRecord
from httpx import ASGITransport, AsyncClient, Response
from pydantic import SecretStr, ValidationError

from services.notifications.domain.confirmation import CONFIRMATION
from services.notifications.domain.sign_off import SIGN_OFF
from services.notifications.service import build
from services.notifications.settings import NotificationsSettings
from shared.devstack import identity
from shared.eventing.views import Views
from shared.service import Service
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.unit.notifications import world
from tests.unit.notifications.sink import Sink, serving

pytestmark = pytest.mark.real

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Desk:
    """A client of the service that may play every role, and the sink that the service's mails end in."""

    def __init__(self, http: AsyncClient, home: Path, sink: Sink, service: Service, views: Views) -> None:
        self.http, self.home, self.sink = http, home, sink
        self.service, self.store, self.views = service, service.store, views

    async def send(self, method: str, path: str, role: str, **request: Any) -> Response:
        scope = {"company": request.pop("company")} if role == "company" else {}
        token = identity.issue(self.home, subject=f"{role}-desk", role=role, **scope)
        return await self.http.request(method, path, headers={"Authorization": f"Bearer {token}"}, **request)

    async def deliveries(self, **params: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.send("GET", "/deliveries", "auditor", params=params)).json()["items"]
        return found

    def link(self, mailbox: str, counterpart: str) -> str:
        """The path in the invitation that came to this mailbox for the meeting with this counterpart."""
        mail = next(one for one in self.sink.read() if one["To"] == mailbox and counterpart in one["Subject"])
        body: str = mail.get_body(("plain",)).get_content()
        return "/confirmations/" + body.split("/confirmations/")[1].split()[0]


@pytest.fixture(scope="module")
async def running(infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """The service with its sender; it hears only what the tests hand it, not what other tests put on its topics."""
    home, sink = tmp_path_factory.mktemp("issuer"), Sink()
    async with serving(sink) as smtp:
        service = build(
            NotificationsSettings(
                kafka=infrastructure.kafka,
                mongo=SecretStr(infrastructure.mongo),
                jwks=str(identity.jwks(home)),
                smtp=smtp,
                link_secret=SecretStr(world.SECRET),
            )
        )
        views = Views(service.mongo, service.views)
        await views.prepare()
        app = replace(service, views=(), reactions=(), mirrors=()).app()
        app.state.views = views
        async with (
            app.router.lifespan_context(app),
            AsyncClient(transport=ASGITransport(app), base_url="http://notifications") as http,
        ):
            yield Desk(http, home, sink, service, views)


@pytest.fixture
async def desk(running: Desk, eventually: Eventually) -> Desk:
    """The service with a published timetable and a declared win whose mails are out; hearing again changes nothing."""

    async def ready() -> bool:
        return (await running.http.get("/health/ready")).status_code == 200

    async def invited() -> bool:
        return bool((await running.send("GET", "/deliveries/figures", "hq")).json()["sent"] == 5)

    await eventually(ready)
    await hear(running.service, running.views)
    await eventually(invited)
    return running


async def hear(service: Service, views: Views) -> None:
    """What Kafka would bring, handed to the consumers' effects."""
    events = [*world.FACTS, world.PUBLISHED, world.WON]
    recorded = [
        world.recorded(event, stream=f"company-{getattr(event, 'company', n)}") for n, event in enumerate(events)
    ]
    people = [
        SimpleNamespace(
            key=key.encode(),
            value=None if one is None else json.dumps(one).encode(),
            headers=[("ce_sequence", b"1")],
        )
        for key, one in world.PEOPLE.items()
    ]
    for mirror in service.mirrors:
        await mirror.apply(cast("list[ConsumerRecord[bytes, bytes]]", people))
    await views.apply(recorded)
    for one in recorded[-2:]:
        await service.reactions[0].react(one)


def problem(response: Response) -> tuple[int, str]:
    return response.status_code, response.json()["type"].removeprefix("urn:liaison:problem:")


async def test_the_log_shows_what_was_sent_about_a_meeting_without_the_texts(desk: Desk) -> None:
    items = await desk.deliveries(about="m1")
    assert {one["recipient"]["id"] for one in items} == {"acme", "pnp"}
    assert all(one["status"] == "sent" and "text" not in one for one in items)
    assert len(await desk.deliveries(recipient="acme", status="sent")) == 3
    assert (await desk.deliveries(about="nothing")) == []


async def test_the_text_as_sent_is_for_those_who_answer_for_it_and_not_for_operators(desk: Desk) -> None:
    id = (await desk.deliveries(about="m1"))[0]["id"]
    shown = (await desk.send("GET", f"/deliveries/{id}", "hq")).json()
    assert shown["text"]["subject"]
    assert shown["attempts"][0]["outcome"] == "sent"
    assert "/confirmations/..." in shown["text"]["body"]
    assert "text" not in (await desk.send("GET", f"/deliveries/{id}", "operator")).json()


async def test_only_what_failed_is_sent_again_and_only_by_operators(desk: Desk) -> None:
    id = (await desk.deliveries(about="m1"))[0]["id"]
    assert problem(await desk.send("POST", f"/deliveries/{id}/resend", "operator")) == (409, "delivery-not-failed")
    assert (await desk.send("POST", f"/deliveries/{id}/resend", "hq")).status_code == 403
    assert problem(await desk.send("POST", "/deliveries/no/resend", "operator")) == (404, "delivery-unknown")


async def test_a_page_ends_where_it_says_and_the_next_one_continues(desk: Desk) -> None:
    first = (await desk.send("GET", "/deliveries", "hq", params={"limit": 3})).json()
    rest = (await desk.send("GET", "/deliveries", "hq", params={"after": first["next"]})).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (3, 2, None)
    assert len({one["id"] for one in first["items"] + rest["items"]}) == 5


async def test_looking_changes_nothing_and_answering_counts_once(desk: Desk) -> None:
    path = desk.link("anne@acme.example", "Policía")
    delivery = next(one["id"] for one in await desk.deliveries(about="m1", recipient="acme"))
    for _ in range(2):
        shown = await desk.http.get(path)
        assert shown.status_code == 200
        assert "Policía Nacional" in shown.text
        assert "default-src 'none'" in shown.headers["content-security-policy"]
        assert shown.headers["referrer-policy"] == "no-referrer"
    assert await desk.store.load(CONFIRMATION, delivery) == (None, 0)
    for _ in range(2):
        thanked = await desk.http.post(path, content="answer=accepted", headers=FORM)
        assert (thanked.status_code, "confirmée" in thanked.text) == (200, True)
    assert await desk.store.load(CONFIRMATION, delivery) == ("accepted", 1)
    await desk.http.post(path, content="answer=declined", headers=FORM)
    assert await desk.store.load(CONFIRMATION, delivery) == ("declined", 2)


async def test_a_link_that_was_cut_or_an_answer_that_is_none_changes_nothing(desk: Desk) -> None:
    path = desk.link("luz@pnp.example", "Acme")
    for answer in (
        await desk.http.get(path[:-1]),
        await desk.http.post(path[:-9], content="answer=accepted", headers=FORM),
    ):
        assert (answer.status_code, "<form" in answer.text) == (400, False)
    assert (await desk.http.post(path, content="answer=perhaps", headers=FORM)).status_code == 400
    assert (await desk.http.post(path)).status_code == 400
    delivery = next(one["id"] for one in await desk.deliveries(about="m1", recipient="pnp"))
    assert await desk.store.load(CONFIRMATION, delivery) == (None, 0)


async def test_the_link_of_a_cancelled_meeting_says_so(desk: Desk) -> None:
    await desk.views.apply([world.recorded(world.CANCELLED.model_copy(update={"appointment": world.SECOND}), "day-x")])
    path = desk.link("bob@bolt.example", "Acme")
    for answer in (await desk.http.get(path), await desk.http.post(path, content="answer=accepted", headers=FORM)):
        assert (answer.status_code, "cancelled" in answer.text) == (410, True)


async def test_the_link_of_an_invitation_to_a_meeting_that_was_moved_answers_nothing(desk: Desk) -> None:
    await desk.views.apply([world.recorded(world.MOVED, "day-y")])
    path = desk.link("anne@acme.example", "Policía")
    for answer in (await desk.http.get(path), await desk.http.post(path, content="answer=accepted", headers=FORM)):
        assert (answer.status_code, "changé d" in answer.text) == (410, True)


async def test_a_company_signs_off_a_win_once_and_is_shown_what_it_signs(desk: Desk) -> None:
    path = desk.link("anne@acme.example", "r1")
    delivery = next(one["id"] for one in await desk.deliveries(about="r1"))
    shown = await desk.http.get(path)
    assert shown.status_code == 200
    assert [word in shown.text for word in ("Acme Optique", "Drone", "r1", "<form", "EUR")] == [True] * 5
    assert (await desk.http.post(path, content="answer=accepted", headers=FORM)).status_code == 400
    assert await desk.store.load(SIGN_OFF, delivery) == (None, 0)
    for _ in range(2):
        thanked = await desk.http.post(path, content="answer=signed", headers=FORM)
        assert (thanked.status_code, "validé" in thanked.text) == (200, True)
    settled = await desk.http.post(path, content="answer=disputed", headers=FORM)
    assert (settled.status_code, "déjà validé" in settled.text) == (410, True)
    assert await desk.store.load(SIGN_OFF, delivery) == ("signed", 1)


async def test_a_company_registers_its_own_endpoint_and_sees_the_secret_once(desk: Desk) -> None:
    hook = {"id": "acme-hook", "company": "acme", "url": "https://hooks.example/liaison"}
    assert problem(await desk.send("POST", "/endpoints", "company", company="bolt", json=hook)) == (
        403,
        "company-forbidden",
    )
    made = await desk.send("POST", "/endpoints", "company", company="acme", json=hook)
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    assert problem(await desk.send("POST", "/endpoints", "company", company="acme", json=hook)) == (
        409,
        "endpoint-exists",
    )
    shown = (await desk.send("GET", "/endpoints/acme-hook", "company", company="acme")).json()
    assert (shown["url"], "secret" in shown) == (hook["url"], False)
    assert (await desk.send("GET", "/endpoints/acme-hook", "company", company="bolt")).status_code == 403
    assert (await desk.send("DELETE", "/endpoints/acme-hook", "partnerships")).status_code == 204
    assert problem(await desk.send("GET", "/endpoints/acme-hook", "hq")) == (404, "endpoint-unknown")


@pytest.mark.parametrize(
    "url", ["http://hooks.example/", "https://user:pw@hooks.example/", "ftp://hooks.example/", "no url"]
)
async def test_an_endpoint_must_be_a_plain_https_address(desk: Desk, url: str) -> None:
    hook = {"id": "bolt-hook", "company": "bolt", "url": url}
    assert (await desk.send("POST", "/endpoints", "hq", json=hook)).status_code == 422


async def test_an_endpoint_of_an_unknown_company_is_refused(desk: Desk) -> None:
    hook = {"id": "nobodys-hook", "company": "nobody", "url": "https://hooks.example/"}
    assert problem(await desk.send("POST", "/endpoints", "hq", json=hook)) == (404, "company-unknown")


def test_the_service_does_not_start_without_a_long_link_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIAISON_LINK_SECRET", raising=False)
    with pytest.raises(ValidationError, match="link_secret"):
        NotificationsSettings()
    with pytest.raises(ValidationError, match="link_secret"):
        NotificationsSettings(link_secret=SecretStr("short"))
