"""When an alert was not acknowledged in time, whoever is next is told in the addressee's place, and asked the same."""

from services.notifications.alerts import ANSWERED_FOR, reader_of, recipient, said
from services.notifications.claims import Priority
from services.notifications.links import Question
from services.notifications.look import Look
from services.notifications.outcomes import Withdrawn
from services.notifications.recipients import Addressee
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.notifications.alert import AlertEscalated
from shared.contracts.postings.notice import NoticeContent


def audience(event: AlertEscalated) -> tuple[Addressee, ...]:
    return (Addressee(recipient(event.reader), event.notice),)


async def context(event: AlertEscalated, _: Addressee, look: Look) -> Context:
    notice = await look.notice(event.notice)
    if notice["withdrawn"]:
        raise Withdrawn("the notice was withdrawn meanwhile")
    content = NoticeContent.model_validate(notice["content"])
    told = {"notice": event.notice, "edition": event.edition, "change_note": None}
    return said(content) | told | {"unread": event.addressee.id, "step": event.step}


def asks(event: AlertEscalated, to: Addressee) -> Question:
    about = {"notice": event.notice, "edition": str(event.edition), "addressee": event.addressee.key}
    until = event.at + ANSWERED_FOR
    return Question("notice", about | {"reader": reader_of(to).key}, until, until)


RULE = Rule(
    "notice_escalated",
    (AlertEscalated,),
    audience,
    context,
    asks=asks,
    treatment=Treatment("alerts", urgent=True),
    priority=Priority.URGENT,
)
