"""Preferences: how one recipient wants to be told, within what each kind of message allows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time

from shared.contracts.notifications import NotificationsEvent
from shared.contracts.notifications.preferences import Channel, Frequency, PreferencesChanged
from shared.eventing.decider import Decider, Refused

CHANNELS: tuple[Channel, ...] = ("email", "webhook")
Offer = Mapping[str, tuple[Frequency, ...]]  # by kind of message, how often one may be told of it


@dataclass(frozen=True)
class Quiet:
    """From one clock time to another, over midnight where the first is the later one."""

    start: time
    end: time


@dataclass(frozen=True)
class Preferences:
    """What is None is as the house knows it; kinds that `frequency` leaves out are told at once."""

    language: str | None = None
    time_zone: str | None = None
    channels: tuple[Channel, ...] = CHANNELS
    quiet: Quiet | None = None
    frequency: Mapping[str, Frequency] = field(default_factory=dict)

    def often(self, kind: str) -> Frequency:
        """How often this recipient is told of this kind."""
        return self.frequency.get(kind, "at-once")


@dataclass(frozen=True)
class Prefer:
    """All of it at once, as a page or a client sends it."""

    recipient: str
    wanted: Preferences
    offer: Offer


@dataclass(frozen=True)
class Unsubscribe:
    """No more of these kinds; what may not be switched off among them goes on."""

    recipient: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Inherit:
    """The recipient goes on for another one, which wanted this; what it has said itself stands."""

    recipient: str
    wanted: Preferences


Command = Prefer | Unsubscribe | Inherit


def decide(before: Preferences, command: Command) -> list[PreferencesChanged]:
    """Slugs: `kind-not-offered`, `frequency-not-offered`, `quiet-hours-empty`, `no-channel-left`."""
    match command:
        case Unsubscribe(kinds=kinds):
            wanted = replace(before, frequency={**before.frequency, **dict.fromkeys(kinds, "never")})
        case Inherit():
            wanted = command.wanted if before == Preferences() else before
        case Prefer():
            wanted = _possible(command.wanted, command.offer)
    return [] if wanted == before else [_changed(command.recipient, wanted)]


def _possible(wanted: Preferences, offer: Offer) -> Preferences:
    for kind, frequency in wanted.frequency.items():
        if kind not in offer:
            raise Refused("kind-not-offered", f"there is no kind of messages {kind}, there are {', '.join(offer)}")
        if frequency not in offer[kind]:
            raise Refused("frequency-not-offered", f"{kind} is told {' or '.join(offer[kind])}, not {frequency}")
    if wanted.quiet is not None and wanted.quiet.start == wanted.quiet.end:
        raise Refused("quiet-hours-empty", f"quiet hours that begin and end at {wanted.quiet.end} are none, or all day")
    if not wanted.channels:
        raise Refused("no-channel-left", "somebody who is told at all is told by email or webhook")
    told = {kind: often for kind, often in sorted(wanted.frequency.items()) if often != "at-once"}
    return replace(wanted, frequency=told, channels=tuple(one for one in CHANNELS if one in wanted.channels))


def _changed(recipient: str, wanted: Preferences) -> PreferencesChanged:
    quiet = wanted.quiet
    return PreferencesChanged(
        recipient=recipient,
        language=wanted.language,
        time_zone=wanted.time_zone,
        channels=wanted.channels,
        quiet_from=quiet.start if quiet else None,
        quiet_until=quiet.end if quiet else None,
        frequency=wanted.frequency,
    )


def evolve(_: Preferences, event: PreferencesChanged) -> Preferences:
    quiet = (
        None if event.quiet_from is None or event.quiet_until is None else Quiet(event.quiet_from, event.quiet_until)
    )
    return Preferences(event.language, event.time_zone, event.channels, quiet, dict(event.frequency))


PREFERENCES: Decider[Preferences, Command, PreferencesChanged] = Decider(
    "preferences", Preferences(), decide, evolve, NotificationsEvent
)
