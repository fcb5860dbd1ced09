"""When a threat notice is withdrawn, everybody who was told of it learns why."""

from services.notifications.alerts import said, told
from services.notifications.look import Look
from services.notifications.recipients import Addressee
from services.notifications.rule import Context, Rule
from services.notifications.succession import Succession
from services.notifications.treatment import Treatment
from shared.contracts.postings.notice import NoticeWithdrawn


def audience(event: NoticeWithdrawn) -> tuple[Addressee, ...]:
    return told((one.reader for one in event.addressees), event.notice)


async def context(event: NoticeWithdrawn, _: Addressee, __: Look) -> Context:
    reason = None if event.content.marking == "restricted" else event.reason
    return said(event.content) | {"notice": event.notice, "reason": reason}


RULE = Rule(
    "notice_withdrawn",
    (NoticeWithdrawn,),
    audience,
    context,
    treatment=Treatment("alerts"),
    succession=Succession(takes_back=True),
)
