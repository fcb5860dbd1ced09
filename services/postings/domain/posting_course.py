"""The course of a posting between its proposal and its end: deadlines, agrement, checklist, arrival, extension."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

from services.postings.domain.posting_state import Agrement, Posting, Status, not_begun, not_given_up, proposal
from shared.contracts.postings.fact import Directorate
from shared.contracts.postings.posting import PostingEvent
from shared.contracts.postings.posting_course import (
    PostingAgrementAsked,
    PostingAgrementGranted,
    PostingAgrementRefused,
    PostingAgrementSilent,
    PostingApprovalEscalated,
    PostingApprovalReminded,
    PostingArrived,
    PostingChecklistItemDone,
    PostingExtended,
    PostingLeft,
    PostingOfferExpired,
    PostingScheduled,
    PostingWithdrawn,
)
from shared.eventing.decider import Refused

DIRECTORATES: frozenset[Directorate] = frozenset(get_args(Directorate))
CHECKLIST = ("medical", "clearance", "orders", "passport", "accreditation", "housing", "briefing")


@dataclass(frozen=True, slots=True)
class Chase:
    """The clock has come to `at`: remind, escalate, let the offer expire, note that the host country is silent, or that
    somebody's last day is over.
    """

    at: datetime


@dataclass(frozen=True, slots=True)
class Withdraw:
    reason: str


@dataclass(frozen=True, slots=True)
class AskAgrement:
    asked_on: date
    answer_by: date


@dataclass(frozen=True, slots=True)
class GrantAgrement:
    granted_on: date


@dataclass(frozen=True, slots=True)
class RefuseAgrement:
    refused_on: date


@dataclass(frozen=True, slots=True)
class Schedule:
    """The days as they are settled, which may differ from those proposed; again with others moves them."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Tick:
    item: str
    done_on: date


@dataclass(frozen=True, slots=True)
class Arrive:
    arrived_on: date


@dataclass(frozen=True, slots=True)
class Extend:
    ends_on: date
    reason: str


Course = Chase | Withdraw | AskAgrement | GrantAgrement | RefuseAgrement | Schedule | Tick | Arrive | Extend


def of(posting: Posting) -> dict[str, Any]:
    """Which posting an event is about."""
    said = proposal(posting)
    return {"posting": said.posting, "position": said.position, "post": said.post, "officer": said.officer}


def follow(posting: Posting, command: Course) -> Sequence[PostingEvent]:
    """What follows from the command; each rule that refuses names itself by its slug."""
    match command:
        case Chase(at=at):
            return _due(posting, at)
        case Withdraw(reason=reason):
            if posting.status is Status.WITHDRAWN:
                return []
            _ahead(posting)
            return [PostingWithdrawn(**of(posting), reason=reason, approved=posting.status is not Status.PROPOSED)]
        case AskAgrement() | GrantAgrement() | RefuseAgrement():
            return _agrement(posting, command)
        case Schedule():
            return _schedule(posting, command)
        case Tick(item=item, done_on=day):
            _is(posting, Status.SCHEDULED, "posting-not-scheduled")
            if item not in posting.checklist:
                raise Refused("checklist-item-unknown", f"the checklist has {', '.join(posting.checklist)}")
            done = PostingChecklistItemDone(**of(posting), item=item, done_on=day)
            return [done] if item in posting.undone else []
        case Arrive(arrived_on=day):
            return _arrive(posting, day)
        case Extend(ends_on=last, reason=reason):
            return _extend(posting, last, reason)


def _due(posting: Posting, at: datetime) -> Sequence[PostingEvent]:
    """Everything that the clock demands, each once; what nobody waits for any more is left alone."""
    said, events = proposal(posting), list[PostingEvent]()
    if (good := posting.good_through) is not None and at.date() > good:
        approved = posting.status is not Status.PROPOSED
        return [PostingOfferExpired(**of(posting), expired_on=good, approved=approved)]
    if posting.ended_on is not None and at.date() > posting.ended_on and not posting.left:
        return [PostingLeft(**of(posting), last_day=posting.ended_on)]
    if posting.status is Status.PROPOSED:
        missing = tuple(sorted(DIRECTORATES - posting.approvals))
        late = said.approve_by is not None and at >= said.approve_by
        if said.approve_by is not None and late and posting.escalated_at is None:
            events.append(PostingApprovalEscalated(**of(posting), missing=missing, approve_by=said.approve_by))
        elif said.approve_by and said.remind_at and said.remind_at <= at and not late and posting.reminded_at is None:
            events.append(PostingApprovalReminded(**of(posting), missing=missing, approve_by=said.approve_by))
    by = posting.agrement_by
    if posting.agrement is Agrement.ASKED and by and at.date() > by and posting.status is Status.APPROVED:
        events.append(PostingAgrementSilent(**of(posting), answer_by=by))
    return events


