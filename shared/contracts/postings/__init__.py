"""What the postings service publishes, one module per aggregate, and the union of it all."""

from typing import Annotated

from pydantic import Field

from shared.contracts.postings.eu_position import EuPositionEvent
from shared.contracts.postings.mailbox import MailboxEvent
from shared.contracts.postings.notice import NoticeEvent
from shared.contracts.postings.notice_subject import NoticeSubjectEvent
from shared.contracts.postings.position import PositionEvent
from shared.contracts.postings.post import PostEvent
from shared.contracts.postings.posting import PostingEvent

PostingsEvent = Annotated[
    PostEvent | PositionEvent | PostingEvent | MailboxEvent | NoticeEvent | NoticeSubjectEvent | EuPositionEvent,
    Field(discriminator="type"),
]
