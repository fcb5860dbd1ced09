"""The badges: of which member of which delegation each is, so that a scan finds its roster."""

from collections.abc import Iterable

from shared.contracts.delegations.roster import MemberAccredited
from shared.eventing.view import Document, View


def keys(event: MemberAccredited) -> Iterable[str]:
    return (event.badge,)


def evolve(_: Document | None, event: MemberAccredited) -> Document:
    return event.model_dump(include={"delegation", "fair", "person"})


BADGES = View("badges", (MemberAccredited,), keys, evolve)
