"""A canary whose way ends in the test mailbox, on a real IMAP server, a real SMTP server and a real MongoDB."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from httpx import ASGITransport, AsyncClient
from pydantic import SecretStr

from services.notifications.service import build
from services.notifications.settings import NotificationsSettings
from shared.devstack import identity
from shared.eventing.views import Views
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.test_mail_api import Office
from tests.unit.notifications import imap_server, world
from tests.unit.notifications.imap_server import Postman
from tests.unit.notifications.sink import Sink, serving

pytestmark = pytest.mark.real


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with imap_server.serving() as port:
        yield port


async def test_a_canary_has_arrived_when_it_was_read_back_from_the_test_mailbox(
    infrastructure: Servers, tmp_path: Path, port: int, eventually: Eventually
) -> None:
    """Whoever delivers between the mail server and the mailbox is the test."""
    sink, postman, tag = Sink(), Postman(port), uuid4().hex[:8]
    await postman.bring(f"in-{tag}")
    async with serving(sink) as smtp:
        service = build(
            NotificationsSettings(
                kafka=infrastructure.kafka,
                mongo=SecretStr(infrastructure.mongo),
                jwks=str(identity.jwks(tmp_path)),
                smtp=smtp,
                link_secret=SecretStr(world.SECRET),
                canary_mailbox="canary@liaison.example",
                inbox=f"imap://127.0.0.1:{port}",
                inbox_user=imap_server.USER,
                inbox_password=SecretStr(imap_server.PASSWORD),
                inbox_starttls=False,
                inbox_folder=f"in-{tag}",
                inbox_handled=f"done-{tag}",
                inbox_seconds=1,
            )
        )
        await service.mongo.drop()
        views = Views(service.mongo, service.views)
        await views.prepare()
        app = replace(service, views=(), reactions=(), mirrors=()).app()
        async with (
            app.router.lifespan_context(app),
            AsyncClient(transport=ASGITransport(app), base_url="http://notifications") as http,
        ):
            office = Office(http, tmp_path, sink, service, views)

            async def ready() -> bool:
                return (await http.get("/health/ready")).status_code == 200

            async def taken() -> bool:
                return bool(await office.deliveries(status="sent"))

            async def arrived() -> bool:
                return bool((await office.send("GET", "/canary", "operator")).json()["delivery"])

            await eventually(ready)
            await office.hears(world.CANARY, "canary-2026-09-01")
            await eventually(taken)
            shown = (await office.send("GET", "/canary", "operator")).json()
            assert (shown["released"], shown["read_back"], shown["delivery"]) == (True, True, None)
            (mail,) = sink.mails
            await postman.bring(f"in-{tag}", mail.content)
            await eventually(arrived)
            assert await postman.there(f"done-{tag}") == [mail.content]
            (canary,) = await office.deliveries(state="delivered")
            shown = (await office.send("GET", "/canary", "operator")).json()
            assert (shown["delivery"], shown["age_seconds"] >= 0) == (canary["id"], True)
            assert shown["arrived_at"] >= canary["sent_at"]
            assert await office.takes(mail.content) == ("canary", "arrived")  # posted in, it is the same
            foreign = mail.content.replace(b"@liaison.example>", b"@evil.example>")
            assert await office.takes(foreign) == ("other", "not-understood")
            await service.mongo.drop()
