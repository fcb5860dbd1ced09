"""Which country is covered on a day, by a resident post, by an accredited one, or by none, as GeoJSON."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from babel import Locale

from shared.eventing.view import Document


@cache
def countries() -> dict[str, Document]:
    """The countries and territories that CLDR names, by ISO 3166-1 alpha-2; its own extras and groups left out."""
    names = {language: dict(Locale(language).territories) for language in ("en", "fr")}
    extras = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
    codes = sorted(code for code in names["en"] if len(code) == 2 and code.isalpha() and code not in extras)
    return {code: {language: known[code] for language, known in names.items()} for code in codes}


def collection(posts: Iterable[Document], day: date) -> Document:
    """A feature for each country; `geometry` is null, which RFC 7946 allows for what has no place: join by `iso`.

    A post covers nothing while it is suspended, and an accredited country from its consent to the accreditation's end.
    """
    resident: dict[str, list[str]] = {}
    accredited: dict[str, list[str]] = {}
    for post in posts:
        if not _at_work(post, day):
            continue
        resident.setdefault(post["country"], []).append(post["post"])
        for spell in post.get("covered", ()):
            if within(spell, day):
                accredited.setdefault(spell["country"], []).append(post["post"])
    features = [
        _feature(code, names, resident.get(code, []), accredited.get(code, [])) for code, names in countries().items()
    ]
    return {"type": "FeatureCollection", "features": features}


def _at_work(post: Document, day: date) -> bool:
    on = day.isoformat()
    if "opened_on" not in post or on < post["opened_on"] or on > (post["closed_on"] or on):
        return False
    return not any(within(spell, day) for spell in post.get("suspended", ()))


def within(spell: Document, day: date) -> bool:
    """Whether the day is one of the spell's, which goes on where it has no last one."""
    return bool(spell["first_day"] <= day.isoformat() <= (spell["last_day"] or day.isoformat()))


def _feature(code: str, names: Document, resident: list[str], accredited: list[str]) -> Document:
    coverage = "resident" if resident else "non-resident" if accredited else "none"
    properties = {"iso": code, "name": names, "coverage": coverage, "resident": resident, "accredited": accredited}
    return {"type": "Feature", "id": code, "geometry": None, "properties": properties}
