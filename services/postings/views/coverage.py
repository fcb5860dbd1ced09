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

    A suspended post covers nothing from its suspension on. What an accredited country has said counts from its day on.
    """
    resident: dict[str, list[str]] = {}
    accredited: dict[str, list[str]] = {}
    for post in posts:
        if not _at_work(post, day.isoformat()):
            continue
        resident.setdefault(post["country"], []).append(post["post"])
        for country, said in post["accreditations"].items():
            if _granted(said, day.isoformat()) and country != post["country"]:
                accredited.setdefault(country, []).append(post["post"])
    features = [_feature(code, resident.get(code, []), accredited.get(code, [])) for code in countries()]
    return {"type": "FeatureCollection", "features": features}


def _at_work(post: Document, day: str) -> bool:
    if "opened_on" not in post or day < post["opened_on"] or day > (post["closed_on"] or day):
        return False
    return post["suspension"] is None or day < str(post["suspension"]["suspended_on"])


def _granted(said: Document, day: str) -> bool:
    if said["standing"] == "granted":
        return bool(said["since"] <= day)
    return bool(said["standing"] == "ended" and day <= said["since"])


def _feature(code: str, resident: list[str], accredited: list[str]) -> Document:
    coverage = "resident" if resident else "non-resident" if accredited else "none"
    names = {language: Locale(language).territories[code] for language in ("en", "fr")}
    properties = {"iso": code, "name": names, "coverage": coverage, "resident": resident, "accredited": accredited}
    return {"type": "Feature", "id": code, "geometry": None, "properties": properties}
