"""What the postings service publishes, one module per aggregate, and the union of it all."""

from typing import Annotated

from pydantic import Field

from shared.contracts.postings.contact import ContactEvent
from shared.contracts.postings.environment_note import EnvironmentNoteEvent
from shared.contracts.postings.information_request import InformationRequestEvent
from shared.contracts.postings.position import PositionEvent
from shared.contracts.postings.post import PostEvent
from shared.contracts.postings.posting import PostingEvent

PostingsEvent = Annotated[
    PostEvent | PositionEvent | PostingEvent | InformationRequestEvent | ContactEvent | EnvironmentNoteEvent,
    Field(discriminator="type"),
]
