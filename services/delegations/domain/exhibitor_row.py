"""A row of a fair's exhibitor list as it comes in: which members it may have, and what each must be."""

from typing import Annotated, Any
from unicodedata import category

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, EmailStr, Field, StringConstraints

from services.delegations.domain.profile_row import ProfileRow
from shared.contracts.people import Language
from shared.countries import Country


def _one_line(text: str) -> str:
    if any(category(character) == "Cc" for character in text):
        raise ValueError("must have no control characters")
    return text


def _several(value: Any) -> Any:
    """One real list gives one exhibitor two websites, and all others at most one."""
    return (value,) if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_one_line)]

Address = Annotated[str, StringConstraints(max_length=2000)]


class Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Place(Part):
    iso2: Country


class Contact(Part):
    """An extension of the format; the real files have no mail addresses."""

    mail: EmailStr
    name: Text | None = None
    language: Language | None = None


class Row(Part):
    name: Text
    category: tuple[Text, ...] = Field((), max_length=200)
    address: Place | None = None
    country: Place | None = None
    website: Annotated[tuple[Address, ...], BeforeValidator(_several), Field(max_length=20)] = ()
    contact: dict[str, Any] | None = None
    profile: ProfileRow = ProfileRow()
