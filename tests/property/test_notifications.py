"""Whatever users write into their fields, it stays text: no header, line, link or markup comes of it."""

from email import message_from_bytes
from email.policy import SMTP
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from services.notifications.channels.email import Letterhead, address, written
from services.notifications.links import Forged, opened
from services.notifications.pages import page
from services.notifications.rendering import render
from shared.languages import one_line
from tests.unit.notifications.world import AT, SECRET, STARTED

HEAD = Letterhead(address("Liaison <no-reply@liaison.example>"))
HEADERS = {
    "from", "to", "subject", "date", "message-id", "auto-submitted", "content-type", "content-transfer-encoding",
    "mime-version",
}  # fmt: skip
ANY = st.text(max_size=300)
ATTACK = "Anne\r\nBcc: eve@evil.example\r\n\r\n<script>alert(1)</script>\u2028\x00\x85"


@given(name=ANY, title=ANY, post=ANY)
@example(name=ATTACK, title=ATTACK, post=ATTACK)
@example(name="é" * 300, title="=?utf-8?q?x?=", post='"\\,;<>@()')
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_text_in_user_fields_injects_no_header_and_stays_in_the_body(name: str, title: str, post: str) -> None:
    context = {
        "post": post, "position": title, "arriving": name, "leaving": name, "succession": True,
        "started_on": STARTED.started_on,
    }  # fmt: skip
    text = render("posting_started", "en", context)
    sent = written("d-1", HEAD, address("anne@acme.example"), text, AT).as_bytes()
    read = message_from_bytes(sent, policy=SMTP)
    assert {header.lower() for header in read} == HEADERS
    assert read["To"] == "anne@acme.example"
    assert not read.is_multipart()
    body = read.get_content().replace("\r\n", "\n")
    assert body == text.body
    assert one_line(title) in body
    assert body.count("\n") == 11


@given(ANY)
def test_one_line_is_one_line_and_changes_nothing_the_second_time(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line.isprintable() or line == one_line(line)
    assert one_line(line) == line


@given(ANY)
@example(ATTACK)
def test_any_text_on_a_page_is_escaped(text: str) -> None:
    context: dict[str, Any] = {"title": text, "venue": text, "participant": text, "counterpart": text, "table": 1}
    shown = bytes(page("ask_meeting", "en", starts_at=AT, ends_at=AT, **context).body).decode("utf-8", "surrogatepass")
    harmless: dict[str, Any] = dict.fromkeys(context, "x")
    plain = bytes(page("ask_meeting", "en", starts_at=AT, ends_at=AT, **harmless).body).decode()
    assert shown.count("<") == plain.count("<")
    assert shown.count('"') == plain.count('"')


@given(ANY)
@example(ATTACK)
def test_any_text_on_the_page_of_a_win_is_escaped(text: str) -> None:
    context: dict[str, Any] = {"company": text, "product": text, "request": text, "market": text}
    at: dict[str, Any] = {"reached_on": AT.date(), "amount": 1}
    shown = bytes(page("ask_win", "en", **context, **at).body).decode("utf-8", "surrogatepass")
    harmless: dict[str, Any] = dict.fromkeys(context, "x")
    plain = bytes(page("ask_win", "en", **harmless, **at).body).decode()
    assert shown.count("<") == plain.count("<")
    assert shown.count('"') == plain.count('"')


@given(st.text(max_size=200) | st.text(alphabet="abcdef0123456789-_.=", max_size=200))
def test_no_invented_token_opens_anything(token: str) -> None:
    try:
        opened(token, SECRET, AT)
    except Forged:
        return
    raise AssertionError("an invented token was taken for ours")
