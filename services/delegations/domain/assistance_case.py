"""A request for assistance as its history has made it: who has it in hand, how far it has come, the wins declared."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from shared.contracts.delegations.assistance import (
    AssistanceAccepted,
    AssistanceAnswered,
    AssistanceCompanyReplaced,
    AssistanceEscalated,
    AssistanceEvent,
    AssistanceHandedOver,
    AssistanceNoted,
    AssistanceRequested,
    AssistanceRouted,
    AssistanceWithdrawn,
    Because,
    Desk,
    ExportWinDeclared,
    ExportWinRejected,
    ExportWinSigned,
)

Status = Literal["requested", "routed", "accepted", "answered", "withdrawn"]
Verdict = Literal["signed", "rejected"]

HQ = Desk(kind="hq", id="hq")
OPEN: tuple[Status, ...] = ("requested", "routed", "accepted")


@dataclass(frozen=True)
class Case:
    """`posting` is in charge where one is named, `because` is why this desk has it; `verdicts` are those of wins.

    `former` are the duplicates as whose request it began: links that were sent to them still settle wins.
    """

    requested: AssistanceRequested | None = None
    status: Status = "requested"
    desk: Desk | None = None
    posting: str | None = None
    because: Because | None = None
    answer: str | None = None
    escalated: bool = False
    last_note: AssistanceNoted | None = None
    wins: Mapping[str, ExportWinDeclared] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    former: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to answer."""
        return self.requested is not None and self.status in OPEN


def evolve(case: Case, event: AssistanceEvent) -> Case:
    match event:
        case AssistanceRequested():
            return replace(case, requested=event)
        case AssistanceCompanyReplaced(company=company, former=former):
            requested = case.requested and case.requested.model_copy(update={"company": company})
            return replace(case, requested=requested, former=(*case.former, former))
        case AssistanceRouted(desk=desk, because=because):
            return replace(case, status="routed", desk=desk, because=because)
        case AssistanceAccepted(posting=posting):
            return replace(case, status="accepted", posting=posting)
        case AssistanceHandedOver(desk=desk, posting=posting, because=because):
            return replace(case, status="routed", desk=desk, posting=posting, because=because)
        case AssistanceNoted():
            return replace(case, last_note=event)
        case AssistanceEscalated():
            return replace(case, escalated=True)
        case AssistanceAnswered(answer=answer):
            return replace(case, status="answered", answer=answer)
        case AssistanceWithdrawn():
            return replace(case, status="withdrawn")
        case ExportWinDeclared(win=win):
            return replace(case, wins={**case.wins, win: event})
        case ExportWinSigned(win=win):
            return replace(case, verdicts={**case.verdicts, win: "signed"})
        case ExportWinRejected(win=win):
            return replace(case, verdicts={**case.verdicts, win: "rejected"})
