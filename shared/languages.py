"""How each language that messages are written in says days, clock times, time zones and countries."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_gmt, get_timezone_name
from babel.numbers import format_decimal

from shared.contracts.people import Language

LOCALES: Mapping[Language, Locale] = {"fr": Locale("fr", "FR"), "en": Locale("en", "GB")}
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def filters(language: Language) -> dict[str, Callable[..., str]]:
    """The template filters of a language: `day`, `clock`, `zone`, `country` and `euros`.

    A language that messages are written in, but that no record of a person can name, has its locale by its code.
    """
    locale = LOCALES.get(language) or Locale.parse(language)
    return {
        name: partial(say, locale)
        for name, say in (("day", day), ("clock", clock), ("zone", zone), ("country", country), ("euros", euros))
    }


def day(locale: Locale, value: date | datetime) -> str:
    """The whole date, with its weekday."""
    return format_date(value, "full", locale)


def clock(locale: Locale, value: datetime) -> str:
    """Hours and minutes where the instant's own time zone is."""
    return format_time(value, "HH:mm", tzinfo=value.tzinfo, locale=locale)


def zone(locale: Locale, value: datetime) -> str:
    """The name of the instant's time zone as it is in force then, and its distance from UTC."""
    return f"{get_timezone_name(value, locale=locale)}, UTC{get_timezone_gmt(value, 'iso8601', locale=locale)}"


def country(locale: Locale, code: str) -> str:
    """The name of a country by its ISO 3166-1 alpha-2 code; an unknown code stands for itself."""
    return str(locale.territories.get(code, code))


def euros(locale: Locale, amount: int) -> str:
    """Whole euros, with the language's own separators."""
    return f"{format_decimal(amount, locale=locale)} EUR"


def one_line(value: Any) -> Any:
    """Text as it may stand inside a line: no control characters, line ends or changes of writing direction.

    Every value that a template prints goes through here, so no field can begin a header or a line of its own.
    """
    if not isinstance(value, str):
        return value
    kept = (" " if char.isspace() else char for char in value if char not in BIDI_CONTROLS and not _nothing(char))
    return " ".join("".join(char for char in kept if unicodedata.category(char) not in ("Cc", "Cs")).split())


def _nothing(char: str) -> bool:
    """Whether this is one of the code points that are for ever no character, which XML does not allow."""
    return ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF
