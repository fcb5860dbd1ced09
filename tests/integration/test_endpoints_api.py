"""Webhook endpoints over HTTP, on real servers: from registering to the mail that says why one is disabled."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from httpx import ASGITransport, AsyncClient, Response
from pydantic import SecretStr
from standardwebhooks import Webhook

from services.notifications.service import build
from services.notifications.settings import NotificationsSettings
from shared.devstack import identity
from shared.eventing.views import Views
from shared.service import Service
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.delivery_house import arrived
from tests.unit.notifications import world
from tests.unit.notifications.receiver import Receiver, receiving
from tests.unit.notifications.sink import Sink, serving

pytestmark = pytest.mark.real

TYPE = "liaison.exhibitor_matched"


class Company:
    """A company of a test's own that speaks for itself, and the service that it speaks to."""

    def __init__(self, http: AsyncClient, home: Path, service: Service, views: Views, sink: Sink) -> None:
        self._http, self._home, self._service, self._views, self.sink = http, home, service, views, sink
        self.id = f"company-{uuid4().hex[:8]}"
        self.hook = f"hook-{self.id}"

    async def opens(self) -> None:
        """The service hears of it and of its contact, who reads mail at an address of its own."""
        contact, mail = f"p-{self.id}", f"{self.id}@acme.example"
        person: Any = [arrived(contact, world.person(contact, "Anne Petit", mail, "en"), 1)]
        for mirror in self._service.mirrors:
            await mirror.apply(person)
        own = world.ACME.model_copy(update={"company": self.id, "contact": contact})
        await self._views.apply([world.recorded(own, stream=f"company-{self.id}"), world.recorded(world.FAIR, "fair")])

    async def hears(self) -> None:
        """A delegation is interested in what it offers."""
        match = world.MATCHED.matches[0].model_copy(update={"company": self.id})
        event = world.MATCHED.model_copy(update={"matches": (match,)})
        await self._service.reactions[0].react(world.recorded(event, stream=f"delegation-{uuid4().hex}"))

    async def does(self, method: str, path: str = "", *, as_company: str | None = None, **body: Any) -> Response:
        token = identity.issue(self._home, subject="anne", role="company", company=as_company or self.id)
        headers = {"Authorization": f"Bearer {token}"}
        return await self._http.request(method, f"/endpoints{path}", headers=headers, json=body or None)

    async def registers(self, url: str, types: list[str] | None = None) -> str:
        made = await self.does("POST", id=self.hook, company=self.id, url=url, types=types or [])
        assert (made.status_code, made.headers["cache-control"]) == (201, "no-store"), made.text
        return str(made.json()["secret"])

    async def log(self, **params: Any) -> list[dict[str, Any]]:
        query = "&".join(f"{name}={value}" for name, value in params.items())
        found: list[dict[str, Any]] = (await self.does("GET", f"/{self.hook}/deliveries?{query}")).json()["items"]
        return found


@pytest.fixture(scope="module")
async def running(infrastructure: Servers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Any]:
    """The service with its relay, its sender, and the reaction that hears its own events from Kafka."""
    home, sink = tmp_path_factory.mktemp("issuer"), Sink()
    async with serving(sink) as smtp:
        service = build(
            NotificationsSettings(
                kafka=infrastructure.kafka,
                mongo=SecretStr(infrastructure.mongo),
                jwks=str(identity.jwks(home)),
                smtp=smtp,
                link_secret=SecretStr(world.SECRET),
                webhook_allow_private=True,
            )
        )
        await service.mongo.drop()
        views = Views(service.mongo, service.views)
        await views.prepare()
        app = replace(service, views=(), mirrors=()).app()
        app.state.views = views
        async with (
            app.router.lifespan_context(app),
            AsyncClient(transport=ASGITransport(app), base_url="http://notifications") as http,
        ):
            yield lambda: Company(http, home, service, views, sink)
            await service.mongo.drop()


@pytest.fixture
async def company(running: Any, eventually: Eventually) -> Company:
    made: Company = running()

    async def ready() -> bool:
        return (await made._http.get("/health/ready")).status_code == 200

    await eventually(ready)
    await made.opens()
    return made


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as server:
        yield server


def slug(response: Response) -> tuple[int, str]:
    return response.status_code, response.json()["type"].removeprefix("urn:liaison:problem:")


async def test_a_test_event_is_signed_with_the_secret_that_was_shown_once(
    company: Company, receiver: Receiver, eventually: Eventually
) -> None:
    secret = await company.registers(receiver.url, [TYPE])
    shown = (await company.does("GET", f"/{company.hook}")).json()
    assert (shown["types"], shown["enabled"], secret in str(shown)) == ([TYPE], True, False)
    sent = await company.does("POST", f"/{company.hook}/test")
    assert sent.status_code == 202

    async def arrived() -> bool:
        return bool(await company.log(status="sent"))

    await eventually(arrived)
    ((headers, content),) = receiver.received
    told = Webhook(secret).verify(content, headers)
    assert (told["type"], told["data"]["endpoint"]) == ("liaison.endpoint_test", company.hook)
    assert headers["webhook-id"] == sent.json()["delivery"]
    (logged,) = await company.log()
    assert (logged["id"], logged["state"]) == (headers["webhook-id"], "delivered")
    assert (logged["attempts"][0]["code"], logged["attempts"][0]["response"]) == (204, "")


async def test_a_secret_is_replaced_while_both_are_valid(
    company: Company, receiver: Receiver, eventually: Eventually
) -> None:
    former = await company.registers(receiver.url)
    rotated = await company.does("POST", f"/{company.hook}/rotate-secret")
    assert (rotated.status_code, rotated.headers["cache-control"]) == (200, "no-store")
    await company.hears()

    async def arrived() -> bool:
        return bool(receiver.received)

    await eventually(arrived)
    headers, content = receiver.received[0]
    for secret in (former, rotated.json()["secret"]):
        Webhook(secret).verify(content, headers)


