"""Whatever users write into any field of any message: no header, line, link or markup comes of it."""

import re
from collections.abc import Mapping
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, strict
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import vobject
from hypothesis import example, given
from hypothesis import strategies as st

from services.notifications.channels.calendar import Entry
from services.notifications.channels.calendar import written as invitation
from services.notifications.channels.email import CalendarPart, Letterhead, address, written
from services.notifications.digesting import written as gathered
from services.notifications.examples import example as example_of
from services.notifications.inbound import understood
from services.notifications.outcomes import Permanent
from services.notifications.registry import RULES
from services.notifications.rendering import Text, render
from shared.contracts.people import Language
from shared.languages import one_line
from tests.unit.notifications.digested import item
from tests.unit.notifications.test_templates import Markup
from tests.unit.notifications.world import AT

HEAD = Letterhead(address("Liaison <no-reply@liaison.example>"))
HEADERS = ["from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type"]
ANY = st.text(max_size=200)
ATTACK = (
    "Anne\r\nBcc: eve@evil.example\r\n\r\n<script>alert(1)</script>\u2028\x00\x85 https://evil.example/ <a href='x'>"
)
MARKUP = "\"><img src=x onerror=alert(1)><mj-raw><mj-button href=\"https://evil.example\">]]>--><![endif]-->&lt;{{ link }}{% raw %}"  # fmt: skip  # noqa: E501
messages = st.sampled_from([rule.message for rule in RULES])
languages = st.sampled_from(["fr", "en"])


def filled(context: Any, text: str) -> Any:
    """A message's example in which users have written the same everywhere; the link is not theirs."""
    match context:
        case Mapping():
            return {name: one if name == "link" else filled(one, text) for name, one in context.items()}
        case list():
            return [filled(one, text) for one in context]
        case str():
            return text
    return context


def built(html: str) -> tuple[list[Any], list[str]]:
    """What a browser makes of it but for the words: elements with attributes, and the comments that Outlook reads."""
    found = Markup(html)
    assert found.left_open == []
    shape = [
        (tag, [(name, "" if name == "aria-label" else value) for name, value in attrs]) for tag, attrs in found.shape
    ]
    return shape, found.comments


def reread(mail: EmailMessage) -> EmailMessage:
    """As Python's own parser reads it, which raises at the first defect."""
    raw = mail.as_bytes()
    assert all(len(line) <= 998 and b"\r" not in line and b"\n" not in line for line in raw.split(b"\r\n"))
    assert raw.isascii()
    read: EmailMessage = message_from_bytes(raw, policy=SMTP + strict)
    assert all(not part.defects and not any(value.defects for value in part.values()) for part in read.walk())
    return read


@given(messages, languages, ANY)
@example("posting_started", "fr", ATTACK)
@example("meeting_moved", "en", MARKUP)
@example("delegation_confirmed", "fr", MARKUP)
@example("assistance_routed", "en", "é" * 200)
@example("member_invited", "fr", "0𐀀𐀀𐀀")  # the length at which Python's own folding loses a space
@example("posting_started", "fr", "\ufffe\ufdd0\U0001ffff")
@example("notice_issued", "fr", MARKUP)
@example("notice_escalated", "en", ATTACK)
@example("posting_approval_overdue", "en", MARKUP)
@example("application_decided", "en", '"\\,;<>@() =?utf-8?q?x?=')
def test_any_text_in_any_field_of_any_message_stays_text(message: str, language: Language, text: str) -> None:
    context = example_of(message)
    made = render(message, language, filled(context, text))
    read = reread(written("d-1", HEAD, address("anne@acme.example"), made, AT))
    assert sorted(name.lower() for name in read) == sorted(HEADERS)
    assert read["To"] == "anne@acme.example"
    assert str(read["Subject"]) == made.subject
    plain, html = read.iter_parts()
    assert plain.get_content().replace("\r\n", "\n") == made.body
    assert built(html.get_content().replace("\r\n", "\n")) == built(
        render(message, language, filled(context, "x")).html or ""
    )
    lines = render(message, language, filled(context, "x")).body.count("\n")
    assert made.body.count("\n") in (lines, lines - 1)  # a last line that would be empty is cut


@given(messages, languages, ANY)
@example("exhibitor_matched", "fr", ATTACK)
@example("agreement_expiring", "en", MARKUP)
def test_any_text_in_any_message_of_a_digest_stays_text(message: str, language: Language, text: str) -> None:
    def digest(text: str) -> Text:
        one = item(message, language, filled(example_of(message), text))
        return gathered(language, [one, one], "https://liaison.example/preferences/a-token")

    made = digest(text)
    read = reread(written("d-1", HEAD, address("anne@acme.example"), made, AT))
    assert sorted(name.lower() for name in read) == sorted(HEADERS)
    assert str(read["Subject"]) == digest("x").subject
    assert built(made.html or "") == built(digest("x").html or "")


@given(ANY, ANY)
@example(ATTACK, ATTACK)
@example('a;b,c\\n:"', "X-EVIL:1")
def test_any_text_in_an_invitation_stays_in_its_property(summary: str, location: str) -> None:
    starts_at = datetime(2027, 3, 28, 9, tzinfo=ZoneInfo("Europe/Paris"))
    entry = Entry("REQUEST", "a-uid", 1, starts_at, starts_at.replace(hour=10), summary, location)
    content = invitation(entry, address("Liaison <o@liaison.example>"), "a@acme.example", AT)
    text = render("canary", "en", example_of("canary") or {})
    read = reread(written("d-1", HEAD, address("a@acme.example"), text, AT, CalendarPart("REQUEST", content)))
    (*_, part) = read.iter_parts()
    assert part.get_content_type() == "text/calendar"
    (event,) = icalendar.Calendar.from_ical(part.get_content()).walk("VEVENT")
    assert str(event["SUMMARY"]) == one_line(summary)
    assert str(event["LOCATION"]) == one_line(location)
    other: Any = vobject.readOne(part.get_content())
    assert set(other.vevent.contents) == {name.lower() for name in event}
    assert other.vevent.summary.value == one_line(summary)


@given(ANY | st.emails() | st.text('ab@.<>,:;"\\ \r\né', max_size=30))
@example("anne@acme.example, eve@evil.example")
@example('"Anne" <anne@acme.example>\r\nBcc: eve@evil.example')
def test_whatever_stands_where_an_address_should_gives_one_recipient_or_none(text: str) -> None:
    try:
        to = address(text)
    except Permanent:
        return
    read = reread(written("d-1", HEAD, to, render("canary", "en", example_of("canary") or {}), AT))
    assert [one.addr_spec for one in read["To"].addresses] == [to.addr_spec]
    assert re.fullmatch(r"[^\s<>]+|\".*\"@[^\s<>]+", to.addr_spec)


@given(st.binary(max_size=400) | ANY.map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(
    b"Content-Type: multipart/report; boundary=x\r\n\r\n"
    b"--x\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed"
)
@example(b"Content-Type: text/calendar; charset=no-such\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT")
@example(
    b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR"
)
def test_whatever_comes_in_by_mail_is_understood_or_left_alone(raw: bytes) -> None:
    assert understood(raw) == (None, None)
    assert understood(b"From: a@b.example\r\n" + raw) == (None, None)


def test_what_is_compared_above_differs_where_nothing_is_escaped() -> None:
    assert built("<p><b>x</b></p>") != built("<p>x</p>")
    assert built('<a href="a">x</a>') != built('<a href="b">x</a>')
    assert built("<p>x<!-- y --></p>") != built("<p>x</p>")
