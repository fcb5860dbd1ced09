"""Export wins: business that came of an answer, declared by desk or company, and settled by the company alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from services.delegations.domain.assistance_case import Case, Verdict
from shared.contracts.delegations.assistance import (
    AssistanceEvent,
    AssistanceRequested,
    Desk,
    ExportWinDeclared,
    ExportWinRejected,
    ExportWinSigned,
)
from shared.eventing.decider import Refused

SIGN_OFF = timedelta(days=7)


@dataclass(frozen=True)
class DeclareWin:
    """`by` is the desk that speaks, or `company` the company; neither where headquarters act for the desk.

    `amount` is in whole euros, `reached_on` the day of the contract.
    """

    request: str
    win: str
    by: Desk | None
    company: str | None
    product: str
    reached_on: date
    amount: int | None
    at: datetime


@dataclass(frozen=True)
class SettleWin:
    """The company has said at the UTC instant `at`, through its signed link, whether the win is as declared."""

    request: str
    win: str
    company: str
    verdict: Verdict
    at: datetime
    by: None = None


def decide(
    case: Case, requested: AssistanceRequested, desk: Desk, of: dict[str, Any], command: DeclareWin | SettleWin
) -> list[AssistanceEvent]:
    """`of` is what each event of the request repeats."""
    if isinstance(command, DeclareWin):
        return _declare(case, requested, desk, of, command)
    return _settle(case, of, command)


def _declare(
    case: Case, requested: AssistanceRequested, desk: Desk, of: dict[str, Any], command: DeclareWin
) -> list[AssistanceEvent]:
    """Slugs: `assistance-not-answered`, `win-already-declared`, `win-awaits-sign-off`, `win-outside-request`."""
    if case.status != "answered":
        raise Refused("assistance-not-answered", f"the request is {case.status}; a win comes of an answer")
    said = (command.product, command.reached_on, command.amount)
    if known := case.wins.get(command.win):
        if (known.product, known.reached_on, known.amount) != said:
            raise Refused("win-already-declared", f"{command.win} is declared with other particulars")
        return []
    for other in case.wins.values():
        if other.win not in case.verdicts and command.at < other.sign_by:
            raise Refused("win-awaits-sign-off", f"the company may sign off {other.win} until {other.sign_by}")
    if not requested.at.date() <= command.reached_on <= command.at.date():
        first, last = requested.at.date(), command.at.date()
        raise Refused("win-outside-request", f"{command.reached_on} is not between the request, {first}, and {last}")
    declared = ExportWinDeclared(
        **of,
        desk=desk,
        win=command.win,
        product=command.product,
        reached_on=command.reached_on,
        amount=command.amount,
        declared_by="desk" if command.company is None else "company",
        sign_by=command.at + SIGN_OFF,
    )
    return [declared]


def _settle(case: Case, of: dict[str, Any], command: SettleWin) -> list[AssistanceEvent]:
    """Slugs: `win-unknown`, `win-already-settled`, `sign-off-lapsed`."""
    win = case.wins.get(command.win)
    if win is None:
        raise Refused("win-unknown", f"no win {command.win} is declared")
    if (known := case.verdicts.get(command.win)) is not None:
        if known != command.verdict:
            raise Refused("win-already-settled", f"win {command.win} is {known}")
        return []
    if command.at >= win.sign_by:
        raise Refused("sign-off-lapsed", f"win {command.win} could be settled until {win.sign_by}")
    if command.verdict == "signed":
        return [ExportWinSigned(**of, desk=win.desk, win=win.win, amount=win.amount)]
    return [ExportWinRejected(**of, desk=win.desk, win=win.win)]
