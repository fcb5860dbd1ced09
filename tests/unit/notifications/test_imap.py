"""A mailbox on a real IMAP server: read as it came, moved whatever the server can do, and never without TLS."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from services.notifications.channels.imap import Mailbox, Server, Unreadable
from services.notifications.inbox import opened
from tests.unit.notifications.imap_server import Between, Postman, between, serving
from tests.unit.notifications.test_smtp_tls import certificate

MAILS = tuple(f"From: a@b.example\r\nSubject: {n}\r\n\r\nNumber {n}\r\n".encode() for n in range(3))


@pytest.fixture(scope="module")
async def port() -> AsyncIterator[int]:
    async with serving() as port:
        yield port


@pytest.fixture
def folder() -> str:
    """A folder of its own."""
    return f"in-{uuid4().hex[:8]}"


def handle(server: Server, aside: str) -> list[bytes | None]:
    """Read all that waits, put the second one aside and the others to where they were handled."""
    mailbox = Mailbox(server)
    mailbox.open()
    waiting = mailbox.waiting()
    sizes, read = [mailbox.size(uid) for uid in waiting], [mailbox.read(uid) for uid in waiting]
    assert sizes == [len(mail) for mail in MAILS]
    for number, uid in enumerate(waiting):
        mailbox.move(uid, aside if number == 1 else f"{aside}-not")
    assert mailbox.waiting() == []
    mailbox.move(waiting[0], aside)  # what is gone is left alone
    mailbox.close()
    return read


@pytest.mark.parametrize("hides", [(), (b" MOVE",), (b" MOVE", b" UIDPLUS")], ids=["move", "copy", "flag"])
async def test_what_waits_is_read_as_it_came_and_moved(port: int, folder: str, hides: tuple[bytes, ...]) -> None:
    postman = Postman(port)
    await postman.bring(folder, *MAILS)
    async with between(port, hides=hides) as server:
        assert await asyncio.to_thread(handle, server.server(folder), f'Set "{folder}" aside') == list(MAILS)
        assert (b"UID MOVE" in server.said) == (not hides)
        assert (b"EXPUNGE" in server.said) == (hides == (b" MOVE",))
    assert await postman.there(folder) == []
    assert await postman.there(f'"Set \\"{folder}\\" aside"') == [MAILS[1]]
    assert await postman.there(f'"Set \\"{folder}\\" aside-not"') == [MAILS[0], MAILS[2]]


async def refused(server: Server) -> str:
    with pytest.raises(Unreadable) as why:
        async with opened(server):
            pass
    return str(why.value)


async def test_a_server_that_lets_nobody_in_says_why(port: int, folder: str) -> None:
    async with between(port) as server:
        assert "AUTHENTICATE" in await refused(server.server(folder, password="wrong"))
        assert "SELECT is answered NO" in await refused(server.server(folder))
        server.closed = True
        assert "connecting" in await refused(server.server(folder))
        nobody = server.server(folder)
    assert "ConnectionRefusedError" in await refused(nobody)


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    return certificate(tmp_path, "127.0.0.1")


async def test_a_server_whose_certificate_is_known_is_read_over_tls(
    port: int, pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    async with between(port, pem) as server, opened(server.server("INBOX", "imaps")) as mailbox:
        assert await asyncio.to_thread(mailbox.waiting)
    async with serving(pem) as guarded, between(guarded) as server:
        async with opened(server.server("INBOX", starttls=True)) as mailbox:
            assert await asyncio.to_thread(mailbox.waiting)
        assert b"SELECT" not in server.said


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9"])
async def test_a_server_that_is_not_who_it_should_be_hears_no_password(
    port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """Nobody known vouches for it, or its certificate is another server's, or it offers no TLS at all."""
    pem = certificate(tmp_path, host)
    if host != "127.0.0.1":
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    async with between(port, pem) as server:
        assert "certificate" in await refused(server.server("INBOX", "imaps"))
        assert server.said == b""
    async with serving(pem) as guarded, between(guarded) as server:
        assert "certificate" in await refused(server.server("INBOX", starttls=True))
        assert b"AUTHENTICATE" not in server.said
    async with between(port) as server:
        assert "TLS not supported" in await refused(server.server("INBOX", starttls=True))
        assert b"AUTHENTICATE" not in server.said


async def test_who_is_cancelled_does_not_wait_for_a_server_that_has_fallen_silent(port: int) -> None:
    async with between(port) as server:
        server.silent_at = b"SEARCH"

        async def look() -> None:
            async with opened(server.server("INBOX")) as mailbox:
                await asyncio.to_thread(mailbox.waiting)

        looking = asyncio.create_task(look())
        while b"SEARCH" not in server.said:
            await asyncio.wait([looking], timeout=0.02)
        looking.cancel()
        async with asyncio.timeout(5):
            with pytest.raises(asyncio.CancelledError):
                await looking


async def test_a_connection_that_comes_too_late_is_ended(port: int) -> None:
    async with between(port) as server:
        mailbox = Mailbox(server.server("INBOX"))
        mailbox.hang_up()
        with pytest.raises(Unreadable):
            await asyncio.to_thread(mailbox.open)
        assert b"AUTHENTICATE" not in server.said


async def test_what_was_not_opened_is_not_read() -> None:
    with pytest.raises(Unreadable, match="not open"):
        Mailbox(Between(0).server("INBOX")).waiting()
