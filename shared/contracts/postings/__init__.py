"""What the postings service publishes, one module per aggregate, and the union of it all."""

from typing import Annotated

from pydantic import Field

from shared.contracts.postings.agreement import AgreementEvent
from shared.contracts.postings.charge import ChargeEvent
from shared.contracts.postings.contact import ContactEvent
from shared.contracts.postings.environment_note import EnvironmentNoteEvent
from shared.contracts.postings.eu_position import EuPositionEvent
from shared.contracts.postings.eu_project import EuProjectEvent
from shared.contracts.postings.headship import HeadshipEvent
from shared.contracts.postings.high_level_visit import HighLevelVisitEvent
from shared.contracts.postings.information_request import InformationRequestEvent
from shared.contracts.postings.mailbox import MailboxEvent
from shared.contracts.postings.notice import NoticeEvent
from shared.contracts.postings.notice_subject import NoticeSubjectEvent
from shared.contracts.postings.position import PositionEvent
from shared.contracts.postings.post import PostEvent
from shared.contracts.postings.posting import PostingEvent
from shared.contracts.postings.priority import PriorityEvent
from shared.contracts.postings.technical_action import TechnicalActionEvent

OfTheNetwork = PostEvent | PositionEvent | PostingEvent | HeadshipEvent | ChargeEvent
OfCooperation = PriorityEvent | TechnicalActionEvent | AgreementEvent | HighLevelVisitEvent
OfEurope = EuProjectEvent | EuPositionEvent
OfExchange = InformationRequestEvent | ContactEvent | EnvironmentNoteEvent
OfThreats = MailboxEvent | NoticeEvent | NoticeSubjectEvent
PostingsEvent = Annotated[OfTheNetwork | OfCooperation | OfEurope | OfExchange | OfThreats, Field(discriminator="type")]
