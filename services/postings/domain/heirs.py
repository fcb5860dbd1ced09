"""Who takes over what an officer had in hand when a tenure ends: the successor, else whoever heads the post."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Tenure:
    """An officer's time at a post, as far as it matters to what is handed over."""

    position: str
    started_on: str
    ended: bool
    successor: str | None


@dataclass(frozen=True, slots=True)
class Staff:
    """`heads` are the positions whose holder heads the post; who starts after the day `on` is not there yet."""

    heads: frozenset[str]
    tenures: Mapping[str, Tenure]
    on: str = date.max.isoformat()


def heir(staff: Staff, leaving: str | None) -> str | None:
    """The posting that takes over from the one that leaves, or from nobody; None where there is none at the post."""
    met: set[str] = set()
    follower = _successor(staff, leaving)
    while follower is not None and follower not in met:
        met.add(follower)
        tenure = staff.tenures.get(follower)
        if tenure is None or not tenure.ended:  # its start may not have been heard of yet
            return follower
        follower = _successor(staff, follower)
    return head(staff, leaving)


def _successor(staff: Staff, posting: str | None) -> str | None:
    tenure = staff.tenures.get(posting) if posting is not None else None
    return tenure.successor if tenure else None


def head(staff: Staff, leaving: str | None = None) -> str | None:
    """Whoever heads the post, but for the one that leaves."""
    serving = [
        (tenure.started_on, posting)
        for posting, tenure in staff.tenures.items()
        if posting != leaving and tenure.position in staff.heads and not tenure.ended and tenure.started_on <= staff.on
    ]
    return max(serving)[1] if serving else None
