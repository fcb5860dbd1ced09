"""A fair: a security exhibition at which companies exhibit and to which delegations come."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from shared.contracts.delegations.fair import FairAnnounced, FairDetailed, FairEvent, Session
from shared.eventing.decider import Decider, Refused


@dataclass(frozen=True)
class Announce:
    """A fair will take place, from the first day to the last, both included."""

    fair: str
    name: str
    edition: str
    country: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Detail:
    """The fair's details are now these, whole."""

    details: FairDetailed


Command = Announce | Detail


@dataclass(frozen=True)
class KnownFair:
    """A fair as it is now. As long as it has no details, its days are those of UTC and it has no limits."""

    announced: FairAnnounced
    details: FairDetailed | None = None

    def day_of(self, instant: datetime) -> date:
        """The day at the fair's place."""
        return instant.astimezone(ZoneInfo(self.details.time_zone) if self.details else UTC).date()

    def takes_place(self, instant: datetime) -> bool:
        """Whether this is on one of the fair's days."""
        return self.announced.starts_on <= self.day_of(instant) <= self.announced.ends_on

    def is_over(self, instant: datetime, on: date | None = None) -> None:
        """Whether all days of the fair had passed by that day, at the fair's place, or by today where none is given.

        Raises Refused `fair-not-over`; and `day-to-come`, because nobody knows before a day who will have come.
        """
        today, last = self.day_of(instant), self.announced.ends_on
        if on is not None and on > today:
            raise Refused("day-to-come", f"it is {today} there, and not {on} yet")
        if (on or today) <= last:
            raise Refused("fair-not-over", f"on {on or today} they may still come: the last day is {last}")

    def still_open(self, instant: datetime) -> None:
        """Raises Refused `registrations-closed` after the closing date."""
        closes_on = self.details.closes_on if self.details else None
        if closes_on is not None and self.day_of(instant) > closes_on:
            raise Refused("registrations-closed", f"registrations for {self.announced.fair} closed on {closes_on}")

    def quota_of(self, country: str) -> int | None:
        """How many members this country may have accredited, None without limit."""
        if self.details is None:
            return None
        return {each.country: each.members for each in self.details.quotas}.get(country, self.details.quota)


Fair = KnownFair | None


def decide(fair: Fair, command: Command) -> list[FairEvent]:
    """Saying the same again changes nothing. Slugs: `fair-unknown`, and those below."""
    match command:
        case Announce():
            return _announce(fair, command)
        case Detail(details=details):
            if fair is None:
                raise Refused("fair-unknown", f"there is no fair {details.fair}")
            _consistent(fair, details)
            return [] if fair.details == details else [details]


def _announce(fair: Fair, command: Announce) -> list[FairEvent]:
    """Slugs: `fair-ends-before-start`, `fair-already-announced`."""
    if command.ends_on < command.starts_on:
        raise Refused("fair-ends-before-start", f"last day {command.ends_on} lies before {command.starts_on}")
    announced = FairAnnounced(**vars(command))
    if fair is None:
        return [announced]
    if fair.announced != announced:
        raise Refused("fair-already-announced", f"fair {command.fair} is announced with other particulars")
    return []


def _consistent(fair: KnownFair, details: FairDetailed) -> None:
    """Slugs: `fair-closes-after-end`, `fair-purged-before-end`, `quota-given-twice`, and those of sessions."""
    last = fair.announced.ends_on
    if details.closes_on and details.closes_on > last:
        raise Refused("fair-closes-after-end", f"closing date {details.closes_on} lies after the last day {last}")
    if details.purge_on and details.purge_on <= last:
        raise Refused("fair-purged-before-end", f"purge date {details.purge_on} lies not after the last day {last}")
    countries = [each.country for each in details.quotas]
    if twice := {country for country in countries if countries.count(country) > 1}:
        raise Refused("quota-given-twice", f"there are several quotas for {', '.join(sorted(twice))}")
    for session in details.programme:
        _possible(replace(fair, details=details), session, details.halls)


def _possible(fair: KnownFair, session: Session, halls: tuple[str, ...]) -> None:
    """Slugs: `session-ends-before-start`, `session-outside-fair`, `session-outside-halls`."""
    if session.ends_at <= session.starts_at:
        raise Refused("session-ends-before-start", f"{session.title} ends at {session.ends_at}, before it starts")
    if not (fair.takes_place(session.starts_at) and fair.takes_place(session.ends_at)):
        raise Refused("session-outside-fair", f"{session.title} is not on a day of the fair")
    if session.hall is not None and session.hall not in halls:
        raise Refused("session-outside-halls", f"{session.title} is in {session.hall}, which is no hall of the fair")


def evolve(fair: Fair, event: FairEvent) -> Fair:
    match event:
        case FairAnnounced():
            return KnownFair(event, fair.details if fair else None)
        case FairDetailed():
            return replace(fair, details=event) if fair else None


FAIR: Decider[Fair, Command, FairEvent] = Decider("fair", None, decide, evolve, FairEvent)
