"""A delegation's visit as commands to its roster bring it along: who visits which fair, and whether it is confirmed."""

from dataclasses import dataclass

from services.delegations.domain.fair import KnownFair


@dataclass(frozen=True)
class Visit:
    """`head` is the person who leads the delegation; `fair` is the fair as it is now."""

    delegation: str
    country: str
    head: str
    status: str
    fair: KnownFair

    def about(self, person: str | None = None) -> dict[str, str]:
        """What every event of the roster says: whose visit to which fair, and which person it is about."""
        of = {"delegation": self.delegation, "fair": self.fair.announced.fair, "country": self.country}
        return of if person is None else {**of, "person": person}
