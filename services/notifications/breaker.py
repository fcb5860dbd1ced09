"""A breaker in front of a provider: opens when it is away, lets one delivery try, and closes when that one arrived."""

import random
from dataclasses import dataclass, field

from prometheus_client import Gauge

from services.notifications.outcomes import Schedule

OPEN = Gauge("liaison_breaker_open", "1 while nothing is handed to a provider that is away", ["provider"])
FAILURES = 5  # in a row, of all that is in flight
WAITS = Schedule(0.5, 30)


@dataclass
class Breaker:
    """One process's; times in seconds of a monotonic clock. What is refused waits in MongoDB, as many as there are."""

    provider: str
    failures: int = 0
    _opened: int = 0  # times in a row
    _until: float | None = field(default=None)
    _probe: bool = False

    @property
    def open(self) -> bool:
        """Whether the provider is taken to be away."""
        return self._until is not None

    def admits(self, at: float) -> bool:
        """Whether a delivery may be handed over now; while it is open, one at a time, as a probe.

        Whoever is admitted says how it went: `succeeded`, `failed` or `undecided`.
        """
        if self.refuses(at):
            return False
        self._probe = self.open
        return True

    def refuses(self, at: float) -> bool:
        """Whether nothing would be admitted now."""
        return self._until is not None and (self._probe or at < self._until)

    def wait(self, at: float) -> float:
        """How long to wait before asking again; a probe that is under way takes some time too."""
        return max((self._until or at) - at, WAITS.first)

    def succeeded(self) -> None:
        """The provider has answered, whatever it said: everything goes again."""
        self.failures, self._opened, self._until, self._probe = 0, 0, None, False
        OPEN.labels(self.provider).set(0)

    def failed(self, at: float) -> None:
        """The provider did not answer."""
        self.failures += 1
        if self._probe or (self._until is None and self.failures >= FAILURES):
            wait = WAITS.wait(self._opened, 0.5 + random.random() / 2)  # noqa: S311  # spreads load only
            self._until, self._opened, self._probe = at + wait.total_seconds(), self._opened + 1, False
            OPEN.labels(self.provider).set(1)

    def undecided(self) -> None:
        """What was admitted did not get as far as the provider."""
        self._probe = False
