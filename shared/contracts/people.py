"""People as records on compacted topics: the only place where personal data travels between services.

Domain events carry a person's id and nothing else. A record is replaced by the next one with the same key; erasure is
a tombstone, after which every service has deleted its copy.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, EmailStr

POSTINGS_PEOPLE = "liaison.postings.people"
DELEGATIONS_PEOPLE = "liaison.delegations.people"

Language = Literal["fr", "en"]


class Person(BaseModel):
    """An officer, a delegate, a buyer's or a company's contact; `language` is the one they are written to in."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    name: str
    mail: EmailStr | None = None
    language: Language = "fr"
