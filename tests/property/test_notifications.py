"""Whatever users write into their fields, it stays text on pages, and no invented token opens anything."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from services.notifications.links import Forged, opened
from services.notifications.pages import page
from shared.languages import one_line
from tests.unit.notifications.world import AT, SECRET

ANY = st.text(max_size=300)
ATTACK = "Anne\r\nBcc: eve@evil.example\r\n\r\n<script>alert(1)</script>\u2028\x00\x85"


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
