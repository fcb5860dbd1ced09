"""Which countries a piece of work may be about."""

from collections.abc import Iterable

from shared.countries import COUNTRIES
from shared.eventing.decider import Refused

NAMED = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
MEMBER_STATES = frozenset(NAMED.split())  # of the European Union


def known(*countries: str) -> tuple[str, ...]:
    """The countries in alphabetical order, each once. Slug: `country-unknown`."""
    if unknown := set(countries) - COUNTRIES:
        raise Refused("country-unknown", f"there is no country {', '.join(sorted(unknown))}")
    return tuple(sorted(set(countries)))


def within(countries: Iterable[str], allowed: Iterable[str], slug: str) -> None:
    """Refuses with this slug where a country is none of those allowed."""
    if beyond := set(countries) - set(allowed):
        raise Refused(slug, f"{', '.join(sorted(beyond))} is none of {', '.join(sorted(allowed))}")
