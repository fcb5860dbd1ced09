"""The EU positions: the instruction, where it was presented to whom, and the synthesis of views by state and point."""

from collections import Counter
from collections.abc import Iterable

from shared.contracts.postings.eu_position import (
    EuPositionClosed,
    EuPositionEvent,
    EuPositionInstructed,
    EuPositionPresented,
    EuPositionReminded,
    EuViewGathered,
)
from shared.eventing.view import Document, View

STANCES = ("support", "reserve", "against")
FIRST_FIELDS = ("migration", "homeland-security")  # those that come first in lists, in this order


def place(field: str) -> str:
    """Where the positions of a field stand in lists."""
    rank = FIRST_FIELDS.index(field) if field in FIRST_FIELDS else len(FIRST_FIELDS)
    return f"{rank}.{field}"


def keys(event: EuPositionEvent) -> Iterable[str]:
    return [event.position]


def evolve(document: Document | None, event: EuPositionEvent) -> Document:
    """`ask_at` is when the worker is to remind the posts, absent once that is done or pointless."""
    position = document or {}
    match event:
        case EuPositionInstructed():
            new: Document = {"status": "open", "presented": [], "views": {}, "reminded": False}
            new |= {"ask_at": event.remind_at, "place": place(event.field)}
            posts = sorted({one.post for one in event.assignments})
            return event.model_dump(mode="json", exclude={"type"}) | new | {"posts": posts}
        case EuPositionPresented():
            presented = event.model_dump(mode="json", exclude={"type", "position"})
            return position | {"presented": [*position["presented"], presented]}
        case EuViewGathered(state=state, point=point):
            view = event.model_dump(mode="json", include={"stance", "text", "late", "gathered_at"})
            views = position["views"]
            return position | {"views": views | {point: views.get(point, {}) | {state: view}}}
        case EuPositionReminded():
            return position | {"reminded": True, "ask_at": None}
        case EuPositionClosed():
            return position | {"status": "closed", "ask_at": None}


EU_POSITIONS = View(
    "eu_positions",
    (EuPositionInstructed, EuPositionPresented, EuViewGathered, EuPositionReminded, EuPositionClosed),
    keys,
    evolve,
    indexes=(
        ("ask_at",),
        ("place", "_id"),
        ("posts", "place", "_id"),
        ("field", "place", "_id"),
        ("assignments.state", "place", "_id"),
    ),
)


def matrix(position: Document) -> Document:
    """The synthesis: a row for each point with every instructed state's view, None where there is none, and sums."""
    states = [one["state"] for one in position["assignments"]]
    rows = []
    for one in position["points"]:
        views = position["views"].get(one["point"], {})
        sums = Counter(view["stance"] for view in views.values())
        rows.append(
            one
            | {"views": {state: views.get(state) for state in states}}
            | {"sums": {stance: sums[stance] for stance in STANCES} | {"missing": len(states) - len(views)}}
        )
    presented = {one["state"] for one in position["presented"]}
    waiting = [state for state in states if state not in presented]
    return {"position": position["position"], "states": states, "not_presented": waiting, "points": rows}


def of_post(position: Document, post: str) -> Document:
    """What a post may see: the instruction, and what is said in the states in which it presents the position."""
    own = {one["state"] for one in position["assignments"] if one["post"] == post}
    views = {
        point: {state: view for state, view in views.items() if state in own}
        for point, views in position["views"].items()
    }
    presented = [one for one in position["presented"] if one["state"] in own]
    return position | {"views": views, "presented": presented}
