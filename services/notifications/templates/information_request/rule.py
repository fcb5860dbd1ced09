"""When there is a request for information to answer, or an answer to read, the side that is to do so learns of it.

What it is about, how it is marked and who has asked is read behind the login, by those who may.
"""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.information_request import (
    InformationRequestAnswered,
    InformationRequestClarified,
    InformationRequestFact,
    InformationRequestFiled,
    InformationRequestOverdue,
    InformationRequestPartlyAnswered,
    InformationRequestRefused,
    InformationRequestTransferred,
    InformationRequestWithdrawn,
)

TO_ANSWER = (
    InformationRequestFiled,
    InformationRequestClarified,
    InformationRequestTransferred,
    InformationRequestOverdue,
    InformationRequestWithdrawn,
)
TO_READ = (InformationRequestPartlyAnswered, InformationRequestAnswered, InformationRequestRefused)


def audience(event: InformationRequestFact) -> tuple[Addressee, ...]:
    """The post, where it is for the post to answer or to read, else the directorate of the investigation service."""
    answers = event.direction == "to-post"
    concerned = answers if isinstance(event, TO_ANSWER) else not answers
    of_post = concerned or isinstance(event, InformationRequestTransferred)
    to = Recipient("post", event.post) if of_post else Recipient("directorate", event.directorate)
    return (Addressee(to, event.request),)


async def context(event: InformationRequestFact, to: Addressee, _: Look) -> Context:
    return {
        "whose": to.recipient.kind,
        "request": event.request,
        "due_on": event.due_at.date() if isinstance(event, TO_ANSWER) else None,
        "what": _what(event),
    }


def _what(event: InformationRequestFact) -> str:
    match event:
        case InformationRequestFiled():
            return "filed"
        case InformationRequestClarified():
            return "clarified"
        case InformationRequestTransferred():
            return "transferred"
        case InformationRequestOverdue():
            return "overdue"
        case InformationRequestWithdrawn():
            return "withdrawn"
        case InformationRequestPartlyAnswered():
            return "part"
        case _:
            return "settled"


RULE = Rule("information_request", (*TO_ANSWER, *TO_READ), audience, context, treatment=Treatment("cooperation"))
