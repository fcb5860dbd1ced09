"""The yearly report of a post, of a country or of all: per priority what was planned, done and obtained."""

from collections.abc import Iterable, Sequence
from datetime import date

from pydantic import BaseModel

from services.postings.views.linked_work import Stage
from shared.eventing.view import Document


class Objective(BaseModel):
    """What a post is to do for a priority."""

    post: str
    countries: tuple[str, ...]
    objective: str


class ReportedWork(BaseModel):
    """A piece of work that serves a priority; `post` and `title` are None where it has none."""

    kind: str
    work: str
    title: str | None
    post: str | None
    countries: tuple[str, ...]
    stage: Stage


class Obtained(BaseModel):
    """What came of it: noted by a post on a day, or said by a piece of work."""

    text: str
    post: str | None
    noted_on: date | None = None
    kind: str | None = None
    work: str | None = None


class ReportedPriority(BaseModel):
    """`proposed`, `planned`, `done` and `dropped` count the pieces of work; each is in one of these."""

    priority: str
    title: str
    theme: str
    countries: tuple[str, ...]
    objectives: tuple[Objective, ...]
    proposed: int
    planned: int
    done: int
    dropped: int
    work: tuple[ReportedWork, ...]
    obtained: tuple[Obtained, ...]


class Report(BaseModel):
    """`post` and `country` say of what it is; None where of all."""

    year: int
    post: str | None
    country: str | None
    priorities: tuple[ReportedPriority, ...]


def report(
    year: int, post: str | None, country: str | None, priorities: Iterable[Document], work: Sequence[Document]
) -> Report:
    """The report from the year's priorities and the work linked to them.

    A priority is in it where the post has a part in it or has worked for it, and the same with a country.
    """
    reported = (_reported(priority, post, country, work) for priority in priorities)
    lines = tuple(sorted((line for line in reported if line), key=lambda line: (line.theme, line.priority)))
    return Report(year=year, post=post, country=country, priorities=lines)


def _reported(
    priority: Document, post: str | None, country: str | None, work: Sequence[Document]
) -> ReportedPriority | None:
    parts = [
        part
        for part in priority["parts"].values()
        if post in (None, part["post"]) and (country is None or country in part["countries"])
    ]
    linked = [
        one
        for one in work
        if priority["priority"] in one["priorities"]
        and (post is None or post in one["posts"])
        and (country is None or country in one["countries"])
    ]
    results = [
        one for one in priority["results"].values() if post in (None, one["post"]) and country in (None, one["country"])
    ]
    concerned = parts or linked or results
    if not concerned and (post is not None or (country is not None and country not in priority["countries"])):
        return None
    stages = [one["stage"] for one in linked]
    return ReportedPriority(
        **{name: priority[name] for name in ("priority", "title", "theme", "countries")},
        objectives=tuple(map(Objective.model_validate, sorted(parts, key=lambda part: str(part["post"])))),
        proposed=stages.count("proposed"),
        planned=stages.count("planned"),
        done=stages.count("done"),
        dropped=stages.count("dropped"),
        work=tuple(map(ReportedWork.model_validate, linked)),
        obtained=tuple(_obtained(results, linked, post, country)),
    )


def _obtained(
    results: Iterable[Document], linked: Iterable[Document], post: str | None, country: str | None
) -> Iterable[Obtained]:
    for result in sorted(results, key=lambda result: (result["noted_on"], result["result"])):
        yield Obtained(text=result["text"], post=result["post"], noted_on=result["noted_on"])
    for one in linked:
        for text in one["obtained"]:
            yield Obtained(text=text, post=one["post"], kind=one["kind"], work=one["work"])
        for _, view in sorted(one.get("views", {}).items()):
            if post in (None, view["post"]) and country in (None, view["country"]):
                text = f"{view['country']}, {view['text']}"
                yield Obtained(text=text, post=view["post"], kind=one["kind"], work=one["work"])
