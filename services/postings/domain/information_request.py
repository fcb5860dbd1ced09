"""A request for information between a post and an investigation service, in either direction, with its clock."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from services.postings.domain import information_answers
from services.postings.domain.handling import names_fit
from services.postings.domain.information_case import Case, asker, evolve, speaks_for, still_open
from services.postings.domain.information_commands import (
    Assign,
    Command,
    Erase,
    Expire,
    File,
    Link,
    Succeed,
    Transfer,
    Withdraw,
)
from shared.contracts.postings.information_request import (
    ChargeReason,
    InformationRequestAssigned,
    InformationRequestErased,
    InformationRequestEvent,
    InformationRequestFiled,
    InformationRequestLinked,
    InformationRequestOverdue,
    InformationRequestTransferred,
    InformationRequestWithdrawn,
    InformationUrgency,
    LinkKind,
)
from shared.eventing.decider import Decider, Refused

DEADLINES: Mapping[InformationUrgency, timedelta] = {
    "routine": timedelta(days=30),
    "soon": timedelta(days=10),
    "urgent": timedelta(days=2),
    "immediate": timedelta(hours=6),
}
INVERSE: Mapping[LinkKind, LinkKind] = {
    "same-case": "same-case",
    "duplicates": "duplicated-by",
    "duplicated-by": "duplicates",
    "follows": "followed-by",
    "followed-by": "follows",
}


def decide(case: Case, command: Command) -> list[InformationRequestEvent]:
    """Saying the same again changes nothing. Slugs: `information-request-unknown`, `-forbidden`, `-closed`,
    `-open`, `-erased`, `linked-to-itself`, `posting-not-at-post`, `post-unknown`, `post-closed`, and those of answers.
    """
    if isinstance(command, File):
        return _file(case, command)
    case.asked(command.request)
    of = case.about(command.at)
    match command:
        case Assign(by=by, posting=posting):
            speaks_for(by, case, "post")
            still_open(case)
            if not command.serves:
                raise Refused("posting-not-at-post", f"no posting {posting} serves at {case.post}")
            return _charge(case, command.at, posting, "decision")
        case Succeed(former=former, posting=posting):
            return _charge(case, command.at, posting, "succession") if case.is_open and case.posting == former else []
        case Link(by=by, other=other, kind=kind):
            speaks_for(by, case, "post" if by.role == "post" else "service")
            if other == command.request:
                raise Refused("linked-to-itself", f"{other} is this request itself")
            linked = InformationRequestLinked(**of, other=other, kind=kind)
            return [] if case.links.get(other) == kind else [linked]
        case Transfer(former=former) if former is not None and not (case.is_open and case.post == former):
            return []
        case Transfer(post=post, post_open=post_open):
            still_open(case)
            _open(post, post_open)
            moved = InformationRequestTransferred(**{**of, "post": post}, former=case.post)
            return [] if post == case.post else [moved]
        case Withdraw(by=by):
            speaks_for(by, case, asker(case))
            if case.status == "withdrawn":
                return []
            still_open(case)
            return [InformationRequestWithdrawn(**of)]
        case Expire(at=at):
            running = case.is_open and case.paused_at is None and not case.overdue
            late = running and case.due_at is not None and at >= case.due_at
            return [InformationRequestOverdue(**of)] if late else []
        case Erase():
            if case.is_open:
                raise Refused("information-request-open", "what waits for an answer is not erased")
            return [] if case.erased else [InformationRequestErased(**of)]
        case _:
            return information_answers.decide(case, command)


def _file(case: Case, command: File) -> list[InformationRequestEvent]:
    """Slugs: `information-request-already-filed`, `named-readers-mismatch`."""
    filed = InformationRequestFiled(
        request=command.request,
        post=command.post,
        service=command.service,
        directorate=command.directorate,
        direction=command.direction,
        urgency=command.urgency,
        due_at=command.at + DEADLINES[command.urgency],
        at=command.at,
        priority=command.priority,
        handling=command.handling,
        content=command.content,
    )
    new = evolve(Case(), filed)
    speaks_for(command.by, new, asker(new))
    if case.filed is not None:
        if case.filed != filed.model_copy(update={"at": case.filed.at, "due_at": case.filed.due_at}):
            raise Refused("information-request-already-filed", f"{command.request} asks for something else already")
        return []
    _open(command.post, command.post_open)
    names_fit(command.handling, command.named)
    return [filed]


def _charge(case: Case, at: datetime, posting: str | None, because: ChargeReason) -> list[InformationRequestEvent]:
    if posting == case.posting:
        return []
    return [InformationRequestAssigned(**case.about(at), former=case.posting, posting=posting, because=because)]


def _open(post: str, post_open: bool | None) -> None:  # noqa: FBT001
    if post_open is None:
        raise Refused("post-unknown", f"there is no post {post}")
    if not post_open:
        raise Refused("post-closed", f"post {post} has closed, or is about to")


INFORMATION_REQUEST: Decider[Case, Command, InformationRequestEvent] = Decider(
    "informationrequest", Case(), decide, evolve, InformationRequestEvent
)
