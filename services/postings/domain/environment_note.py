"""The note on a country's security market: drafted by a post, reviewed by somebody else, dated, asked about."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from services.postings.domain.silence import months_after
from shared.contracts.postings.environment_note import (
    EnvironmentNoteApproved,
    EnvironmentNoteDrafted,
    EnvironmentNoteEvent,
    EnvironmentNoteQuestionAnswered,
    EnvironmentNoteQuestionAsked,
    EnvironmentNoteReturned,
    NoteSection,
    NoteText,
)
from shared.eventing.decider import Decider, Refused


@dataclass(frozen=True)
class Draft:
    """`post` writes; `covers` says whether it is open and covers the country, by residence or accreditation."""

    note: str
    country: str
    post: str
    text: NoteText
    at: datetime
    covers: bool
    priority: str | None = None


@dataclass(frozen=True)
class Approve:
    """The reviewer has read this `draft`; the version is good for so many months from `reviewed_on`, or from now."""

    note: str
    draft: int
    months: int
    at: datetime
    reviewed_on: date | None = None


@dataclass(frozen=True)
class Return:
    note: str
    draft: int
    remarks: str
    at: datetime


@dataclass(frozen=True)
class Ask:
    note: str
    question: str
    company: str
    section: NoteSection
    text: str
    at: datetime


@dataclass(frozen=True)
class Answer:
    """`post` is the one that speaks, None where headquarters answers for it."""

    note: str
    question: str
    post: str | None
    answer: str
    at: datetime


Command = Draft | Approve | Return | Ask | Answer


@dataclass(frozen=True)
class Note:
    """`drafted` is the last draft, `judged` whether its review is over, `version` the last that was approved."""

    drafted: EnvironmentNoteDrafted | None = None
    judged: EnvironmentNoteApproved | EnvironmentNoteReturned | None = None
    version: int = 0
    questions: Mapping[str, EnvironmentNoteQuestionAsked] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


def decide(note: Note, command: Command) -> list[EnvironmentNoteEvent]:
    """Saying the same again changes nothing. Slugs: `environment-note-unknown`, and those below."""
    if isinstance(command, Draft):
        return _draft(note, command)
    if note.drafted is None:
        raise Refused("environment-note-unknown", f"there is no note {command.note}")
    of = {**note.drafted.model_dump(include={"note", "country", "post"}), "at": command.at}
    match command:
        case Approve(draft=draft, months=months):
            review_on = months_after(_reviewed_on(command), months)
            approved = EnvironmentNoteApproved(**of, version=note.drafted.version, draft=draft, review_on=review_on)
            return [approved] if _to_judge(note, draft, None) else []
        case Return(draft=draft, remarks=remarks):
            returned = EnvironmentNoteReturned(**of, version=note.drafted.version, draft=draft, remarks=remarks)
            return [returned] if _to_judge(note, draft, remarks) else []
        case Ask():
            return _ask(note, of, command)
        case Answer():
            return _answer(note, of, command)


def _draft(note: Note, command: Draft) -> list[EnvironmentNoteEvent]:
    """Slug: `country-not-covered`."""
    if not command.covers:
        raise Refused("country-not-covered", f"{command.country} is not covered by an open post {command.post}")
    former, pending = note.drafted, note.judged is None
    said = (command.post, command.text, command.priority)
    if former is not None and (former.post, former.text, former.priority) == said:
        return []
    return [
        EnvironmentNoteDrafted(
            note=command.note,
            country=command.country,
            post=command.post,
            at=command.at,
            version=former.version if former is not None and pending else note.version + 1,
            draft=former.draft + 1 if former is not None else 1,
            text=command.text,
            priority=command.priority,
        )
    ]


def _reviewed_on(command: Approve) -> date:
    """Slug: `reviewed-in-future`."""
    today = command.at.date()
    if command.reviewed_on is not None and command.reviewed_on > today:
        raise Refused("reviewed-in-future", f"{command.reviewed_on} is still to come")
    return command.reviewed_on or today


def _to_judge(note: Note, draft: int, remarks: str | None) -> bool:
    """Whether this draft waits for its review. Slugs: `draft-outdated`, `draft-already-reviewed`.

    Without remarks it is approved; the same verdict again changes nothing, and remarks cannot be added to a review.
    """
    if note.drafted is None or note.drafted.draft != draft:
        raise Refused("draft-outdated", f"draft {draft} is not the one that waits for a review")
    if note.judged is None:
        return True
    if (note.judged.remarks if isinstance(note.judged, EnvironmentNoteReturned) else None) != remarks:
        raise Refused("draft-already-reviewed", f"draft {draft} has been reviewed with another result")
    return False


def _ask(note: Note, of: dict[str, Any], command: Ask) -> list[EnvironmentNoteEvent]:
    """Slugs: `environment-note-not-approved`, `question-already-asked`."""
    said = {"company": command.company, "section": command.section, "text": command.text}
    if (known := note.questions.get(command.question)) is not None:
        if known.model_dump(include=set(said)) != said:
            raise Refused("question-already-asked", f"{command.question} asks something else already")
        return []
    if note.version == 0:
        raise Refused("environment-note-not-approved", "no version has been approved yet")
    return [EnvironmentNoteQuestionAsked(**of, question=command.question, version=note.version, **said)]


def _answer(note: Note, of: dict[str, Any], command: Answer) -> list[EnvironmentNoteEvent]:
    """Slugs: `question-unknown`, `environment-note-forbidden`, `question-already-answered`."""
    asked = note.questions.get(command.question)
    if asked is None:
        raise Refused("question-unknown", f"there is no question {command.question}")
    if command.post not in (None, of["post"]):
        raise Refused("environment-note-forbidden", f"questions on this note are for post {of['post']}")
    if command.question in note.answers:
        if note.answers[command.question] != command.answer:
            raise Refused("question-already-answered", f"{command.question} was answered otherwise")
        return []
    answer = {"question": command.question, "company": asked.company, "answer": command.answer}
    return [EnvironmentNoteQuestionAnswered(**of, **answer)]


def evolve(note: Note, event: EnvironmentNoteEvent) -> Note:
    match event:
        case EnvironmentNoteDrafted():
            return replace(note, drafted=event, judged=None)
        case EnvironmentNoteReturned():
            return replace(note, judged=event)
        case EnvironmentNoteApproved(version=version):
            return replace(note, judged=event, version=version)
        case EnvironmentNoteQuestionAsked(question=question):
            return replace(note, questions={**note.questions, question: event})
        case EnvironmentNoteQuestionAnswered(question=question, answer=answer):
            return replace(note, answers={**note.answers, question: answer})


ENVIRONMENT_NOTE: Decider[Note, Command, EnvironmentNoteEvent] = Decider(
    "environmentnote", Note(), decide, evolve, EnvironmentNoteEvent
)
