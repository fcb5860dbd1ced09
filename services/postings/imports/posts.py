"""Posts as a CSV file, its columns named in French or English."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Self

from pydantic import Field, model_validator

from services.postings.api.posts import Opening
from services.postings.domain.post import POST, Close, Open
from services.postings.domain.post_running import Arrange
from services.postings.domain.succession import Step
from services.postings.imports.cells import Columns
from services.postings.imports.kind import Kind
from services.postings.imports.world import World
from shared.contracts.postings.post import Weekday
from shared.http.types import LanguageCode

COLUMNS = Columns(
    names={
        "post": ("post", "poste", "id"),
        "name": ("name", "nom"),
        "country": ("country", "pays"),
        "accredited": ("accredited", "accreditations", "pays accredites"),
        "embassy": ("embassy", "ambassade"),
        "embassy_mail": ("embassy mail", "courriel ambassade", "courriel de l ambassade"),
        "embassy_language": ("embassy language", "langue ambassade", "langue de l ambassade"),
        "mail": ("mail", "e mail", "email", "courriel"),
        "language": ("language", "langue"),
        "time_zone": ("time zone", "fuseau", "fuseau horaire"),
        "opened_on": ("opened on", "opened", "ouvert le", "ouverture"),
        "closed_on": ("closed on", "closed", "ferme le", "fermeture"),
        "languages": ("languages", "langues"),
        "working_week": ("working week", "semaine", "jours ouvres"),
    },
    needed=(
        "post", "name", "country", "embassy", "embassy_mail", "embassy_language", "mail", "language", "time_zone",
        "opened_on",
    ),
    days=frozenset({"opened_on", "closed_on"}),
    several=frozenset({"accredited", "languages", "working_week"}),
    lower=frozenset({"post", "embassy_language", "language", "languages", "working_week"}),
    upper=frozenset({"country", "accredited"}),
)  # fmt: skip


class PostRow(Opening):
    """`closed_on` is the post's last day; `languages` and `working_week` are said together or not at all."""

    closed_on: date | None = None
    languages: tuple[LanguageCode, ...] = Field((), max_length=20)
    working_week: tuple[Weekday, ...] = Field((), max_length=7)

    @model_validator(mode="after")
    def _arranged_whole(self) -> Self:
        if bool(self.languages) != bool(self.working_week):
            raise ValueError("languages and working_week are said together or not at all")
        return self


async def _read(world: World, rows: Sequence[PostRow]) -> None:
    await world.load(POST, [row.post for row in rows])


def _steps(world: World, row: PostRow) -> Sequence[Step]:
    return [Step(POST, row.post, command) for command in _commands(world, row)]


def _commands(world: World, row: PostRow) -> Iterator[Any]:
    known = world.state(POST, row.post)
    yield Open(**row.model_dump(exclude={"closed_on", "languages", "working_week"}))
    if row.working_week and (row.languages, row.working_week) != (known.languages, known.working_week):
        yield Arrange(row.languages, row.working_week)
    if row.closed_on is not None:
        yield Close(row.post, row.closed_on)


POSTS = Kind(COLUMNS, PostRow, "post", "post", _read, _steps)
