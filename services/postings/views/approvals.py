"""Which approvals are waited for, and since when, told from a posting's document."""

from services.postings.domain.posting_course import DIRECTORATES
from shared.eventing.view import Document

SHOWN = ("posting", "position", "post", "officer", "starts_on", "ends_on", "approve_by", "reminded", "escalated")


def waiting(posting: Document) -> Document:
    """`missing` are the directorates that have not had their say, `since` the instant of the proposal."""
    missing = sorted(DIRECTORATES.difference(posting["approvals"]))
    shown = {name: posting.get(name) for name in SHOWN}
    return shown | {"missing": missing, "since": posting.get("proposed_at")}