async def test_a_company_sees_and_changes_its_own_endpoints_only(company: Company) -> None:
    await company.registers("https://hooks.example/")
    listed = (await company.does("GET")).json()["items"]
    assert [one["id"] for one in listed] == [company.hook]
    assert (await company.does("GET", as_company="another")).json()["items"] == []
    for method, path in (
        ("GET", ""), ("DELETE", ""), ("GET", "/deliveries"), ("POST", "/test"), ("POST", "/rotate-secret"),
        ("POST", "/disable"), ("POST", "/enable"), ("POST", "/deliveries/d-1/resend"),
    ):  # fmt: skip
        refused = await company.does(method, f"/{company.hook}{path}", as_company="another")
        assert slug(refused) == (403, "company-forbidden"), (method, path)
    other = await company.does("POST", f"/{company.hook}/change", as_company="another", url="https://evil.example/")
    assert slug(other) == (403, "company-forbidden")


async def test_an_endpoint_that_was_removed_is_gone_and_nobody_gets_its_id(company: Company) -> None:
    await company.registers("https://hooks.example/")
    for _ in range(2):
        answer = await company.does("DELETE", f"/{company.hook}")
    assert slug(answer) == (404, "endpoint-unknown")
    assert slug(await company.does("GET", f"/{company.hook}/deliveries")) == (404, "endpoint-unknown")
    assert (await company.does("GET")).json()["items"] == []
    again = await company.does("POST", id=company.hook, company=company.id, url="https://hooks.example/")
    assert slug(again) == (409, "endpoint-exists")


async def test_types_that_do_not_exist_too_many_endpoints_and_unknown_deliveries_are_refused(company: Company) -> None:
    wrong = await company.does("POST", id="hook", company=company.id, url="https://hooks.example/", types=["no"])
    assert (wrong.status_code, TYPE in wrong.text) == (422, True)
    for number in range(10):
        made = await company.does("POST", id=f"{company.id}-{number}", company=company.id, url="https://hooks.example/")
        assert made.status_code == 201
    eleventh = await company.does("POST", id=company.hook, company=company.id, url="https://hooks.example/")
    assert slug(eleventh) == (409, "endpoints-too-many")
    unknown = await company.does("POST", f"/{company.id}-1/deliveries/no/resend")
    assert slug(unknown) == (404, "delivery-unknown")
    changed = await company.does("POST", f"/{company.id}-1/change", url="https://other.example/", types=[TYPE])
    assert (changed.json()["url"], changed.json()["types"]) == ("https://other.example/", [TYPE])


async def test_a_gone_endpoint_is_disabled_told_by_mail_and_what_it_missed_is_recovered(
    company: Company, receiver: Receiver, eventually: Eventually
) -> None:
    await company.registers(receiver.url)
    receiver.code, receiver.says = 410, b"moved away"
    await company.hears()
    mailbox = f"{company.id}@acme.example"

    async def told() -> bool:
        return any(mail["To"] == mailbox for mail in company.sink.read())

    await eventually(told)  # the sender, the watch, the store, the relay, Kafka, the reaction, and the sender again
    (mail,) = [one for one in company.sink.read() if one["To"] == mailbox]
    assert company.hook in mail["Subject"]
    assert "410" in mail.get_body(("plain",)).get_content()
    (failed,) = await company.log()
    assert (failed["state"], failed["attempts"][0]["response"]) == ("permanent-failure", "moved away")
    assert slug(await company.does("POST", f"/{company.hook}/test")) == (409, "endpoint-disabled")
    recovering = await company.does("POST", f"/{company.hook}/recover", since=failed["created_at"])
    assert slug(recovering) == (409, "endpoint-disabled")
    one = f"/{company.hook}/deliveries/{failed['id']}/resend"
    assert slug(await company.does("POST", one)) == (409, "endpoint-disabled")
    assert [logged["state"] for logged in await company.log()] == ["permanent-failure"]
    receiver.code, receiver.says = 204, b""
    assert (await company.does("POST", f"/{company.hook}/enable")).json()["version"] == 2
    assert (await company.does("GET", f"/{company.hook}")).json()["enabled"] is True
    again = await company.does("POST", f"/{company.hook}/recover", since=failed["created_at"])
    assert again.json() == {"recovered": 1}

    async def recovered() -> bool:
        return bool(await company.log(status="sent"))

    await eventually(recovered)
    assert len({headers["webhook-id"] for headers, _ in receiver.received}) == 1
    again = await company.does("POST", one)
    assert (again.status_code, again.json()["repeats"]) == (200, failed["id"])

    async def repeated() -> bool:
        return len(await company.log(state="delivered")) == 2

    await eventually(repeated)
    (_, first), (_, second), (_, third) = receiver.received
    assert first == second == third  # a receiver that has it already sees that it has
    assert len({headers["webhook-id"] for headers, _ in receiver.received}) == 1
    assert await company.log(state="permanent-failure") == []


async def test_a_disabled_endpoint_is_not_called_and_its_company_is_written_to(
    company: Company, receiver: Receiver, eventually: Eventually
) -> None:
    await company.registers(receiver.url)
    for _ in range(2):
        assert (await company.does("POST", f"/{company.hook}/disable")).json()["version"] == 1
    await company.hears()

    async def written() -> bool:
        return len([one for one in company.sink.read() if one["To"] == f"{company.id}@acme.example"]) == 2

    await eventually(written)  # of the delegation, and of the endpoint
    assert receiver.received == []
