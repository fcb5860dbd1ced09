"""A kind of file: which columns it has, what a row is, and which commands a row stands for."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from services.postings.domain.succession import Step
from services.postings.imports.cells import Columns
from services.postings.imports.world import World
from shared.contracts.people import Person


@dataclass(frozen=True)
class Kind:
    """`subject` names the column with the id of what a row is about, `chain` that of what its rows must queue for.

    `read` loads what the rows speak of; `steps` answers the commands of a row in their order, and `person` the record
    that it would add; both raise Refused.
    """

    columns: Columns
    row: type[BaseModel]
    subject: str
    chain: str
    read: Callable[[World, Sequence[Any]], Awaitable[None]]
    steps: Callable[[World, Any], Sequence[Step]]
    person: Callable[[World, Any], Person | None] = lambda _world, _row: None
