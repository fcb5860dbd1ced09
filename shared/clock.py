"""The one place that asks what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current UTC instant, cut to milliseconds because that is what MongoDB keeps."""
    instant = datetime.now(UTC)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
