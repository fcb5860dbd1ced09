"""A sign-off: whether a company confirmed, through its signed link, the export win that was declared of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.contracts.notifications import NotificationsEvent
from shared.contracts.notifications.sign_off import ResultDisputed, ResultSigned
from shared.eventing.decider import Decider, Refused

Event = ResultSigned | ResultDisputed
Verdict = Literal["signed", "disputed"]


@dataclass(frozen=True)
class SignOff:
    """The company says at the instant `at` whether the win is as declared; it may until the instant `until`, UTC."""

    delivery: str
    request: str
    win: str
    company: str
    verdict: Verdict
    at: datetime
    until: datetime


def decide(before: Verdict | None, said: SignOff) -> list[Event]:
    """A company signs once: the same again changes nothing. Slugs: `already-signed-off`, `sign-off-lapsed`."""
    if before is not None:
        if before != said.verdict:
            raise Refused("already-signed-off", f"win {said.win} is {before}")
        return []
    if said.at >= said.until:
        raise Refused("sign-off-lapsed", f"win {said.win} could be signed off until {said.until}")
    fact = ResultSigned if said.verdict == "signed" else ResultDisputed
    return [fact(delivery=said.delivery, request=said.request, win=said.win, company=said.company)]


def evolve(_: Verdict | None, event: Event) -> Verdict | None:
    return "signed" if isinstance(event, ResultSigned) else "disputed"


SIGN_OFF: Decider[Verdict | None, SignOff, Event] = Decider("signoff", None, decide, evolve, NotificationsEvent)
