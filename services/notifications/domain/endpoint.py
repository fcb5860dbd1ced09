"""A webhook endpoint's fitness: two warnings while it fails, disabled after five days or when it is gone."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.contracts.notifications import NotificationsEvent
from shared.contracts.notifications.endpoint import EndpointDisabled, EndpointEnabled, EndpointWarned
from shared.eventing.decider import Decider

Event = EndpointWarned | EndpointDisabled | EndpointEnabled

WARN_AFTER = (timedelta(days=1), timedelta(days=3))  # of failures alone
DISABLE_AFTER = timedelta(days=5)
BETWEEN = timedelta(days=1)  # that a company has at least from one step to the next


@dataclass(frozen=True)
class Endpoint:
    """`failing_since` is when the failures began that the warnings, `warned` so many, were about."""

    disabled: bool = False
    failing_since: datetime | None = None
    warned: int = 0
    warned_at: datetime | None = None


@dataclass(frozen=True)
class About:
    """Which endpoint of which company, and the UTC instant of the command."""

    endpoint: str
    company: str
    at: datetime


@dataclass(frozen=True)
class Review(About):
    """From `failing_since` to `failed_at`, both UTC, every attempt has failed."""

    failing_since: datetime
    failed_at: datetime


@dataclass(frozen=True)
class SayGone(About):
    """The receiver has answered that it wants nothing more there."""


@dataclass(frozen=True)
class Disable(About):
    """Somebody wants nothing to be sent there."""


@dataclass(frozen=True)
class Enable(About):
    """Somebody wants it to be called again."""


Command = Review | SayGone | Disable | Enable


def decide(endpoint: Endpoint, command: Command) -> list[Event]:
    """Saying the same again changes nothing. What has failed counts by its attempts, not by the silence after them."""
    about = {"endpoint": command.endpoint, "company": command.company, "at": command.at}
    match command:
        case Enable():
            return [EndpointEnabled(**about)] if endpoint.disabled else []
        case _ if endpoint.disabled:
            return []
        case SayGone():
            return [EndpointDisabled(**about, reason="gone")]
        case Disable():
            return [EndpointDisabled(**about, reason="asked")]
        case Review():
            return _reviewed(endpoint, command)


def _reviewed(endpoint: Endpoint, review: Review) -> list[Event]:
    same = endpoint.failing_since == review.failing_since
    warned, warned_at = (endpoint.warned, endpoint.warned_at) if same else (0, None)
    if warned_at is not None and review.at - warned_at < BETWEEN:
        return []
    failing = review.failed_at - review.failing_since
    about = {"endpoint": review.endpoint, "company": review.company, "at": review.at}
    if warned < len(WARN_AFTER):
        if failing < WARN_AFTER[warned]:
            return []
        return [EndpointWarned(**about, warning=warned + 1, failing_since=review.failing_since)]
    return [EndpointDisabled(**about, reason="failing")] if failing >= DISABLE_AFTER else []


def evolve(endpoint: Endpoint, event: Event) -> Endpoint:
    match event:
        case EndpointWarned():
            return replace(endpoint, failing_since=event.failing_since, warned=event.warning, warned_at=event.at)
        case EndpointDisabled():
            return Endpoint(disabled=True)
        case EndpointEnabled():
            return Endpoint()


ENDPOINT: Decider[Endpoint, Command, Event] = Decider("endpoint", Endpoint(), decide, evolve, NotificationsEvent)
