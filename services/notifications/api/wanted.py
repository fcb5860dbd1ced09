"""Preferences as they come in from outside: names that exist, clock times, both ends of quiet hours or none."""

from collections.abc import Mapping
from datetime import time
from functools import cache
from typing import Annotated, Any, Self, get_args
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from services.notifications.domain.preferences import CHANNELS, Preferences, Quiet
from services.notifications.rendering import languages
from shared.contracts.notifications.preferences import Channel, Frequency


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(name: str) -> str:
    if name not in _zones():
        raise ValueError("this is no time zone of the IANA database, such as America/Lima")
    return name


def _language(name: str) -> str:
    if name not in languages():
        raise ValueError(f"messages are written in {', '.join(languages())}")
    return name


def _clock(at: time) -> time:
    if at.tzinfo is not None or at.second or at.microsecond:
        raise ValueError("quiet hours are clock times in hours and minutes, such as 22:00")
    return at


def _frequencies(given: Any) -> Any:
    if isinstance(given, Mapping) and not all(one in get_args(Frequency) for one in given.values()):
        raise ValueError(f"how often is one of {', '.join(get_args(Frequency))}")
    return given


Clock = Annotated[time, AfterValidator(_clock)]


class Wanted(BaseModel):
    """All that a recipient wants; what is left out is as the house knows it, and kinds that are left out at once.

    Quiet hours are by the recipient's clocks and may go over midnight.
    """

    model_config = ConfigDict(extra="forbid")

    language: Annotated[str, AfterValidator(_language)] | None = None
    time_zone: Annotated[str, AfterValidator(_zone)] | None = None
    channels: tuple[Channel, ...] = CHANNELS
    quiet_from: Clock | None = None
    quiet_until: Clock | None = None
    frequency: Annotated[Mapping[str, Frequency], BeforeValidator(_frequencies)] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _both_ends(self) -> Self:
        if (self.quiet_from is None) != (self.quiet_until is None):
            raise ValueError("quiet hours have both ends or none")
        return self

    def preferences(self) -> Preferences:
        """The same as the domain says it."""
        ends = (self.quiet_from, self.quiet_until)
        quiet = None if ends[0] is None or ends[1] is None else Quiet(ends[0], ends[1])
        return Preferences(self.language, self.time_zone, self.channels, quiet, dict(self.frequency))


def told(wanted: Preferences) -> dict[str, Any]:
    """Preferences as they are answered, in the form in which they come in."""
    quiet = wanted.quiet
    return {
        "language": wanted.language,
        "time_zone": wanted.time_zone,
        "channels": list(wanted.channels),
        "quiet_from": quiet.start.isoformat("minutes") if quiet else None,
        "quiet_until": quiet.end.isoformat("minutes") if quiet else None,
        "frequency": dict(wanted.frequency),
    }
