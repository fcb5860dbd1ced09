"""How far a delivery has come: which status may follow which, and what it is called by those who ask."""

from collections.abc import Mapping
from typing import Any, Literal, get_args

from services.notifications.claims import STUCK

Status = Literal["pending", "sending", "sent", "failed", "suppressed", "cancelled"]
State = Literal[
    "created", "sending", "sent", "delivered", "temporary-failure", "permanent-failure", "technical-failure",
    "suppressed", "cancelled",
]  # fmt: skip

STATUSES: tuple[Status, ...] = get_args(Status)
BEFORE: Mapping[Status, tuple[Status, ...]] = {
    "pending": ("sending",),  # an attempt came to nothing, or was not allowed to begin
    "sending": ("pending", "sending"),  # also taken over from somebody who is presumed dead
    "sent": ("pending", "sending"),  # true whoever holds the lease by now
    "failed": ("sending", "sent"),  # what was sent can come back
    "suppressed": ("sending",),
    "cancelled": ("pending", "sending"),
}
REOPENED: tuple[Status, ...] = ("failed", "suppressed")  # what an operator may begin anew, and nothing else
SETTLED: tuple[Status, ...] = ("sent", "failed", "suppressed", "cancelled")
BOUNCED = "bounced"  # the outcome of what was sent and has come back for good
PERMANENT = ("permanent", BOUNCED, "no-mailbox")
OURS = ("unreachable", "unanswered", "waiting", STUCK)  # says nothing about the recipient
LAST = {"$last": "$attempts.outcome"}
THERE = [{"channel": "webhook"}, {"delivered_at": {"$exists": True}}]  # the receiver itself has it


def state(delivery: Mapping[str, Any]) -> State:
    """What has become of a delivery so far.

    `sent` is what a mail server has taken, `delivered` what the receiver itself has. A temporary failure is one that
    the other side called so, a technical failure one of which it does not know; both may be over at the next attempt as
    long as the delivery is due, and are final where it is not.
    """
    outcome = delivery["attempts"][-1]["outcome"] if delivery.get("attempts") else None
    match delivery["status"]:
        case "sent":
            return "delivered" if delivery.get("channel") == "webhook" or "delivered_at" in delivery else "sent"
        case "pending" if outcome is None:
            return "created"
        case "pending" | "failed":
            return "permanent-failure" if outcome in PERMANENT else _passing(outcome)
        case "sending":
            return "sending"
        case "suppressed":
            return "suppressed"
        case "cancelled":
            return "cancelled"
    raise ValueError(f"no status of a delivery: {delivery['status']}")


def _passing(outcome: str | None) -> State:
    return "technical-failure" if outcome is None or outcome in OURS else "temporary-failure"


def of_state(wanted: State) -> dict[str, Any]:
    """Matches in the database the deliveries that are called so."""
    untried: dict[str, Any] = {"attempts.0": {"$exists": False}}
    came_to_nothing: dict[str, Any] = {"status": {"$in": ["pending", "failed"]}, "attempts.0": {"$exists": True}}
    match wanted:
        case "created":
            return {"status": "pending", **untried}
        case "sent":
            return {"status": "sent", "$nor": THERE}
        case "delivered":
            return {"status": "sent", "$or": THERE}
        case "permanent-failure":
            return {**came_to_nothing, "$expr": {"$in": [LAST, PERMANENT]}}
        case "temporary-failure":
            return {**came_to_nothing, "$expr": {"$not": [{"$in": [LAST, (*PERMANENT, *OURS)]}]}}
        case "technical-failure":
            return {"$or": [{"status": "failed", **untried}, {**came_to_nothing, "$expr": {"$in": [LAST, OURS]}}]}
    return {"status": wanted}
