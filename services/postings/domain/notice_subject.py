"""The subject of threat notices: at any time at most one notice has an open draft about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.contracts.postings.notice_subject import NoticeDraftClosed, NoticeDraftOpened, NoticeSubjectEvent
from shared.eventing.decider import Decider, Refused


@dataclass(frozen=True, slots=True)
class OpenDraft:
    subject: str
    notice: str


@dataclass(frozen=True, slots=True)
class CloseDraft:
    subject: str
    notice: str


Command = OpenDraft | CloseDraft


def decide(drafting: str | None, command: Command) -> Sequence[NoticeSubjectEvent]:
    """`drafting` is the notice whose draft is open. Slug: `draft-open-for-subject`."""
    if isinstance(command, CloseDraft):
        closing = NoticeDraftClosed(subject=command.subject, notice=command.notice)
        return [closing] if drafting == command.notice else []
    if drafting not in (None, command.notice):
        raise Refused("draft-open-for-subject", f"notice {drafting} has an open draft about {command.subject}")
    return [] if drafting else [NoticeDraftOpened(subject=command.subject, notice=command.notice)]


def evolve(_: str | None, event: NoticeSubjectEvent) -> str | None:
    return event.notice if isinstance(event, NoticeDraftOpened) else None


NOTICE_SUBJECT: Decider[str | None, Command, NoticeSubjectEvent] = Decider(
    "noticesubject", None, decide, evolve, NoticeSubjectEvent
)
