"""The mail sink over real SMTP and HTTP: it keeps what it gets, finds it again, and shows it safely."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import aiosmtplib
import httpx
import pytest

from shared.devstack import mail
from shared.devstack.child import Child
from shared.devstack.ports import take


class Sink:
    """A running sink and how a client talks to it."""

    def __init__(self, child: Child, smtp_port: int, http: httpx.AsyncClient) -> None:
        self.child, self._port, self.http = child, smtp_port, http

    async def send(self, to: str, subject: str = "Hello", text: str = "Hi.", rcpt: list[str] | None = None) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "Desk <desk@liaison.example>", to, subject
        message["Message-ID"] = f"<{subject.encode().hex()}@liaison.example>"
        message.set_content(text)
        await self.send_raw(message.as_bytes(), rcpt or [to])

    async def send_raw(self, raw: bytes, rcpt: list[str]) -> None:
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=self._port, start_tls=False) as smtp:
            await smtp.sendmail("desk@liaison.example", rcpt, raw)

    async def search(self, query: str) -> list[dict[str, Any]]:
        answer = await self.http.get("/api/v1/search", params={"query": query})
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()["messages"]
        return found


@asynccontextmanager
async def running(home: Path) -> AsyncIterator[Sink]:
    smtp_port, http_port = await take([None, None])
    child = await mail.start(home, smtp_port, http_port)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{http_port}", trust_env=False) as http:
            yield Sink(child, smtp_port, http)
    finally:
        await child.stop()


@pytest.fixture(scope="module")
async def module_sink(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sink]:
    async with running(tmp_path_factory.mktemp("sink")) as sink:
        yield sink


@pytest.fixture
async def sink(module_sink: Sink) -> Sink:
    (await module_sink.http.delete("/api/v1/messages")).raise_for_status()
    return module_sink


async def test_a_message_is_found_by_recipient_and_subject_and_shown_whole(sink: Sink) -> None:
    await sink.send("lima@posts.example", "Nouvel attaché à Lima", "Bienvenue à Lima.")
    await sink.send("oslo@posts.example", "Welcome")
    [found] = await sink.search('to:lima@posts.example subject:"attaché à"')
    assert (found["From"], found["To"]) == (
        {"Name": "Desk", "Address": "desk@liaison.example"},
        [{"Name": "", "Address": "lima@posts.example"}],
    )
    assert await sink.search(f"message-id:{found['MessageID']}") == [found]
    shown = (await sink.http.get(f"/api/v1/message/{found['ID']}")).json()
    assert shown["Text"].strip() == "Bienvenue à Lima."


async def test_messages_are_listed_newest_first_page_by_page(sink: Sink) -> None:
    for number in range(5):
        await sink.send("lima@posts.example", f"Number {number}")
    page = (await sink.http.get("/api/v1/messages", params={"start": 1, "limit": 2})).json()
    assert [mail["Subject"] for mail in page["messages"]] == ["Number 3", "Number 2"]
    assert (page["total"], page["count"], page["messages_count"]) == (5, 2, 5)
    newest = (await sink.http.get("/api/v1/message/latest")).json()
    assert newest["Subject"] == "Number 4"


async def test_the_raw_message_is_what_was_sent_under_the_headers_that_a_mailbox_adds(sink: Sink) -> None:
    sent = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n\r\n.\r\n..\r\nend\r\n"
    await sink.send_raw(sent, ["c@d.example", "hidden@d.example"])
    [found] = await sink.search("to:hidden@d.example")
    raw = (await sink.http.get(f"/api/v1/message/{found['ID']}/raw")).content
    assert raw == b"Return-Path: <desk@liaison.example>\r\nBcc: hidden@d.example\r\n" + sent


async def test_a_stranger_s_text_cannot_become_part_of_the_page(sink: Sink) -> None:
    await sink.send("eve@posts.example", "<script>alert(1)</script>", "</pre><img src=x onerror=alert(1)>")
    [found] = await sink.search("to:eve")
    for path in ("/", f"/view/{found['ID']}", '/?query=subject:"<script>alert(1)"'):
        page = await sink.http.get(path)
        assert "<script>" not in page.text
        assert "<img" not in page.text
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "&lt;script&gt;" in (await sink.http.get("/")).text
    refusal = await sink.http.get('/?query="><script>alert(1)</script>')
    assert (refusal.status_code, refusal.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")


async def test_one_domain_is_refused_for_good_and_one_for_now(sink: Sink) -> None:
    for domain, code in (("reject.example", 550), ("later.example", 451)):
        with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refusal:
            await sink.send(f"someone@{domain}")
        assert refusal.value.recipients[0].code == code
    assert (await sink.http.get("/api/v1/messages")).json()["total"] == 0


async def test_named_messages_are_deleted_and_no_others(sink: Sink) -> None:
    await sink.send("lima@posts.example")
    await sink.send("oslo@posts.example")
    [lima] = await sink.search("to:lima")
    (await sink.http.request("DELETE", "/api/v1/messages", json={"IDs": [lima["ID"]]})).raise_for_status()
    assert await sink.search("to:lima") == []
    assert len(await sink.search("to:oslo")) == 1
    assert (await sink.http.get(f"/view/{lima['ID']}")).status_code == 404


@pytest.mark.parametrize(
    "query", ["/api/v1/search?query=colour:red", "/api/v1/search?query=words", "/api/v1/messages?start=x"]
)
async def test_what_cannot_be_searched_is_refused_and_not_guessed(sink: Sink, query: str) -> None:
    assert (await sink.http.get(query)).status_code == 400


async def test_messages_are_there_again_after_a_kill_and_a_restart(tmp_path: Path) -> None:
    async with running(tmp_path) as sink:
        await sink.send("lima@posts.example", "Before")
        before = await sink.search("to:lima")
        sink.child.kill()
        await sink.child.restart()
        assert await sink.search("to:lima") == before
        await sink.send("lima@posts.example", "After")
        assert [each["Subject"] for each in await sink.search("to:lima")] == ["After", "Before"]
        assert len(list((tmp_path / "mail").glob("*.eml"))) == 2
