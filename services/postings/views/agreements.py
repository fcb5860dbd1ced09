"""The bilateral agreements: one document each, with the day on which somebody is to be reminded of it next."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import get_args

from services.postings.domain.agreement import reminder_of
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
from shared.eventing.view import Document, View

NEW: Document = {
    "status": "negotiating",
    "signed_on": None,
    "in_force_on": None,
    "expires_on": None,
    "expiring": False,
    "ended_on": None,
    "because": None,
    "reason": None,
    "remind_on": None,
}


def keys(event: AgreementEvent) -> Iterable[str]:
    return [event.agreement]


def evolve(document: Document | None, event: AgreementEvent) -> Document:
    """`expiring` says that somebody was reminded of the day of expiry that stands."""
    agreement = document or NEW
    match event:
        case AgreementOpened():
            return agreement | event.model_dump(mode="json", exclude={"type"})
        case AgreementSigned(signed_on=day):
            return agreement | {"status": "signed", "signed_on": day.isoformat()}
        case AgreementEnteredIntoForce(in_force_on=day, expires_on=expires_on):
            return agreement | {"status": "in-force", "in_force_on": day.isoformat()} | _until(expires_on)
        case AgreementRenewed(expires_on=expires_on):
            return agreement | _until(expires_on)
        case AgreementExpiring(expires_on=expires_on):
            return agreement | {"expiring": True, "remind_on": (expires_on + timedelta(days=1)).isoformat()}
        case AgreementEnded(ended_on=day, because=because):
            ended = {"status": "ended", "ended_on": day.isoformat(), "because": because}
            return agreement | ended | {"expiring": False, "remind_on": None}
        case AgreementAbandoned(abandoned_on=day, reason=reason):
            ended = {"status": "ended", "ended_on": day.isoformat(), "because": "abandoned"}
            return agreement | ended | {"reason": reason}


def _until(expires_on: date | None) -> Document:
    if expires_on is None:
        return {"expires_on": None, "expiring": False, "remind_on": None}
    reminded_on = reminder_of(expires_on).isoformat()
    return {"expires_on": expires_on.isoformat(), "expiring": False, "remind_on": reminded_on}


AGREEMENTS = View(
    "agreements",
    get_args(AgreementEvent),
    keys,
    evolve,
    indexes=(("country", "_id"), ("post", "_id"), ("remind_on",)),
)
