"""How a threat notice ends: withdrawn for a reason, or expired when its validity is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.postings.domain.notice_state import Notice, alive
from shared.contracts.postings.notice import NoticeEvent, NoticeExpired, NoticeWithdrawn
from shared.eventing.decider import Refused


@dataclass(frozen=True, slots=True)
class Withdraw:
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Expire:
    at: datetime


def withdraw(notice: Notice, command: Withdraw) -> Sequence[NoticeEvent]:
    """Slugs: `notice-not-issued`, `notice-closed`."""
    if notice.closed == "withdrawn" and notice.withdrawn_because == command.reason:
        return []
    alive(notice)
    if notice.issued is None:
        raise Refused("notice-not-issued", f"{notice.id} has not been issued; discard its draft")
    withdrawn = NoticeWithdrawn(
        notice=notice.id,
        edition=notice.issued.edition,
        content=notice.issued.content,
        reason=command.reason,
        addressees=notice.told,
        withdrawn_at=command.at,
    )
    return [withdrawn]


def expire(notice: Notice, command: Expire) -> Sequence[NoticeEvent]:
    """Slugs: `notice-not-issued`, `notice-still-valid`."""
    if notice.closed is not None:
        return []
    if notice.issued is None:
        raise Refused("notice-not-issued", f"{notice.id} has not been issued")
    if command.at < notice.issued.content.valid_until:
        raise Refused("notice-still-valid", f"{notice.id} is valid until {notice.issued.content.valid_until}")
    expired = NoticeExpired(
        notice=notice.id, edition=notice.issued.edition, addressees=notice.told, expired_at=command.at
    )
    return [expired]
