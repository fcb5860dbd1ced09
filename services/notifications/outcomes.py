"""The ways in which a delivery can come to nothing, and when each is tried again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, ClassVar

GIVE_UP_AFTER = timedelta(days=3)


@dataclass(frozen=True)
class Schedule:
    """Exponential back-off with full jitter: wait n is a random part of `first * 2**n` seconds, at most of `most`."""

    first: float
    most: float

    def wait(self, tries: int, chance: float) -> timedelta:
        """How long to wait after so many tries; `chance` is a random number from 0 to 1."""
        return timedelta(seconds=chance * min(self.most, self.first * 2 ** min(tries, 30)))


class Undelivered(Exception):
    """Why an attempt came to nothing; `detail` is free of personal data, `code` is the other side's answer.

    `said` is the beginning of what the other side said, `retry_after` how long it asks to wait, `channel` what was
    tried, where it is known, and `url` at which address, of a webhook.
    """

    outcome: ClassVar[str]
    schedule: ClassVar[Schedule | None]
    channel: str | None = None
    url: str = ""

    def __init__(
        self, detail: str, code: int | None = None, *, said: str | None = None, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(detail)
        self.detail, self.code, self.said, self.retry_after = detail, code, said, retry_after


class NotYetKnown(Undelivered):
    """A fact that the message needs has not arrived from the other service."""

    outcome, schedule = "waiting", Schedule(0.2, 30)


class Unreachable(Undelivered):
    """The server on the way did not answer; nothing is said about the recipient."""

    outcome, schedule = "unreachable", Schedule(0.5, 60)


class Unanswered(Unreachable):
    """The server fell silent in the middle: nobody can say whether it has taken what it was given."""

    outcome = "unanswered"


class Temporary(Undelivered):
    """The other side asks to be tried again later."""

    outcome, schedule = "temporary", Schedule(2, 3600)


class Throttled(Temporary):
    """The other side takes more, only not so fast."""

    outcome, schedule = "throttled", Schedule(30, 1800)


class Permanent(Undelivered):
    """Trying again would change nothing."""

    outcome, schedule = "permanent", None


class NoMailbox(Permanent):
    """There is no such address, for nobody and for no message."""


class Suppressed(Undelivered):
    """Nothing is written to this address: it has failed for good before, or this deployment must not reach it."""

    outcome, schedule = "suppressed", None


class Withdrawn(Undelivered):
    """There is nobody left to tell, or nothing left to say."""

    outcome, schedule = "withdrawn", None


class Held(Exception):
    """A delivery may not go before `until`, a UTC instant; `what` is to be remembered with it. No attempt was made."""

    def __init__(self, until: datetime, what: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"not before {until}")
        self.until, self.what = until, what or {}


def in_a_row(why: Undelivered, attempts: Sequence[Mapping[str, Any]], since: datetime) -> int:
    """How many attempts, from `since` on, have ended like this one after the other, this one included.

    Having waited long for a fact or a server is no reason to come back late to a mailbox.
    """
    latest = reversed([attempt for attempt in attempts if attempt["at"] >= since])
    return 1 + sum(1 for _ in takewhile(lambda attempt: attempt["outcome"] == why.outcome, latest))


def next_try(why: Undelivered, tries: int, created_at: datetime, now: datetime, chance: float) -> datetime | None:
    """When to try again, None where that would be useless or the delivery is older than GIVE_UP_AFTER."""
    if why.schedule is None or now - created_at > GIVE_UP_AFTER:
        return None
    return now + why.schedule.wait(tries, chance)