def _agrement(posting: Posting, command: AskAgrement | GrantAgrement | RefuseAgrement) -> Sequence[PostingEvent]:
    """Slugs: `posting-not-approved`, `agrement-already-asked`, `agrement-not-asked`, `agrement-already-answered`,
    `answer-before-question`.
    """
    asked = posting.agrement_asked_on
    if isinstance(command, AskAgrement):
        _is(posting, Status.APPROVED, "posting-not-approved")
        if asked is not None:
            if (asked, posting.agrement_by) == (command.asked_on, command.answer_by):
                return []
            raise Refused("agrement-already-asked", f"the host country was asked on {asked}")
        if command.answer_by < command.asked_on:
            raise Refused("answer-before-question", f"asked on {command.asked_on}, after {command.answer_by}")
        return [PostingAgrementAsked(**of(posting), asked_on=command.asked_on, answer_by=command.answer_by)]
    proposal(posting)
    if posting.agrement is Agrement.GRANTED and isinstance(command, GrantAgrement):
        return []
    if posting.agrement is Agrement.REFUSED and isinstance(command, RefuseAgrement):
        return []
    if posting.agrement in {Agrement.GRANTED, Agrement.REFUSED}:
        raise Refused("agrement-already-answered", f"the host country's answer is: {posting.agrement}")
    if asked is None:
        raise Refused("agrement-not-asked", "the host country was not asked")
    _ahead(posting)
    day = command.granted_on if isinstance(command, GrantAgrement) else command.refused_on
    if day < asked:
        raise Refused("answer-before-question", f"the host country was asked on {asked}, after {day}")
    if isinstance(command, GrantAgrement):
        return [PostingAgrementGranted(**of(posting), granted_on=day)]
    return [PostingAgrementRefused(**of(posting), refused_on=day)]


def agreed(posting: Posting) -> None:
    """Refuses where the host country must agree and has not, or was asked and has not. Slug: `agrement-not-granted`."""
    needed = proposal(posting).agrement_needed or posting.agrement is not Agrement.UNASKED
    if needed and posting.agrement is not Agrement.GRANTED:
        raise Refused("agrement-not-granted", f"the agrement of the host country is {posting.agrement}")


def _schedule(posting: Posting, command: Schedule) -> Sequence[PostingEvent]:
    """Slugs: `posting-not-approved`, `agrement-not-granted`, `ends-before-start`, `approval-after-start`."""
    if posting.status is Status.SCHEDULED:
        if (command.starts_on, command.ends_on) == (posting.starts_on, posting.ends_on):
            return []
    else:
        _is(posting, Status.APPROVED, "posting-not-approved")
        agreed(posting)
    if command.ends_on < command.starts_on:
        raise Refused("ends-before-start", f"last day {command.ends_on} lies before the first, {command.starts_on}")
    if posting.approved_on is not None and command.starts_on < posting.approved_on:
        raise Refused("approval-after-start", f"{command.starts_on} lies before the approval of {posting.approved_on}")
    items = posting.checklist or CHECKLIST
    days = {"starts_on": command.starts_on, "ends_on": command.ends_on}
    return [PostingScheduled(**of(posting), **days, checklist=items)]


def _arrive(posting: Posting, day: date) -> Sequence[PostingEvent]:
    """Slugs: `posting-already-arrived`, `posting-not-scheduled`, `checklist-incomplete`, `arrival-after-last-day`."""
    if posting.status is Status.ARRIVED:
        if posting.arrived_on == day:
            return []
        raise Refused("posting-already-arrived", f"the officer arrived on {posting.arrived_on}")
    _is(posting, Status.SCHEDULED, "posting-not-scheduled")
    if posting.undone:
        raise Refused("checklist-incomplete", f"before departure there remain: {', '.join(sorted(posting.undone))}")
    if posting.ends_on is not None and day > posting.ends_on:
        raise Refused("arrival-after-last-day", f"the scheduled last day is {posting.ends_on}")
    return [PostingArrived(**of(posting), arrived_on=day)]


def _extend(posting: Posting, last: date, reason: str) -> Sequence[PostingEvent]:
    """Slugs: `posting-not-started`, `posting-already-ended`, `extension-not-later`."""
    proposal(posting)
    if posting.status in {Status.ENDED, Status.CURTAILED}:
        raise Refused("posting-already-ended", f"it is {posting.status}")
    if posting.status is not Status.STARTED or posting.ends_on is None:
        raise Refused("posting-not-started", f"posting is {posting.status}, only a started one can be extended")
    if last == posting.ends_on:
        return []
    if last < posting.ends_on:
        raise Refused("extension-not-later", f"the estimated last day is {posting.ends_on} already")
    return [PostingExtended(**of(posting), former=posting.ends_on, ends_on=last, reason=reason)]


def _ahead(posting: Posting) -> None:
    """Refuses where the posting has begun, or never will."""
    proposal(posting)
    not_given_up(posting)
    not_begun(posting)


def _is(posting: Posting, status: Status, slug: str) -> None:
    """Refuses with this slug where the posting is not at that point, and with more telling ones where it is past it."""
    _ahead(posting)
    if posting.status is not status:
        raise Refused(slug, f"posting is {posting.status}, not {status}")
