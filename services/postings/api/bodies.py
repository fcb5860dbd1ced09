"""What the bodies and queries of cooperation have in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.http.types import Country, prose
from shared.http.types import Prose as Prose

LongProse = Annotated[str, prose(10_000)]  # of requests for information, contacts and notes on countries
WholeText = Annotated[str, prose(20_000)]  # of a threat notice or an instruction
Year = Annotated[int, Field(ge=2000, le=2100, examples=[2027])]
Euros = Annotated[int, Field(ge=0, le=10**12, description="whole euros")]
Countries = Annotated[tuple[Country, ...], Field(min_length=1, max_length=250)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")
