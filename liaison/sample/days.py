"""The sample's days: offsets in its files, counted from the day on which it was loaded first."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

INSTANTS = {"valid_from", "valid_until", "due_at"}
IN_YEAR = re.compile(r"@(-?\d+)$")
NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True)
class Days:
    """`today` is the day from which the offsets count."""

    today: date

    def on(self, offset: int) -> str:
        """The day that lies so many days ahead, or back."""
        return (self.today + timedelta(days=offset)).isoformat()

    def at(self, offset: int) -> str:
        """Noon of that day, UTC."""
        return datetime.combine(self.today + timedelta(days=offset), NOON).isoformat()

    def year(self, offset: int) -> int:
        """The year in which that day lies."""
        return (self.today + timedelta(days=offset)).year

    def told(self, said: Any, name: str = "") -> Any:
        """What a file says, with days, instants and years in place of offsets; `name` is the field that says it."""
        match said:
            case dict():
                return {key: self.told(value, key) for key, value in said.items()}
            case list():
                return [self.told(one) for one in said]
            case str():
                return IN_YEAR.sub(lambda offset: f"-{self.year(int(offset[1]))}", said)
            case int() if name.endswith("_on") or name == "last_day":
                return self.on(said)
            case int() if name in INSTANTS:
                return self.at(said)
            case int() if name == "year":
                return self.year(said)
        return said
