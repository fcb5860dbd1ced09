"""One request for information, invented, in each way in which a post is told of it, and a contact fallen silent."""

from datetime import UTC, datetime
from typing import Any

from shared.contracts.postings.contact import ContactFellSilent
from shared.contracts.postings.information_request import (
    Handling,
    InformationRequestAnswered,
    InformationRequestClarified,
    InformationRequestFiled,
    InformationRequestOverdue,
    InformationRequestPartlyAnswered,
    InformationRequestRefused,
    InformationRequestTransferred,
    InformationRequestWithdrawn,
)

DUE = datetime(2026, 3, 12, 9, tzinfo=UTC)
SECRET = Handling(marking="secret")
TO_POST: dict[str, Any] = {
    "request": "q1", "post": "lima", "service": "ofast", "directorate": "police", "direction": "to-post",
    "urgency": "urgent", "due_at": DUE, "at": DUE, "priority": "drugs",
}  # fmt: skip
TO_SERVICE = TO_POST | {"direction": "to-service"}
SEALED: dict[str, Any] = {"answer": "a1", "handling": SECRET, "content": "c2"}

ASKED = InformationRequestFiled(**TO_POST, handling=SECRET, content="c1")
ASKED_BY_POST = InformationRequestFiled(**TO_SERVICE, handling=SECRET, content="c1")
CLARIFIED = InformationRequestClarified(**TO_POST, clarification="d1", handling=SECRET, content="c9")
OVERDUE = InformationRequestOverdue(**TO_POST)
WITHDRAWN = InformationRequestWithdrawn(**TO_POST)
TRANSFERRED = InformationRequestTransferred(**TO_SERVICE, former="quito")
PART = InformationRequestPartlyAnswered(**TO_SERVICE, **SEALED)
ANSWERED = InformationRequestAnswered(**TO_SERVICE, **SEALED)
ANSWERED_BY_POST = InformationRequestAnswered(**TO_POST, **SEALED)
REFUSED = InformationRequestRefused(**TO_SERVICE, reason="legal", handling=SECRET, content="c3")

SILENT = ContactFellSilent(contact="k1", post="lima", keeper="morel", at=DUE, silent_since=DUE.date())

ALL = (ASKED, CLARIFIED, TRANSFERRED, OVERDUE, WITHDRAWN, PART, ANSWERED, REFUSED)
