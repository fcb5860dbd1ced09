"""What the delegations service publishes, one module per aggregate, and the union of it all."""

from typing import Annotated

from pydantic import Field

from shared.contracts.delegations.assistance import AssistanceEvent
from shared.contracts.delegations.company import CompanyEvent
from shared.contracts.delegations.day import DayEvent
from shared.contracts.delegations.delegation import DelegationEvent
from shared.contracts.delegations.fair import FairEvent

DelegationsEvent = Annotated[
    FairEvent | CompanyEvent | DelegationEvent | DayEvent | AssistanceEvent, Field(discriminator="type")
]
