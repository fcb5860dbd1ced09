"""What all facts of the delegations service have in common."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.eventing.event import Event


class DelegationsFact(Event):
    topic: ClassVar[str] = "liaison.delegations"


class Part(BaseModel):
    """A value inside an event."""

    model_config = ConfigDict(frozen=True, extra="ignore")
