"""Positions as a CSV file, its columns named in French or English."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from services.postings.api.positions import Creation
from services.postings.domain.position import POSITION, Abolish, ChangeTour, Create
from services.postings.domain.post import POST
from services.postings.domain.succession import Step
from services.postings.imports.cells import Columns
from services.postings.imports.kind import Kind
from services.postings.imports.world import World

REASON = "brought in from older records"
COLUMNS = Columns(
    names={
        "position": ("position", "emploi", "id"),
        "post": ("post", "poste"),
        "title": ("title", "intitule", "titre"),
        "kind": ("kind", "nature", "type"),
        "service": ("service", "direction"),
        "tour_months": ("tour months", "tour", "duree", "duree en mois"),
        "agrement_needed": ("agrement needed", "agrement", "agrement requis"),
        "on_behalf_of": ("on behalf of", "pour le compte de"),
        "abolished_on": ("abolished on", "abolished", "supprime le", "suppression"),
    },
    needed=("position", "post", "title", "kind", "service"),
    days=frozenset({"abolished_on"}),
    lower=frozenset({"position", "post", "kind", "service"}),
    flags=frozenset({"agrement_needed"}),
)


class PositionRow(Creation):
    """`abolished_on` is the last day on which the position existed."""

    abolished_on: date | None = None


async def _read(world: World, rows: Sequence[PositionRow]) -> None:
    await world.load(POSITION, [row.position for row in rows])
    await world.load(POST, [row.post for row in rows])


def _steps(world: World, row: PositionRow) -> Sequence[Step]:
    return [Step(POSITION, row.position, command) for command in _commands(world, row)]


def _commands(world: World, row: PositionRow) -> Iterator[Any]:
    """A position that is no more may have been at a post that is no more."""
    known, post = world.state(POSITION, row.position), world.state(POST, row.post)
    over = post.closed_on is not None and row.abolished_on is not None and row.abolished_on <= post.closed_on
    said = row.model_dump(exclude={"abolished_on"})
    if known.created is not None:
        said["tour_months"] = known.created.tour_months
    yield Create(**said, post_open=post.is_open or over)
    if known.created is not None and row.tour_months not in (None, known.tour_months):
        yield ChangeTour(row.tour_months or 0)
    if row.abolished_on is not None:
        yield Abolish(row.abolished_on, REASON)


POSITIONS = Kind(COLUMNS, PositionRow, "position", "position", _read, _steps)
