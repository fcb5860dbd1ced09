"""Which desk a request for assistance belongs to, given which posts cover which countries and who serves there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.delegations.domain.assistance_case import HQ, Case
from shared.contracts.delegations.assistance import Because, Desk

NEAREST_FIRST: tuple[Because, ...] = ("residence", "accreditation")


@dataclass(frozen=True)
class Tenure:
    """A posting at a post: whether it has ended, and which one follows it, where that is known."""

    ended: bool = False
    successor: str | None = None


@dataclass(frozen=True)
class Station:
    """A post as routing knows it; `country` is where it resides, `accredited` are the others that it covers.

    While it is suspended, the post `work_to` does its work, where one was named.
    """

    post: str
    country: str | None
    accredited: frozenset[str] = frozenset()
    closed: bool = False
    tenures: Mapping[str, Tenure] = field(default_factory=dict)
    suspended: bool = False
    work_to: str | None = None

    @property
    def serves(self) -> bool:
        """Whether somebody is at work there: not once all who were known to serve have left without a successor."""
        left = bool(self.tenures) and all(self._has_left(tenure) for tenure in self.tenures.values())
        return not self.closed and not self.suspended and not left

    def _has_left(self, tenure: Tenure) -> bool:
        # The end of one tenure and the start of the next arrive apart.
        return tenure.ended and (tenure.successor is None or tenure.successor in self.tenures)

    def covers(self, market: str) -> Because | None:
        """Why it covers the market, None where it does not."""
        return self.reaches(market) if self.serves else None

    def reaches(self, market: str) -> Because | None:
        """Why it would cover the market if somebody were at work there."""
        if self.country == market:
            return "residence"
        return "accreditation" if market in self.accredited else None


@dataclass(frozen=True)
class Place:
    """A desk, why it is this one, and the posting put in charge there."""

    desk: Desk
    because: Because
    posting: str | None = None


def place(market: str, partner: str | None, stations: Iterable[Station]) -> Place:
    """The partner asked for; else the resident post, then one that is accredited, then the one that does the work of
    such a post while that is suspended, then headquarters.
    """
    if partner is not None:
        return Place(Desk(kind="partner", id=partner), "partner")
    known = {station.post: station for station in stations}
    covering = [(station.covers(market), station.post) for station in known.values()]
    for wanted in NEAREST_FIRST:
        if posts := sorted(post for because, post in covering if because == wanted):
            return Place(Desk(kind="post", id=posts[0]), wanted)
    for station in sorted(known.values(), key=lambda one: one.post):
        if station.reaches(market) and (instead := _instead(station, known)):
            return instead
    return Place(HQ, "uncovered")


def _instead(station: Station, known: Mapping[str, Station]) -> Place | None:
    """The post that does the work of a suspended one, where one was named and somebody is at work there."""
    other = known.get(station.work_to or "") if station.suspended and not station.closed else None
    return Place(Desk(kind="post", id=other.post), "succession") if other is not None and other.serves else None


def better_place(case: Case, stations: Iterable[Station]) -> Place | None:
    """Where an open request must go because its desk or the posting in charge has left, or a post has come; else None.

    What somebody has handed to headquarters or to a partner stays there.
    """
    if case.requested is None or not case.is_open or case.desk is None or case.desk.kind == "partner":
        return None
    known = {station.post: station for station in stations}
    if case.desk.kind == "post":
        station = known.get(case.desk.id)
        if station is None:
            return None
        if station.serves:
            return _successor(case, case.desk, station)
        if instead := _instead(station, known):
            return instead
    elif case.because != "uncovered":
        return None
    found = place(case.requested.market, None, known.values())
    return None if found.desk == case.desk else found


def _successor(case: Case, desk: Desk, station: Station) -> Place | None:
    """Whoever follows the posting in charge once that has ended; its post as a whole where nobody is named."""
    heir = case.posting
    met: set[str] = set()
    while heir is not None and heir not in met and station.tenures.get(heir, Tenure()).ended:
        met.add(heir)
        heir = station.tenures[heir].successor
    if heir is not None and heir in met:
        heir = None
    return None if heir == case.posting else Place(desk, "succession", heir)
