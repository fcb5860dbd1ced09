"""A sink refuses nothing: whatever bytes come as a message, they can be listed and shown."""

from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from shared.devstack.mailsink.message import calendars, content, summary

HEADER = st.sampled_from(
    [b"Subject", b"To", b"From", b"Bcc", b"Message-ID", b"Content-Type", b"Content-Transfer-Encoding"]
)
ODD = [
    b"=?nonsense?q?=FF?=",
    b"=?utf-8?b?/w==?=",
    b"text/plain; charset=nonsense",
    b"text/calendar; charset=\xff",
    b'multipart/mixed; boundary="x"',
    b"multipart/mixed",
    b"base64",
    b"quoted-printable",
]
VALUE = st.binary(max_size=60) | st.sampled_from(ODD)
MESSAGE = st.builds(
    lambda headers, body: b"".join(name + b": " + value + b"\r\n" for name, value in headers) + b"\r\n" + body,
    st.lists(st.tuples(HEADER, VALUE), max_size=6),
    st.binary(max_size=200) | st.just(b"--x\r\nContent-Type: text/plain; charset=nonsense\r\n\r\n\xff\r\n--x--\r\n"),
)


@given(MESSAGE | st.binary(max_size=300))
def test_any_bytes_can_be_listed_and_shown(raw: bytes) -> None:
    listed = summary("1", 1, raw)
    shown = content(raw)
    calendars(raw)
    assert listed["Size"] == len(raw)
    assert isinstance(shown["Text"], str)
    str(listed).encode()


def test_an_invitation_s_calendar_is_shown_beside_its_text() -> None:
    message = EmailMessage()
    message["Subject"] = "Meeting"
    message.set_content("See you there.")
    message.add_alternative(
        "BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n", subtype="calendar", params={"method": "REQUEST"}
    )
    raw = message.as_bytes()
    assert calendars(raw) == ["BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n"]
    assert content(raw)["Text"] == "See you there.\n"
    assert [part["ContentType"] for part in content(raw)["Attachments"]] == ["text/calendar"]
