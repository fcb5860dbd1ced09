"""What the postings service publishes, one module per aggregate, and the union of it all."""

from typing import Annotated

from pydantic import Field

from shared.contracts.postings.agreement import AgreementEvent
from shared.contracts.postings.eu_project import EuProjectEvent
from shared.contracts.postings.high_level_visit import HighLevelVisitEvent
from shared.contracts.postings.position import PositionEvent
from shared.contracts.postings.post import PostEvent
from shared.contracts.postings.posting import PostingEvent
from shared.contracts.postings.priority import PriorityEvent
from shared.contracts.postings.technical_action import TechnicalActionEvent

PostingsEvent = Annotated[
    PostEvent
    | PositionEvent
    | PostingEvent
    | PriorityEvent
    | TechnicalActionEvent
    | AgreementEvent
    | HighLevelVisitEvent
    | EuProjectEvent,
    Field(discriminator="type"),
]
