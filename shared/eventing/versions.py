"""An event's version as its type names it: none where it is the first, a suffix later, as `postings.PostEnded.v2`."""

import re
from collections.abc import Collection

SUFFIX = re.compile(r"(?P<name>.+)\.v(?P<version>[2-9]|[1-9][0-9]+)")


def named(type: str) -> tuple[str, int]:
    """The name that all versions of an event share, and the version, counted from 1."""
    later = SUFFIX.fullmatch(type)
    return (later["name"], int(later["version"])) if later else (type, 1)


def typed(name: str, version: int) -> str:
    """The type of this version of an event."""
    return name if version == 1 else f"{name}.v{version}"


def ahead(type: str, known: Collection[str]) -> bool:
    """Whether this is a newer version of an event that is known in older ones only."""
    name, _ = named(type)
    return type not in known and name in known
