"""The threat notices of the notifications tests' world: what is said of an invented threat in Peru, and to whom."""

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.contracts.notifications.alert import AlertAcknowledged, AlertEscalated
from shared.contracts.postings.mailbox import MailboxSet
from shared.contracts.postings.notice import (
    NoticeAddressee,
    NoticeContent,
    NoticeExpired,
    NoticeIssued,
    NoticeReader,
    NoticeStep,
    NoticeUpdated,
    NoticeWithdrawn,
)

ISSUED_AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
CONTENT = NoticeContent(
    title="Protests",
    text="Avoid the centre.\n\nStay at home.",
    level=4,
    scope="region",
    countries=("PE", "BO"),
    place="Lima",
    concerned=("residents",),
    marking="internal",
    valid_from=ISSUED_AT,
    valid_until=datetime(2097, 9, 8, 12, tzinfo=UTC),
)
RESTRICTED = CONTENT.model_copy(update={"marking": "restricted"})


def box(id: str) -> NoticeReader:
    return NoticeReader(kind="mailbox", id=id)


AMBASSADOR, CHANCELLERY, POST = box("ambassador"), box("chancellery"), NoticeReader(kind="post", id="lima")
BOXES = tuple(
    MailboxSet(mailbox=id, kind=kind, mail=f"{id}@lima.example", language="en")
    for id, kind in (("ambassador", "ambassador"), ("chancellery", "chancellery"), ("hq", "hq"))
)
STEPS = (NoticeStep(step="next-person", reader=CHANCELLERY), NoticeStep(step="hq", reader=box("hq")))
TOLD = (
    NoticeAddressee(reader=AMBASSADOR, role="ambassador", post="lima", escalation=STEPS),
    NoticeAddressee(reader=POST, role="post", post="lima"),
)
ABOUT: dict[str, Any] = {"notice": "n1", "subject": "protests", "addressees": TOLD, "issued_at": ISSUED_AT}
ISSUED = NoticeIssued(**ABOUT, edition=1, content=CONTENT)
UPDATED = NoticeUpdated(**ABOUT, edition=2, content=CONTENT, change_note="Stricter.")
WITHDRAWN = NoticeWithdrawn(
    notice="n1", edition=1, content=CONTENT, reason="A false report.", addressees=TOLD, withdrawn_at=ISSUED_AT
)
EXPIRED = NoticeExpired(notice="n1", edition=1, addressees=TOLD, expired_at=ISSUED_AT + timedelta(days=7))
ALERT: dict[str, Any] = {"alert": "a1", "notice": "n1", "edition": 1, "addressee": AMBASSADOR, "at": ISSUED_AT}
ESCALATED = AlertEscalated(**ALERT, step="next-person", reader=CHANCELLERY)
ACKNOWLEDGED = AlertAcknowledged(**ALERT, reader=AMBASSADOR, delivery="d-1")

ISSUES = (
    ISSUED,
    UPDATED,
    *(one.model_copy(update={"content": RESTRICTED}) for one in (ISSUED, UPDATED)),
    ISSUED.model_copy(update={"content": CONTENT.model_copy(update={"level": 1, "place": None})}),
)
ESCALATIONS = tuple(ESCALATED.model_copy(update={"step": step}) for step in ("next-person", "duty-officer", "hq"))
WITHDRAWALS = (WITHDRAWN, WITHDRAWN.model_copy(update={"content": RESTRICTED}))
