"""Mail through a real SMTP conversation, and what the server's answers mean."""

import asyncio
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.policy import SMTP as STRICT
from typing import Any, ClassVar

import pytest
from aiosmtpd.smtp import SMTP

from services.notifications.channels.email import Letterhead, address, written
from services.notifications.channels.smtp import Post, Server
from services.notifications.outcomes import Permanent, Temporary, Unanswered, Unreachable
from services.notifications.rendering import Text
from tests.unit.notifications.sink import Sink, serving
from tests.unit.notifications.world import AT

SENDER = "no-reply@liaison.example"
HEAD = Letterhead(address(f"Liaison <{SENDER}>"))
TO = "anne@acme.example"
MAIL = written("d-1", HEAD, address(TO), Text("Réunion à Lima", "Élise vous attend à 9 h 30.\n"), AT)


@pytest.fixture
async def sink() -> Sink:
    return Sink()


@pytest.fixture
async def post(sink: Sink) -> AsyncIterator[Post]:
    async with serving(sink) as url:
        post = Post(Server(url))
        yield post
        await post.close()


async def test_a_mail_arrives_with_its_one_recipient_and_its_accents(sink: Sink, post: Post) -> None:
    assert await post.send(MAIL, SENDER, TO) == 250
    (envelope,) = sink.mails
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, [TO])
    read = message_from_bytes(envelope.content, policy=STRICT)
    assert read["Subject"] == "Réunion à Lima"
    assert read["Message-ID"] == "<d-1@liaison.example>"
    body = read.get_body(("plain",))
    assert body is not None
    assert body.get_content() == "Élise vous attend à 9 h 30.\r\n"
    assert all(not header.defects for header in read.values())


async def test_mails_one_after_the_other_share_a_connection(sink: Sink, post: Post) -> None:
    for _ in range(5):
        await post.send(MAIL, SENDER, TO)
    assert (len(sink.mails), len(sink.sessions)) == (5, 1)


async def test_mails_at_once_have_a_connection_each(sink: Sink, post: Post) -> None:
    await asyncio.gather(*(post.send(MAIL, SENDER, TO) for _ in range(5)))
    assert (len(sink.mails), len(sink.sessions)) == (5, 5)


@pytest.mark.parametrize("stage", ["rcpt", "data"])
async def test_a_5xx_is_permanent_and_a_4xx_temporary_and_the_next_mail_goes_through(
    sink: Sink, post: Post, stage: str
) -> None:
    setattr(sink, stage, f"550 5.1.1 <{TO}> is unknown here")
    with pytest.raises(Permanent) as refused:
        await post.send(MAIL, SENDER, TO)
    assert refused.value.code == 550
    assert "5.1.1" in refused.value.detail
    assert TO not in refused.value.detail
    setattr(sink, stage, "451 4.7.1 come back later")
    with pytest.raises(Temporary) as busy:
        await post.send(MAIL, SENDER, TO)
    assert busy.value.code == 451
    setattr(sink, stage, "250 OK")
    await post.send(MAIL, SENDER, TO)
    assert len(sink.mails) == 1


async def test_where_nobody_listens_the_server_is_unreachable(sink: Sink) -> None:
    async with serving(sink) as url:
        pass
    with pytest.raises(Unreachable):
        await Post(Server(url)).send(MAIL, SENDER, TO)


async def test_nobody_knows_whether_a_server_has_a_mail_that_falls_silent_when_it_was_given(
    sink: Sink, post: Post
) -> None:
    sink.silent = True
    with pytest.raises(Unanswered):
        await post.send(MAIL, SENDER, TO)
    assert len(sink.mails) == 1


async def test_a_server_that_refuses_everybody_says_nothing_about_the_recipient() -> None:
    async def turn_away(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"554 no service\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(turn_away, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(Unreachable) as refused:
            await Post(Server(f"smtp://127.0.0.1:{port}")).send(MAIL, SENDER, TO)
    assert refused.value.code == 554


async def test_a_server_without_starttls_gets_nothing_where_starttls_is_demanded(sink: Sink) -> None:
    async with serving(sink) as url:
        with pytest.raises(Unreachable):
            await Post(Server(url, starttls=True)).send(MAIL, SENDER, TO)
    assert sink.mails == []


@pytest.mark.parametrize(
    "text", ["", "anne", "@acme.example", "anne@", "anne@acme.example\nBcc: eve@evil.example", "a b@c.example"]
)
def test_what_is_no_address_is_refused_for_good(text: str) -> None:
    with pytest.raises(Permanent):
        address(text)


def test_a_domain_with_accents_is_written_in_ascii() -> None:
    assert address("anne@société.example").addr_spec == "anne@xn--socit-esab.example"


class Telling(SMTP):
    """A server that tells what became of a mail, if it is asked to (RFC 3461)."""

    asked: ClassVar[list[str]] = []

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802
        self.asked.append(arg)
        await super().smtp_MAIL(arg.replace(" RET=HDRS", ""))

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802
        self.asked.append(arg)
        await super().smtp_RCPT(arg.partition(" NOTIFY")[0])


class Extended(Sink):
    """Says that its server tells."""

    async def handle_EHLO(self, _: Any, session: Any, __: Any, name: str, said: list[str]) -> list[str]:  # noqa: N802
        session.host_name = name
        return [*said[:-1], "250-DSN", said[-1]]


@pytest.mark.parametrize("receipts", [True, False])
async def test_a_server_that_can_is_asked_to_tell_when_a_mail_has_arrived_where_that_is_wanted(
    *, receipts: bool
) -> None:
    sink, loop = Extended(), asyncio.get_running_loop()
    Telling.asked.clear()
    server = await loop.create_server(lambda: Telling(sink, loop=loop), "127.0.0.1", 0)
    post = Post(Server(f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}", receipts=receipts))
    try:
        assert await post.send(MAIL, SENDER, TO) == 250
    finally:
        await post.close()
        server.close()
    assert [("RET=HDRS" in one, "NOTIFY=SUCCESS,FAILURE,DELAY" in one) for one in Telling.asked] == [
        (receipts, False), (False, receipts),
    ]  # fmt: skip
    assert len(sink.mails) == 1


async def test_a_server_that_cannot_tell_is_not_asked_to(sink: Sink) -> None:
    async with serving(sink) as url:
        post = Post(Server(url, receipts=True))
        assert await post.send(MAIL, SENDER, TO) == 250
        await post.close()
