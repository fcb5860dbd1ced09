"""The service started with the settings of a deployment, against a mail server that demands TLS: all are at work."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from httpx import ASGITransport, AsyncClient

from services.notifications.service import build
from shared.devstack import identity
from shared.eventing.views import Views
from tests.conftest import Eventually
from tests.infrastructure import Servers
from tests.integration.test_mail_api import Office
from tests.integration.test_notifications_api import hear
from tests.unit.notifications import world
from tests.unit.notifications.sink import Sink
from tests.unit.notifications.test_smtp_tls import certificate, guarded

pytestmark = pytest.mark.real

KEY = rsa.generate_private_key(65537, 2048)


def signing_key(folder: Path) -> Path:
    path, none = folder / "dkim.pem", serialization.NoEncryption()
    path.write_bytes(KEY.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, none))
    return path


def in_dns(name: bytes, **_: Any) -> bytes | None:
    """The public half, under the name that the settings say."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    pem = KEY.public_key().public_bytes(serialization.Encoding.PEM, form).decode()
    record = "v=DKIM1; k=rsa; p=" + "".join(pem.splitlines()[1:-1])
    return record.encode() if name == b"winter._domainkey.mail.liaison.example." else None


def deploy(monkeypatch: pytest.MonkeyPatch, infrastructure: Servers, home: Path, **more: str) -> None:
    """The environment of a deployment that mails nobody but Acme and one person at the police, slowly, and signs."""
    settings = {
        "kafka": infrastructure.kafka, "mongo": infrastructure.mongo, "jwks": str(identity.jwks(home)),
        "link_secret": world.SECRET, "sender": "Liaison <no-reply@mail.liaison.example>",
        "reply_to": "Partnerships <desk@liaison.example>", "organizer": "Liaison <meet@liaison.example>",
        "smtp_starttls": "true", "dkim_key_file": str(signing_key(home)), "dkim_selector": "winter",
        "allowed_recipients": "@acme.example, luz@pnp.example", "domain_rates": "acme.example=5, *=1000",
        "smtp_rate": "100", "senders": "3",
    }  # fmt: skip
    for name, value in {**settings, **more}.items():
        monkeypatch.setenv(f"LIAISON_{name.upper()}", value)


@asynccontextmanager
async def started(home: Path, sink: Sink) -> AsyncIterator[Office]:
    """The service with the settings of its environment; it hears only what the test hands it."""
    service = build()
    await service.mongo.drop()
    views = Views(service.mongo, service.views)
    await views.prepare()
    app = replace(service, views=(), reactions=(), mirrors=()).app()
    app.state.views = views
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://notifications") as http,
    ):
        yield Office(http, home, sink, service, views)
        await service.mongo.drop()


async def test_mail_goes_over_tls_signed_slowly_and_to_nobody_who_is_not_on_the_list(
    infrastructure: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, eventually: Eventually
) -> None:
    pem, sink = certificate(tmp_path, "127.0.0.1"), Sink()
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    async with guarded(sink, pem, starttls=True) as server:
        deploy(monkeypatch, infrastructure, tmp_path, smtp=server.url)
        async with started(tmp_path, sink) as office:

            async def ready() -> bool:
                return (await office.http.get("/health/ready")).status_code == 200

            async def settled() -> bool:
                figures = (await office.send("GET", "/deliveries/figures", "hq")).json()
                return (figures["sent"], figures["suppressed"], figures["open"]) == (4, 1, 0)

            await eventually(ready)
            await hear(office.service, office.views)
            await eventually(settled)
            (kept_back,) = await office.deliveries(status="suppressed")
            assert kept_back["recipient"]["id"] == "sucamec"
            limits = {one["_id"]: one for one in await office.service.mongo["throttles"].find({}).to_list(None)}
            assert limits.keys() > {"acme.example", "pnp.example", "all"}
            last = max(one["sent_at"] for one in await office.deliveries(status="sent", recipient="acme"))
            assert last >= limits["acme.example"]["slot"].isoformat()[:23]
    assert {mail["To"] for mail in sink.read()} == {"anne@acme.example", "luz@pnp.example"}
    for envelope, mail in zip(sink.mails, sink.read(), strict=True):
        assert dkim.verify(envelope.content, dnsfunc=in_dns)
        assert (envelope.mail_from, mail["Reply-To"]) == (
            "no-reply@mail.liaison.example", "Partnerships <desk@liaison.example>",
        )  # fmt: skip
    parts = [part for mail in sink.read() for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) == 3
    assert all("mailto:meet+" in part.get_content().replace("\r\n ", "") for part in parts)


async def test_a_server_that_nobody_vouches_for_gets_nothing_and_health_says_so(
    infrastructure: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, eventually: Eventually
) -> None:
    pem, sink = certificate(tmp_path, "127.0.0.1"), Sink()
    async with guarded(sink, pem, starttls=True) as server:
        deploy(monkeypatch, infrastructure, tmp_path, smtp=server.url)
        async with started(tmp_path, sink) as office:
            await hear(office.service, office.views)

            async def told() -> bool:
                ready = (await office.http.get("/health/ready")).json()
                return bool(ready["components"].get("smtp", {}).get("status") == "down")

            await eventually(told)
            assert (await office.send("GET", "/deliveries/figures", "hq")).json()["failed"] == 0
    assert sink.mails == []


@pytest.mark.parametrize(("name", "value"), [
    ("allowed_recipients", "anne"), ("domain_rates", "acme.example"), ("partner_mailboxes", "bpifrance"),
    ("webhook_allow_networks", "10.2.0.0/99"), ("smtp", "mail.example:25"), ("dkim_key_file", "/nowhere/key.pem"),
    ("dkim_selector", "no name"),
])  # fmt: skip
async def test_what_cannot_work_is_found_when_the_service_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    deploy(monkeypatch, Servers("127.0.0.1:1", "mongodb://127.0.0.1:1"), tmp_path, **{name: value})
    with pytest.raises((ValueError, OSError)):
        build()
