"""The meetings from their beginning on: how each went, what its sides say, what came of it, and every correction."""

from collections.abc import Iterable
from typing import Any

from shared.contracts.delegations.day import Side
from shared.contracts.delegations.meeting import (
    CourseFact,
    MeetingEnded,
    MeetingFollowUpReminded,
    MeetingMissed,
    MeetingMissedInError,
    MeetingOutcomeFollowedUp,
    MeetingOutcomeNoted,
    MeetingResultCorrected,
    MeetingResultStated,
    MeetingResultWithdrawn,
    MeetingStarted,
    MeetingStartedInError,
    OutcomeFact,
    ResultFact,
)
from shared.eventing.event import members
from shared.eventing.view import Document, View

OF = {"day", "post", "country", "meeting", "company", "buyer"}
UNHELD: Document = {"table": None, "started_at": None, "ended_at": None}
NEW: Document = {**UNHELD, "missing": [], "outcomes": {}, "results": {}, "corrections": []}
SAID = {"met", "interest", "next_step", "follow_up_on", "by_organiser", "at"}


def held_meeting_id(day: str, meeting: str) -> str:
    """The document of one meeting; ids have no slash, so no two meetings share it."""
    return f"{day}/{meeting}"


def stated_by(result: dict[str, Any]) -> Side:
    """The side whose result this is; documents from before buyers could state results do not say it."""
    side: Side = result.get("side", "company")
    return side


Handled = CourseFact | OutcomeFact | ResultFact


def keys(event: Handled) -> Iterable[str]:
    return (held_meeting_id(event.day, event.meeting),)


def evolve(document: Document | None, event: Handled) -> Document:
    meeting = document or {**event.model_dump(include=OF), **NEW}
    if isinstance(event, ResultFact):
        return {**meeting, "results": {**meeting["results"], event.result: _result(meeting, event)}}
    if isinstance(event, OutcomeFact):
        outcome = _outcome(meeting["outcomes"].get(event.side), event)
        return {**meeting, "outcomes": {**meeting["outcomes"], event.side: outcome}}
    return {**meeting, **_course(meeting, event)}


def _course(meeting: Document, event: CourseFact) -> dict[str, Any]:
    match event:
        case MeetingStarted():
            return event.model_dump(include={"table", "started_at"})
        case MeetingEnded(ended_at=ended_at):
            return {"ended_at": ended_at}
        case MeetingMissed(missing=missing):
            return {"missing": list(missing)}
        case MeetingStartedInError():
            taken_back = {name: meeting[name] for name in UNHELD}
            return {**UNHELD, "corrections": [*meeting["corrections"], _correction(event, taken_back)]}
        case MeetingMissedInError():
            taken_back = {"missing": meeting["missing"]}
            return {"missing": [], "corrections": [*meeting["corrections"], _correction(event, taken_back)]}


def _correction(event: MeetingStartedInError | MeetingMissedInError, taken_back: dict[str, Any]) -> dict[str, Any]:
    return {"taken_back": taken_back, "reason": event.reason, "at": event.at}


def _outcome(known: dict[str, Any] | None, event: OutcomeFact) -> dict[str, Any]:
    """What a side says now; `earlier` is how often it has said something else before."""
    match event:
        case MeetingOutcomeNoted():
            said = {**event.model_dump(mode="json", include=SAID), "at": event.at}
            same = known is not None and all(known[name] == said[name] for name in ("next_step", "follow_up_on"))
            done = known["followed_up_at"] if known and same else None
            told = known.get("reminded_at") if known and same else None
            earlier = known["earlier"] + 1 if known else 0
            return {**said, "followed_up_at": done, "reminded_at": told, "earlier": earlier}
        case MeetingOutcomeFollowedUp(at=at):
            return {**(known or {}), "followed_up_at": at}
        case MeetingFollowUpReminded(at=at):
            return {**(known or {}), "reminded_at": at}


def _result(meeting: Document, event: ResultFact) -> dict[str, Any]:
    """What is stated now, and all that was stated before."""
    known = meeting["results"].get(event.result, {"former": []})
    said: dict[str, Any] = {"side": event.side, "by_organiser": event.by_organiser, "at": event.at}
    match event:
        case MeetingResultStated(stated=stated) | MeetingResultCorrected(stated=stated):
            said |= {**stated.model_dump(mode="json"), "status": "stated", "reason": None}
        case MeetingResultWithdrawn(reason=reason):
            said |= {"status": "withdrawn", "reason": reason}
    former = [] if isinstance(event, MeetingResultStated) else [event.former.model_dump(mode="json")]
    return {**known, **said, "former": [*known["former"], *former]}


HELD_MEETINGS = View(
    "held_meetings",
    members(Handled),
    keys,
    evolve,
    indexes=(("day", "_id"), ("day", "company", "_id"), ("day", "buyer", "_id")),
)
