"""When there is a request for information to answer, or an answer to read, the post learns that there is one.

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
    """The post, where it is for the post to answer, or to read; the directorates have no mailbox here."""
    answers = event.direction == "to-post"
    concerned = answers if isinstance(event, TO_ANSWER) else not answers
    told = concerned or isinstance(event, InformationRequestTransferred)
    return (Addressee(Recipient("post", event.post), event.request),) if told else ()


async def context(event: InformationRequestFact, _: Addressee, __: Look) -> Context:
    return {
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
