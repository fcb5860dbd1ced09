"""What is said to the services to load the sample: steps, one after the other in the life of each thing."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from liaison.client import Json


@dataclass(frozen=True)
class Step:
    """A command; `by` is who gives it: a role, or a role and for whom, as `post:rabat`."""

    path: str
    body: Json | None = None
    by: str = "hq"
    method: str = "POST"


@dataclass(frozen=True)
class Life:
    """The steps of one thing; they are given in this order, lives side by side."""

    steps: tuple[Step, ...]

    @cached_property
    def keys(self) -> list[str]:
        """An idempotency key for each step, the same whenever the sample is loaded."""
        first = self.steps[0]
        about = f"{first.path} {first.body}"
        return [f"sample-{sha256(f'{about} {number}'.encode()).hexdigest()}" for number in range(len(self.steps))]


Wave = list[Life]


def caller(by: str) -> tuple[str, dict[str, str]]:
    """The role and the claims of whoever gives a step."""
    role, _, whom = by.partition(":")
    return role, {role: whom} if whom else {}


def person(name: str) -> str:
    """The id under which a person of the sample is known."""
    plain = name.casefold().translate(str.maketrans("àâäçèéêëîïôöùûü' ", "aaaceeeeiioouuu--"))
    return "".join(letter for letter in plain if letter.isascii())


def people(names: Any) -> Wave:
    """The records of people, who have no mailbox here."""
    return [Life((Step(f"/people/{person(name)}", {"name": name}, method="PUT"),)) for name in names]
