"""One company's request for assistance in Peru, and what can happen to it, for the tests that share it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.delegations.domain.assistance import Ask
from services.delegations.domain.assistance_case import HQ
from services.delegations.domain.routing import Station
from shared.contracts.delegations.assistance import (
    AssistanceAccepted,
    AssistanceAnswered,
    AssistanceEscalated,
    AssistanceHandedOver,
    AssistanceNoted,
    AssistanceRequested,
    AssistanceRouted,
    AssistanceWithdrawn,
    Desk,
    ExportWinDeclared,
    ExportWinRejected,
    ExportWinSigned,
)

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
DUE = AT + timedelta(days=15)
LIMA, QUITO = Desk(kind="post", id="lima"), Desk(kind="post", id="quito")
BPIFRANCE = Desk(kind="partner", id="bpifrance")
ABOUT: dict[str, Any] = {"request": "r1", "company": "acme", "market": "PE", "sector": "Drones"}
OF: dict[str, Any] = {**ABOUT, "confidentiality": "open", "due_at": DUE, "at": AT}

ASK = Ask(
    **ABOUT, product="Drone", question="Who buys?", confidentiality="open", urgency="routine", partner=None, at=AT
)
REQUESTED = AssistanceRequested(**OF, product="Drone", question="Who buys?", urgency="routine")
ROUTED = AssistanceRouted(**OF, desk=LIMA, because="residence")
UNCOVERED = AssistanceRouted(**OF, desk=HQ, because="uncovered")
ACCEPTED = AssistanceAccepted(**OF, desk=LIMA)
TAKEN = AssistanceAccepted(**OF, desk=LIMA, posting="morel")
NOTED = AssistanceNoted(**OF, desk=LIMA, note="ask the attache")
HANDED = AssistanceHandedOver(**OF, former=LIMA, desk=QUITO, because="decision")
ESCALATED = AssistanceEscalated(**OF | {"at": DUE}, desk=LIMA)
ANSWERED = AssistanceAnswered(**OF, desk=LIMA, answer="The police does.")
WITHDRAWN = AssistanceWithdrawn(**OF, desk=LIMA)
DECLARED = ExportWinDeclared(
    **OF, desk=LIMA, win="w1", product="Drone", reached_on=date(2027, 3, 1), amount=90_000, declared_by="desk",
    sign_by=AT + timedelta(days=7),
)  # fmt: skip
SIGNED = ExportWinSigned(**OF, desk=LIMA, win="w1", amount=90_000)
REJECTED = ExportWinRejected(**OF, desk=LIMA, win="w1")

AT_LIMA = Station("lima", "PE")
AT_QUITO = Station("quito", "EC", frozenset({"PE", "BO"}))
