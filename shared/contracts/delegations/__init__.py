"""What the delegations service publishes, one module per aggregate, and the union of it all."""

from typing import Annotated

from pydantic import Field

from shared.contracts.delegations.association import AssociationEvent
from shared.contracts.delegations.company import CompanyEvent
from shared.contracts.delegations.day import DayEvent
from shared.contracts.delegations.delegation import DelegationEvent
from shared.contracts.delegations.fair import FairEvent
from shared.contracts.delegations.showcase import ShowcaseEvent

DelegationsEvent = Annotated[
    FairEvent | CompanyEvent | AssociationEvent | ShowcaseEvent | DelegationEvent | DayEvent,
    Field(discriminator="type"),
]
