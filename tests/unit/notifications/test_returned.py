"""What comes back by mail is read for what it says: bounces (RFC 3464) and calendars' replies (RFC 5546)."""

from email import message_from_bytes

import pytest

from services.notifications.bounces import Bounce, bounce_in
from services.notifications.inbound import understood
from services.notifications.replies import reply_in
from tests.unit.notifications import returned, world
from tests.unit.notifications.test_composing import letter

ID = "<d-1@liaison.example>"


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(("action", "status", "fate"), [
    ("failed", "5.1.1", "failed"), ("failed", "4.4.7", "delayed"), ("delayed", "4.4.1", "delayed"),
    ("FAILED", "5.7.1", "failed"), ("delivered", "2.0.0", "delivered"), ("relayed", "2.1.9", "relayed"),
    ("expanded", "2.0.0", "relayed"),
])  # fmt: skip
def test_a_notification_says_which_mail_it_is_about_and_what_became_of_it(
    action: str, status: str, fate: str, *, whole: bool
) -> None:
    found, reply = understood(returned.bounce(ID, action, status, whole=whole))
    assert found is not None
    assert (found.message_id, found.fate, found.status, reply) == (ID, fate, status, None)


def test_a_notification_without_a_status_still_counts() -> None:
    found = bounce_in(message_from_bytes(returned.bounce(ID, "failed", "none")))
    assert found == Bounce(ID, "failed", "")


@pytest.mark.parametrize(("action", "status", "ends"), [
    ("failed", "5.1.1", True), ("failed", "5.1.10", True), ("failed", "5.2.1", True), ("failed", "none", True),
    ("failed", "5.0.0", True), ("failed", "5.1.7", False), ("failed", "5.2.2", False), ("failed", "5.3.4", False),
    ("failed", "5.7.1", False), ("failed", "4.4.7", False), ("delayed", "5.1.1", False), ("delivered", "2.0.0", False),
])  # fmt: skip
def test_only_an_address_that_there_is_not_ends_it(action: str, status: str, *, ends: bool) -> None:
    """What failed for good without a reason is taken for one: an operator releases it."""
    found = bounce_in(message_from_bytes(returned.bounce(ID, action, status)))
    assert found is not None
    assert found.ends_address is ends


@pytest.mark.parametrize("said", ["smtp; 552 5.2.2 full", "SMTP;552-5.2.2 full"])
@pytest.mark.parametrize("stated", [b"5.0.0", b"none"])
def test_where_the_status_says_nothing_the_refusing_server_does(said: str, stated: bytes) -> None:
    raw = returned.bounce(ID, status=stated.decode()).replace(b"smtp; 550 " + stated, said.encode())
    found = bounce_in(message_from_bytes(raw))
    assert found is not None
    assert (found.status, found.ends_address) == ("5.2.2", False)


@pytest.mark.parametrize(("part", "other"), [
    (b"Action: failed\r\n", b""), (b"Message-ID: <d-1@liaison.example>\r\n", b""),
    (b"message/delivery-status", b"text/plain"),
    (b"multipart/report", b"multipart/mixed"), (b"<d-1@liaison.example>", b"d-1 liaison example"),
])  # fmt: skip
def test_what_says_too_little_is_no_notification(part: bytes, other: bytes) -> None:
    mail = returned.bounce(ID)
    assert part in mail
    assert understood(mail.replace(part, other)) == (None, None)


@pytest.mark.parametrize(("partstat", "answer"), [("ACCEPTED", "accepted"), ("declined", "declined"), ("TENTATIVE", None)])  # fmt: skip  # noqa: E501
async def test_a_reply_says_who_answers_what_to_whom(partstat: str, answer: str | None) -> None:
    made = await letter(world.PUBLISHED)
    found = reply_in(message_from_bytes(returned.reply(made.mail.as_bytes(), partstat)))
    assert found is not None
    assert (found.answer, found.uid, found.sequence) == (answer, made.facts["calendar"]["uid"], 0)
    assert (found.sender, found.attendee) == ("anne@acme.example", "anne@acme.example")
    assert found.organizer.startswith("meetings+")


async def test_an_invitation_that_is_forwarded_to_us_is_no_reply() -> None:
    made = await letter(world.PUBLISHED)
    assert understood(made.mail.as_bytes()) == (None, None)
    assert understood(returned.reply(made.mail.as_bytes(), method="COUNTER")) == (None, None)
