"""The sample's cooperation, exchange and threats: from each thing's first body and what was said later to steps."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from liaison.client import Json
from liaison.sample.days import Days
from liaison.sample.steps import Life, Step, Wave, people


class Form(NamedTuple):
    """Where things of a kind are, which field of the first body is their id, and who speaks where nothing is said."""

    path: str
    id: str
    by: str = "hq"


OWN_POST = "post"
FORMS: Mapping[str, Form] = {
    "priorities": Form("/priorities", "priority"),
    "technical-actions": Form("/technical-actions", "action", OWN_POST),
    "agreements": Form("/agreements", "agreement", OWN_POST),
    "high-level-visits": Form("/high-level-visits", "visit", OWN_POST),
    "eu-projects": Form("/eu-projects", "project"),
    "eu-positions": Form("/eu-positions", "position"),
    "information-requests": Form("/information-requests", "id"),
    "contacts": Form("/contacts", "id", OWN_POST),
    "environment-notes": Form("/environment-notes", "country"),
    "mailboxes": Form("/mailboxes", "mailbox"),
    "notices": Form("/notices", "notice"),
}


def lives(kind: str, said: Any, days: Days) -> Wave:
    """The lives of all things of a kind in one wave."""
    match kind:
        case "people":
            return people(said)
        case "results":
            results = [days.told(one) for [one] in said]
            return [Life((noted(one),)) for one in results]
        case "links":
            return [Life((linked(days.told(one)),)) for one in said]
    return [Life(tuple(life(FORMS[kind], thing))) for one in said for thing in by_year(one, days)]


def by_year(said: list[Any], days: Days) -> Iterator[list[Any]]:
    """What is said of the thing; of one that is there for several years, the same for each of them."""
    body, *more = days.told(said)
    first, last = body.pop("years", (None, None))
    if first is None:
        yield [body, *more]
        return
    for year in range(days.year(first), days.year(last) + 1):
        yield [body | {"priority": f"{body['priority']}-{year}", "year": year}, *more]


def life(form: Form, said: list[Any]) -> Iterator[Step]:
    """The first body creates the thing; what follows are verbs, or whole paths, each with what goes with it."""
    body, *more = said
    by = body.pop("by", None) or (f"post:{body['post']}" if form.by == OWN_POST else form.by)
    yield Step(form.path, body, by)
    by = "hq" if form.by == "hq" else by
    for verb, about, *whoever in more:
        path = verb if verb.startswith("/") else f"{form.path}/{body[form.id].lower()}/{verb}"
        yield Step(path, about, *whoever or [by])


def noted(result: Json) -> Step:
    priority = result.pop("priority")
    return Step(f"/priorities/{priority}/note-result", result, f"post:{result['post']}")


def linked(link: Json) -> Step:
    priority = link.pop("priority")
    return Step(f"/priorities/{priority}/link", link)
