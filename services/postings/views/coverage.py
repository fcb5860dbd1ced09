"""Which country is covered on a day, by a resident post, by an accredited one, or by none, as GeoJSON."""

from collections.abc import Iterable
from datetime import date

from babel import Locale

from shared.eventing.view import Document


def countries() -> list[str]:
    """The countries and territories that CLDR names, by ISO 3166-1 alpha-2; its own extras and groups left out."""
    names: dict[str, str] = dict(Locale("en").territories)
    extras = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
    return sorted(code for code in names if len(code) == 2 and code.isalpha() and code not in extras)


def collection(posts: Iterable[Document], day: date) -> Document:
    """A feature for each country; `geometry` is null, which RFC 7946 allows for what has no place: join by `iso`.

    A post covers nothing while it is suspended, and an accredited country from its consent to the accreditation's end.
    """
    resident: dict[str, list[str]] = {}
    accredited: dict[str, list[str]] = {}
    for post in posts:
        if not _at_work(post, day.isoformat()):
            continue
        resident.setdefault(post["country"], []).append(post["post"])
        for spell in post.get("covered", ()):
            if _within(spell, day.isoformat()):
                accredited.setdefault(spell["country"], []).append(post["post"])
    features = [_feature(code, resident.get(code, []), accredited.get(code, [])) for code in countries()]
    return {"type": "FeatureCollection", "features": features}


def _at_work(post: Document, day: str) -> bool:
    if "opened_on" not in post or day < post["opened_on"] or day > (post["closed_on"] or day):
        return False
    return not any(_within(spell, day) for spell in post.get("suspended", ()))


def _within(spell: Document, day: str) -> bool:
    return bool(spell["first_day"] <= day <= (spell["last_day"] or day))


def _feature(code: str, resident: list[str], accredited: list[str]) -> Document:
    coverage = "resident" if resident else "non-resident" if accredited else "none"
    names = {language: Locale(language).territories[code] for language in ("en", "fr")}
    properties = {"iso": code, "name": names, "coverage": coverage, "resident": resident, "accredited": accredited}
    return {"type": "Feature", "id": code, "geometry": None, "properties": properties}
