"""When a threat notice is issued or updated, its addressees are told and asked to acknowledge it by signed link."""

from services.notifications.alerts import question, reader_of, said, told
from services.notifications.links import Question
from services.notifications.look import Look
from services.notifications.recipients import Addressee
from services.notifications.rule import Context, Rule
from services.notifications.succession import Succession
from services.notifications.treatment import Treatment
from shared.contracts.postings.notice import NoticeIssued, NoticeUpdated

URGENT_FROM = 3


def audience(event: NoticeIssued | NoticeUpdated) -> tuple[Addressee, ...]:
    return told((one.reader for one in event.addressees), event.notice)


async def context(event: NoticeIssued | NoticeUpdated, _: Addressee, __: Look) -> Context:
    restricted = event.content.marking == "restricted"
    note = event.change_note if isinstance(event, NoticeUpdated) else None
    return said(event.content) | {
        "notice": event.notice,
        "edition": event.edition,
        "change_note": None if restricted else note,
        "unread": None,
    }


def asks(event: NoticeIssued | NoticeUpdated, to: Addressee) -> Question:
    reader = reader_of(to)
    return question(event.notice, event.edition, reader, reader, event.content)


def urgent(event: NoticeIssued | NoticeUpdated) -> bool:
    """From this level on nobody waits for the end of quiet hours."""
    return event.content.level >= URGENT_FROM


RULE = Rule(
    "notice_issued",
    (NoticeIssued, NoticeUpdated),
    audience,
    context,
    asks=asks,
    treatment=Treatment("alerts"),
    urgent=urgent,
    succession=Succession(),
)
