"""Examples of what messages print, for previews: JSON beside the templates, with days and instants as in RFC 9557."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from services.notifications.rendering import TEMPLATES
from services.notifications.rule import Context

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
INSTANT = re.compile(DAY.pattern + r"T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})")
PLACED = re.compile(rf"({INSTANT.pattern})\[([\w/+-]{{1,60}})\]")


@cache
def _written(message: str) -> str | None:
    path = TEMPLATES / message / "example.json"
    return path.read_text("utf-8") if path.exists() else None


def example(message: str) -> Context | None:
    """What the message prints in the example, None where there is none."""
    written = _written(message)
    return None if written is None else read(json.loads(written))


def read(value: Any) -> Any:
    """JSON with its days and instants as what they are. Raises ValueError for one that there is not."""
    match value:
        case Mapping():
            return {name: read(one) for name, one in value.items()}
        case list() | tuple():
            return [read(one) for one in value]
        case str() if DAY.fullmatch(value):
            return date.fromisoformat(value)
        case str() if INSTANT.fullmatch(value):
            return datetime.fromisoformat(value)
        case str() if found := PLACED.fullmatch(value):
            return datetime.fromisoformat(found[1]).astimezone(ZoneInfo(found[2]))
    return value


def shown(value: Any) -> Any:
    """The other way round: a context as JSON."""
    match value:
        case Mapping():
            return {name: shown(one) for name, one in value.items()}
        case list() | tuple():
            return [shown(one) for one in value]
        case datetime(tzinfo=ZoneInfo(key=key)):
            return f"{value.isoformat()}[{key}]"
        case date():
            return value.isoformat()
    return value
