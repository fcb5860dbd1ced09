"""Types of what comes in from outside, each as narrow as what it means."""

from typing import Annotated

from pydantic import StringConstraints

from shared.countries import Country as Country

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$")]
"""An id chosen by the client: a slug or a UUID, 1 to 80 characters, safe in a path, a stream name and a field name."""

Seat = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,79}/[a-z0-9][a-z0-9-]{0,79}$")]
"""A participant of a buyer-meeting day, as `day/participant`, because their ids are unique within the day only."""

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\p{Cc}\p{Zl}\p{Zp}]*$")
]
"""One line of text of 1 to 200 characters."""


LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
"""A language, by ISO 639-1."""


def prose(most: int) -> StringConstraints:
    """What several lines of text, of at most so many characters, may hold: nothing that controls a terminal."""
    pattern = r"^(?:[\n\r\t]|[^\p{Cc}])*$"
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=most, pattern=pattern)


Prose = Annotated[str, prose(4_000)]
"""Text of any number of lines, 1 to 4,000 characters in all."""
