"""What is published of how a recipient wants to be told: language, clock, channels, quiet hours, and how often."""

from collections.abc import Mapping
from datetime import time
from typing import Literal

from shared.contracts.notifications.fact import NotificationsFact

Channel = Literal["email", "webhook"]
Frequency = Literal["at-once", "hourly", "daily", "never"]


class PreferencesChanged(NotificationsFact):
    """All that a recipient wants from now on; what is None is as the house knows it.

    `recipient` is a kind and an id, as `embassy/lima`, or with a buyer-meeting day, as `participant/lima-2027/acme`.
    Quiet hours are by the clocks of `time_zone`, and may go over midnight; both ends are there or none. `frequency`
    names kinds of messages; a kind that it leaves out is told at once.
    """

    type: Literal["notifications.PreferencesChanged"] = "notifications.PreferencesChanged"
    recipient: str
    language: str | None = None
    time_zone: str | None = None
    channels: tuple[Channel, ...] = ("email", "webhook")
    quiet_from: time | None = None
    quiet_until: time | None = None
    frequency: Mapping[str, Frequency] = {}


PreferencesEvent = PreferencesChanged
