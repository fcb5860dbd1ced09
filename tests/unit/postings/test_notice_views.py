"""The notice shows what is in force, who has read it and who has not, in whatever order the two services are heard."""

from itertools import permutations
from typing import Any

from services.postings.views.mailboxes import MAILBOXES
from services.postings.views.notice_readers import NOTICE_READERS, shown
from services.postings.views.notices import NOTICES
from shared.contracts.notifications.alert import AlertAcknowledged, AlertEscalated
from shared.contracts.postings.mailbox import MailboxClosed, MailboxSet
from shared.contracts.postings.notice import NoticeDiscarded, NoticeExpired, NoticeWithdrawn
from shared.eventing.event import Event
from shared.eventing.view import Document, View
from tests.unit.postings.threats import (
    AMBASSADOR,
    APPROVED,
    APPROVED_AGAIN,
    AT,
    CONTENT,
    DRAFTED,
    DRAFTED_AGAIN,
    ISSUED,
    NOTE,
    STEPS,
    TOLD,
    UNTIL,
    UPDATED,
)

ALERT: dict[str, Any] = {"alert": "a", "notice": "n1", "edition": 1, "addressee": AMBASSADOR, "at": AT}
READ = AlertAcknowledged(**ALERT, reader=AMBASSADOR, delivery="d")
ESCALATED = AlertEscalated(**ALERT, step="next-person", reader=STEPS[0].reader)
WITHDRAWN = NoticeWithdrawn(notice="n1", edition=1, content=CONTENT, reason="no", addressees=TOLD, withdrawn_at=AT)


def after(view: View, *events: Event) -> dict[str, Document]:
    documents: dict[str, Document] = {}
    for event in events:
        for key in view.keys(event):
            documents[key] = (view.evolve(documents.get(key), event) or {}) | {"id": key}
    return documents


def test_a_notice_shows_its_draft_what_is_in_force_and_what_each_edition_changed() -> None:
    notice = after(NOTICES, DRAFTED, APPROVED)["n1"]
    assert (notice["status"], notice["draft"]["approved_by"], notice["issued"]) == ("draft", "bob", None)
    notice = after(NOTICES, DRAFTED, APPROVED, ISSUED, DRAFTED_AGAIN)["n1"]
    assert (notice["status"], notice["draft"]["edition"], notice["issued"]["edition"]) == ("issued", 2, 1)
    assert (notice["posts"], notice["ends_at"], notice["subject"]) == (["lima"], UNTIL, "lima-protests")
    notice = after(NOTICES, DRAFTED, APPROVED, ISSUED, DRAFTED_AGAIN, APPROVED_AGAIN, UPDATED)["n1"]
    assert [(one["edition"], one["change_note"]) for one in notice["changes"]] == [(1, None), (2, NOTE)]
    assert notice["draft"] is None


def test_a_notice_that_is_over_is_no_longer_looked_for() -> None:
    expired = NoticeExpired(notice="n1", edition=1, addressees=TOLD, expired_at=UNTIL)
    for end, status in ((WITHDRAWN, "withdrawn"), (expired, "expired")):
        notice = after(NOTICES, DRAFTED, APPROVED, ISSUED, end)["n1"]
        assert (notice["status"], notice["ends_at"]) == (status, None)


def test_a_discarded_draft_shows_as_that_until_there_is_another() -> None:
    gone = NoticeDiscarded(notice="n1", edition=1)
    assert after(NOTICES, DRAFTED, gone)["n1"]["status"] == "discarded"
    assert after(NOTICES, DRAFTED, gone, DRAFTED)["n1"]["status"] == "draft"


def test_each_addressee_is_shown_with_what_it_has_read_and_since_when_it_has_not() -> None:
    readers = after(NOTICE_READERS, ISSUED, READ)
    ambassador, post = (shown(readers[f"n1/{one}"]) for one in ("mailbox/lima-ambassador", "post/lima"))
    assert (ambassador["read"], ambassador["unread"], ambassador["role"]) == (True, False, "ambassador")
    assert (post["read"], post["unread"], post["since"]) == (False, True, AT.isoformat())
    assert (post["reader"], post["post"], post["level"]) == ("post/lima", "lima", 4)


def test_an_update_is_to_be_read_anew_and_what_is_over_is_not_to_be_read() -> None:
    updated = after(NOTICE_READERS, ISSUED, READ, UPDATED)["n1/mailbox/lima-ambassador"]
    assert (updated["read"], updated["unread"]) == (False, True)
    assert after(NOTICE_READERS, ISSUED, WITHDRAWN)["n1/post/lima"]["unread"] is False


def test_what_the_other_service_says_may_be_heard_at_any_time() -> None:
    ends = [after(NOTICE_READERS, *order) for order in permutations((ISSUED, READ, ESCALATED))]
    assert all(end == ends[0] for end in ends)
    [escalation] = ends[0]["n1/mailbox/lima-ambassador"]["escalations"]
    assert (escalation["step"], escalation["reader"]) == ("next-person", "mailbox/lima-chancellery")


def test_a_closed_mailbox_stays_in_the_list_as_closed() -> None:
    was_set = MailboxSet(mailbox="b", kind="hq", mail="hq@house.example", language="fr")
    assert after(MAILBOXES, was_set)["b"]["closed"] is False
    assert after(MAILBOXES, was_set, MailboxClosed(mailbox="b"))["b"]["closed"] is True
