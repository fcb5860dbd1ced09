"""What the bodies of this service's routes have in common."""

from pydantic import BaseModel, ConfigDict

from shared.http.types import Text


class Body(BaseModel):
    """What is not asked for is refused, so that a misspelt field is no field left out."""

    model_config = ConfigDict(extra="forbid")


class Reason(Body):
    reason: Text
