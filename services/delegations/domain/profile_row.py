"""A company's profile as it comes in, from a form or a file: each part checked, a SIREN by its last digit."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from services.delegations.domain.registered_company import Profile
from services.delegations.domain.siren import siren
from shared.countries import Country

Size = Literal["micro", "small", "medium", "large"]


def _siren(text: str) -> str:
    digits = siren(text)
    if digits is None:
        raise ValueError("is no SIREN: nine digits, the last of which fits the others")
    return digits


Siren = Annotated[str, Field(max_length=40), AfterValidator(_siren)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


class ProfileRow(BaseModel):
    """`languages` are ISO 639-1, `markets` ISO 3166-1 alpha-2, the countries in which the company wants to sell."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    siren: Siren | None = None
    size: Size | None = None
    languages: tuple[Language, ...] = Field((), max_length=100)
    markets: tuple[Country, ...] = Field((), max_length=250)

    def profile(self) -> Profile:
        """What it says of a company, without repeats."""
        languages, markets = (tuple(dict.fromkeys(these)) for these in (self.languages, self.markets))
        return Profile(self.siren, self.size, languages, markets)
