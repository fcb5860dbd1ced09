"""Mail over TLS, by STARTTLS and from the first byte: certificates are checked, and connections are kept."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from services.notifications.channels.email import Letterhead, address, written
from services.notifications.channels.smtp import Post, Server
from services.notifications.outcomes import Unreachable
from services.notifications.rendering import Text
from shared.clock import now
from tests.unit.notifications.sink import Sink
from tests.unit.notifications.world import AT

SENDER, TO = "no-reply@liaison.example", "anne@acme.example"
MAIL = written("d-1", Letterhead(address(SENDER)), address(TO), Text("Subject", "Text\n"), AT)


def certificate(folder: Path, host: str) -> Path:
    """A certificate that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "an invented server")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    none, form = serialization.NoEncryption(), serialization.PrivateFormat.PKCS8
    path = folder / f"{host}.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, none) + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@asynccontextmanager
async def guarded(sink: Sink, pem: Path, *, starttls: bool) -> AsyncIterator[Server]:
    """A server that takes mail over TLS only."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    loop = asyncio.get_running_loop()

    def talk() -> SMTP:
        return SMTP(sink, tls_context=context, require_starttls=True, loop=loop) if starttls else SMTP(sink, loop=loop)

    server = await loop.create_server(talk, "127.0.0.1", 0, ssl=None if starttls else context)
    port = server.sockets[0].getsockname()[1]
    try:
        yield Server(f"{'smtp' if starttls else 'smtps'}://127.0.0.1:{port}", starttls=starttls)
    finally:
        server.close()


@pytest.mark.parametrize("starttls", [True, False])
async def test_a_server_whose_certificate_is_known_gets_the_mails_over_one_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, starttls: bool
) -> None:
    pem, sink = certificate(tmp_path, "127.0.0.1"), Sink()
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    async with guarded(sink, pem, starttls=starttls) as server:
        post = Post(server)
        for _ in range(3):
            assert await post.send(MAIL, SENDER, TO) == 250
        await post.close()
    assert (len(sink.mails), len(sink.sessions)) == (3, 1)


@pytest.mark.parametrize("starttls", [True, False])
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9"])
async def test_a_server_that_is_not_who_it_should_be_gets_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, *, starttls: bool
) -> None:
    """Either nobody known vouches for it, or its certificate is another server's."""
    pem, sink = certificate(tmp_path, host), Sink()
    if host != "127.0.0.1":
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    async with guarded(sink, pem, starttls=starttls) as server:
        with pytest.raises(Unreachable):
            await Post(server).send(MAIL, SENDER, TO)
    assert sink.mails == []
