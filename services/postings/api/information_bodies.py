"""What requests for information and their answers must look like when they come in."""

from typing import Annotated, Any

from pydantic import Field

from services.postings.api.bodies import Body, LongProse
from shared.contracts.postings.fact import Directorate
from shared.contracts.postings.information_request import (
    Caveat,
    Direction,
    Handling,
    InformationRefusal,
    InformationUrgency,
    LinkKind,
    Marking,
    PauseReason,
)
from shared.http.types import Id, Text

Named = Annotated[tuple[Text, ...], Field(max_length=50, description="subjects of tokens, with the caveat named-only")]


class Said(Body):
    """A text under seal: its marking, and the caveats that narrow who reads it further."""

    text: LongProse
    marking: Marking = "restricted"
    caveats: frozenset[Caveat] = frozenset()
    named: Named = ()

    @property
    def handling(self) -> Handling:
        """As events tell it."""
        return Handling(marking=self.marking, caveats=tuple(sorted(self.caveats)))

    @property
    def record(self) -> dict[str, Any]:
        """As it is sealed."""
        return sealed(self.text, self.named)


class NewRequest(Said):
    """From or to an investigation `service` of a directorate.

    Due within 30 days (`routine`), 10 (`soon`), 2 (`urgent`) or 6 hours (`immediate`).
    """

    id: Id
    post: Id
    service: Id
    directorate: Directorate
    direction: Direction
    urgency: InformationUrgency = "routine"
    priority: Id | None = None


class NewClarification(Said):
    """What the question means more precisely."""

    id: Id


class NewAnswer(Said):
    """`last` says that no further part follows, which closes the request."""

    id: Id
    last: bool


class Refusal(Body):
    """The explanation is sealed, and handled as the question is."""

    reason: InformationRefusal
    text: LongProse


class Wait(Body):
    reason: PauseReason


class Tie(Body):
    """How the request stands to the `other` one."""

    other: Id
    kind: LinkKind


def sealed(text: str, named: tuple[str, ...]) -> dict[str, Any]:
    """A text and its named readers, if any, as the private record has them."""
    return {"text": text, "named": list(named)}
