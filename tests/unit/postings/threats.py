"""An invented threat in Peru: the facts that the tests of notices, audiences and alerts share."""

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.contracts.postings.notice import (
    NoticeAddressee,
    NoticeApproved,
    NoticeContent,
    NoticeDrafted,
    NoticeIssued,
    NoticeReader,
    NoticeStep,
    NoticeUpdated,
)

AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
UNTIL = AT + timedelta(days=7)
CONTENT = NoticeContent(
    title="Protests in Lima",
    text="Avoid the centre.",
    level=4,
    scope="region",
    countries=("PE",),
    place="Lima",
    concerned=("residents", "travellers"),
    themes=("terrorism",),
    marking="internal",
    valid_from=AT,
    valid_until=UNTIL,
)
MORE = CONTENT.model_copy(update={"text": "Stay at home."})
NOTE = "The advice is stricter."


def box(id: str) -> NoticeReader:
    return NoticeReader(kind="mailbox", id=id)


AMBASSADOR, POST = box("lima-ambassador"), NoticeReader(kind="post", id="lima")
STEPS = (
    NoticeStep(step="next-person", reader=box("lima-chancellery")),
    NoticeStep(step="duty-officer", reader=box("lima-duty")),
    NoticeStep(step="hq", reader=box("hq")),
)
TOLD = (
    NoticeAddressee(reader=AMBASSADOR, role="ambassador", post="lima", escalation=STEPS),
    NoticeAddressee(reader=POST, role="post", post="lima", escalation=STEPS[1:]),
)
ABOUT: dict[str, Any] = {"notice": "n1", "subject": "lima-protests"}

DRAFTED = NoticeDrafted(**ABOUT, edition=1, content=CONTENT, author="anne")
APPROVED = NoticeApproved(notice="n1", edition=1, approved_by="bob")
ISSUED = NoticeIssued(**ABOUT, edition=1, content=CONTENT, addressees=TOLD, issued_at=AT)
DRAFTED_AGAIN = NoticeDrafted(**ABOUT, edition=2, content=MORE, author="bob", change_note=NOTE)
APPROVED_AGAIN = NoticeApproved(notice="n1", edition=2, approved_by="anne")
UPDATED = NoticeUpdated(**ABOUT, edition=2, content=MORE, change_note=NOTE, addressees=TOLD, issued_at=AT)
