"""Signed mails, checked by the library that receivers use, as they come out of a real SMTP conversation."""

from email import message_from_bytes
from email.policy import SMTP
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from services.notifications.channels.dkim import Signer
from services.notifications.channels.email import Letterhead, address, written
from services.notifications.channels.smtp import Post, Server
from services.notifications.rendering import Text
from tests.unit.notifications.sink import Sink, serving
from tests.unit.notifications.world import AT

HEAD = Letterhead(address("Liaison <no-reply@liaison.example>"))
TO = address("anne@acme.example")
TEXT = Text("Réunion à Lima " * 9, ".\nÉlise vous attend.\n..\nFrom here  \n", "<p>É" + "x" * 3000 + "</p>")
MAIL = written("d-1", HEAD, TO, TEXT, AT, unsubscribe="https://liaison.example/" + "a" * 300)


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="module")
def signer(key: rsa.RSAPrivateKey) -> Signer:
    none = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, none)
    return Signer("liaison.example", "autumn", pem.decode())


@pytest.fixture(scope="module")
def dns(key: rsa.RSAPrivateKey) -> Any:
    """What stands in DNS, and under that name alone."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    pem = key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()
    record = "v=DKIM1; k=rsa; p=" + "".join(pem.splitlines()[1:-1])
    return lambda name, **_: record.encode() if name == b"autumn._domainkey.liaison.example." else None


async def sent(signer: Signer) -> bytes:
    sink = Sink()
    async with serving(sink) as url:
        post = Post(Server(url), signer)
        await post.send(MAIL, HEAD.sender.addr_spec, TO.addr_spec)
        await post.close()
    content: bytes = sink.mails[0].content
    return content


async def test_what_arrives_is_what_was_signed(signer: Signer, dns: Any) -> None:
    content = await sent(signer)
    assert dkim.verify(content, dnsfunc=dns)
    read = message_from_bytes(content, policy=SMTP)
    assert read["Message-ID"] == "<d-1@liaison.example>"
    fields = dict(part.split("=", 1) for part in "".join(read["DKIM-Signature"].split()).split(";"))
    assert {"from", "to", "subject", "message-id", "list-unsubscribe", "list-unsubscribe-post"} < set(
        fields["h"].lower().split(":")
    )


@pytest.mark.parametrize(("part", "other"), [
    (b"anne@acme", b"eve@acme"), (b"To: ", b"Reply-To: eve@evil.example\r\nTo: "),
    (b"Subject: ", b"Subject: Pay here\r\nSubject: "), (b"x" * 70, b"y" * 70),
    (b"List-Unsubscribe: <https://l", b"List-Unsubscribe: <https://x"),
])  # fmt: skip
async def test_what_is_changed_or_added_on_the_way_is_found(
    signer: Signer, dns: Any, part: bytes, other: bytes
) -> None:
    content = await sent(signer)
    assert part in content
    assert not dkim.verify(content.replace(part, other, 1), dnsfunc=dns)


@pytest.mark.parametrize(("domain", "selector"), [("no domain", "a"), ("a.example", "b;c"), ("a.example", "")])
def test_a_domain_or_selector_that_is_no_name_is_refused(signer: Signer, domain: str, selector: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        Signer(domain, selector, signer.key)


@pytest.mark.parametrize("pem", ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"])
def test_a_key_that_cannot_sign_is_found_before_the_first_mail(pem: str) -> None:
    with pytest.raises(ValueError, match="key cannot sign"):
        Signer("a.example", "b", pem)
