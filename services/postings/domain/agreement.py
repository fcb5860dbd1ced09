"""A bilateral agreement: negotiated, signed, in force, expiring, ended."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from services.postings.domain.agreement_commands import (
    Abandon,
    Command,
    End,
    EnterIntoForce,
    OpenNegotiations,
    Renew,
    Sign,
)
from services.postings.domain.countries import known
from services.postings.domain.reminders import Remind, months_later
from shared.contracts.postings.agreement import (
    AgreementAbandoned,
    AgreementEnded,
    AgreementEnteredIntoForce,
    AgreementEvent,
    AgreementExpiring,
    AgreementOpened,
    AgreementRenewed,
    AgreementSigned,
)
from shared.eventing.decider import Decider, Refused

REMINDED_BEFORE = 6  # months

Status = Literal["negotiating", "signed", "in-force", "ended"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """`reminded_of` is the day of expiry of which somebody was reminded."""

    opened: AgreementOpened | None = None
    status: Status = "negotiating"
    signed_on: date | None = None
    in_force: AgreementEnteredIntoForce | None = None
    expires_on: date | None = None
    reminded_of: date | None = None
    ended: AgreementEnded | AgreementAbandoned | None = None

    @property
    def post(self) -> str | None:
        """The post that looks after it."""
        return self.opened.post if self.opened else None


def reminder_of(expires_on: date) -> date:
    """On which day somebody is reminded that an agreement expires."""
    return months_later(expires_on, -REMINDED_BEFORE)


def decide(agreement: Agreement, command: Command) -> Sequence[AgreementEvent]:
    """Saying the same again changes nothing. Slugs: `agreement-unknown`, `agreement-ended`, and those below."""
    if isinstance(command, OpenNegotiations):
        return _open(agreement.opened, command)
    opened = agreement.opened
    if opened is None:
        raise Refused("agreement-unknown", "no such agreement has been opened")
    of = opened.model_dump(include={"agreement", "post", "country"})
    if isinstance(command, Remind):
        return _remind(agreement, opened, of, command.on)
    if isinstance(command, End | Abandon):
        return _close(agreement, opened, of, command)
    if agreement.status == "ended":
        raise Refused("agreement-ended", f"{opened.agreement} has ended")
    match command:
        case Sign(signed_on=day):
            return _sign(agreement, opened, of, day)
        case EnterIntoForce():
            return _enter_into_force(agreement, of, command)
        case Renew(expires_on=expires_on):
            return _renew(agreement, of, expires_on)


def _open(opened: AgreementOpened | None, command: OpenNegotiations) -> Sequence[AgreementEvent]:
    """Slugs: `agreement-already-opened`, `country-unknown`."""
    known(command.country)
    opening = AgreementOpened(
        agreement=command.agreement,
        post=command.post,
        country=command.country,
        theme=command.theme,
        title=command.title,
        opened_on=command.opened_on,
        priority=command.priority,
    )
    if opened is None:
        return [opening]
    if opened != opening:
        raise Refused("agreement-already-opened", f"{command.agreement} is another agreement")
    return []


def _sign(agreement: Agreement, opened: AgreementOpened, of: dict[str, Any], day: date) -> Sequence[AgreementEvent]:
    """Slugs: `agreement-already-signed`, `signed-before-opening`."""
    if agreement.signed_on is not None:
        if agreement.signed_on != day:
            raise Refused("agreement-already-signed", f"{opened.agreement} was signed on {agreement.signed_on}")
        return []
    if day < opened.opened_on:
        raise Refused("signed-before-opening", f"{opened.agreement} is negotiated since {opened.opened_on}")
    return [AgreementSigned(**of, signed_on=day)]


def _enter_into_force(agreement: Agreement, of: dict[str, Any], command: EnterIntoForce) -> Sequence[AgreementEvent]:
    """Slugs: `agreement-not-signed`, `agreement-already-in-force`, `in-force-before-signature`,
    `expires-before-in-force`.
    """
    entered = AgreementEnteredIntoForce(**of, in_force_on=command.in_force_on, expires_on=command.expires_on)
    if agreement.in_force is not None:
        if agreement.in_force != entered:
            raise Refused("agreement-already-in-force", f"it is in force since {agreement.in_force.in_force_on}")
        return []
    if agreement.signed_on is None:
        raise Refused("agreement-not-signed", "an agreement is signed before it enters into force")
    if command.in_force_on < agreement.signed_on:
        raise Refused("in-force-before-signature", f"it was signed on {agreement.signed_on}")
    if command.expires_on is not None and command.expires_on < command.in_force_on:
        raise Refused("expires-before-in-force", f"{command.expires_on} lies before {command.in_force_on}")
    return [entered]


def _renew(agreement: Agreement, of: dict[str, Any], expires_on: date | None) -> Sequence[AgreementEvent]:
    """Slugs: `agreement-not-in-force`, `renewed-to-earlier`."""
    if agreement.status != "in-force":
        raise Refused("agreement-not-in-force", f"the agreement is {agreement.status}")
    if expires_on == agreement.expires_on:
        return []
    if agreement.expires_on is None or (expires_on is not None and expires_on < agreement.expires_on):
        raise Refused("renewed-to-earlier", f"it binds until {agreement.expires_on or 'somebody ends it'} already")
    return [AgreementRenewed(**of, expires_on=expires_on)]


def _close(
    agreement: Agreement, opened: AgreementOpened, of: dict[str, Any], command: End | Abandon
) -> Sequence[AgreementEvent]:
    """Slugs: `agreement-ended`, `agreement-in-force`, `abandoned-before-opening`, `agreement-not-in-force`,
    `ended-before-in-force`, `ended-after-expiry`.
    """
    in_force, end = agreement.in_force, _ending(of, command)
    if agreement.ended == end:
        return []
    if agreement.status == "ended":
        raise Refused("agreement-ended", f"{opened.agreement} has ended")
    match command:
        case Abandon() if in_force is not None:
            raise Refused("agreement-in-force", "what is in force is denounced or replaced, not abandoned")
        case Abandon(abandoned_on=day) if day < opened.opened_on:
            raise Refused("abandoned-before-opening", f"{opened.agreement} is negotiated since {opened.opened_on}")
        case End() if in_force is None:
            raise Refused("agreement-not-in-force", f"the agreement is {agreement.status}; it can be abandoned")
        case End(ended_on=day) if in_force is not None and day < in_force.in_force_on:
            raise Refused("ended-before-in-force", f"it is in force since {in_force.in_force_on}")
        case End(ended_on=day) if agreement.expires_on is not None and day > agreement.expires_on:
            raise Refused("ended-after-expiry", f"it binds until {agreement.expires_on} only")
    return [end]


def _ending(of: dict[str, Any], command: End | Abandon) -> AgreementEnded | AgreementAbandoned:
    if isinstance(command, End):
        return AgreementEnded(**of, ended_on=command.ended_on, because=command.because)
    return AgreementAbandoned(**of, abandoned_on=command.abandoned_on, reason=command.reason)


def _remind(agreement: Agreement, opened: AgreementOpened, of: dict[str, Any], today: date) -> Sequence[AgreementEvent]:
    expires_on = agreement.expires_on
    if agreement.status != "in-force" or expires_on is None:
        return []
    if today > expires_on:
        return [AgreementEnded(**of, ended_on=expires_on, because="expired")]
    if today >= reminder_of(expires_on) and agreement.reminded_of != expires_on:
        return [AgreementExpiring(**of, title=opened.title, expires_on=expires_on)]
    return []


def evolve(agreement: Agreement, event: AgreementEvent) -> Agreement:
    match event:
        case AgreementOpened():
            return Agreement(opened=event)
        case AgreementSigned(signed_on=day):
            return replace(agreement, status="signed", signed_on=day)
        case AgreementEnteredIntoForce(expires_on=expires_on):
            return replace(agreement, status="in-force", in_force=event, expires_on=expires_on)
        case AgreementRenewed(expires_on=expires_on):
            return replace(agreement, expires_on=expires_on)
        case AgreementExpiring(expires_on=expires_on):
            return replace(agreement, reminded_of=expires_on)
        case AgreementEnded() | AgreementAbandoned():
            return replace(agreement, status="ended", ended=event)


AGREEMENT = Decider("agreement", Agreement(), decide, evolve, AgreementEvent)
