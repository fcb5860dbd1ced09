"""The drafts of each day's timetable, each whole: places, what is proven, why requests are not held, what all got."""

from collections.abc import Iterable
from typing import Any

from services.delegations.timetable import cost
from services.delegations.timetable.model import Place
from services.delegations.views.day_arrangement import rules_shown
from shared.contracts.delegations.day import TimetableDrafted
from shared.eventing.view import Document, View

SAYS = {
    "no-common-slot": "its parties are never free together where the meeting is allowed",
    "cap-reached": "these have as many meetings as they may have",
    "parties-busy": "in each slot that is left one of its parties has another meeting",
    "order": "the meetings that must come before or after it leave it no slot",
    "supply-used": "all of these are taken in the slots that are left",
    "breaks-bound": "it would interrupt a party more often than the rules allow",
    "tables-taken": "every table is taken in the slots that its parties both have left",
}
PROVEN = ("breaks", "bound", "weight", "weight_bound", "waits")


def draft_id(day: str, timetable: str) -> str:
    """The document of one draft; ids have no slash, so no two drafts share it."""
    return f"{day}/{timetable}"


def keys(event: TimetableDrafted) -> Iterable[str]:
    return (draft_id(event.day, event.timetable),)


def evolve(_: Document | None, event: TimetableDrafted) -> Document:
    return {
        **event.model_dump(mode="json", include={"day", "timetable", *PROVEN}),
        "rules": rules_shown(event.rules),
        "meetings": {each.meeting: {"slot": each.slot, "table": each.table} for each in event.meetings},
        "unserved": [each.model_dump(mode="json") for each in event.unserved],
        "got": {each.participant: each.model_dump(exclude={"participant"}) for each in event.got},
    }


TIMETABLES = View("timetables", (TimetableDrafted,), keys, evolve)


def summary(meetings: Document, event: TimetableDrafted) -> Document:
    """What a list of drafts shows of one; `meetings` are those of the day, with their parties."""
    places = {each.meeting: {"slot": each.slot, "table": each.table} for each in event.meetings}
    return {
        **event.model_dump(mode="json", include={*PROVEN}),
        "rules": rules_shown(event.rules),
        "held": len(places),
        "unserved": sum(len(each.meetings) for each in event.unserved),
        "table_changes": sum(map(table_changes, by_participant(meetings, places).values())),
    }


def listed(day: Document, timetable: str) -> Document:
    """One draft in the list of a day's drafts; see the routes for what its fields mean."""
    kept = day["drafts"][timetable]
    current = day["timetable"]
    status = current["status"] if current["id"] == timetable else "drafted"
    gap = (kept["weight_bound"] - kept["weight"]) / kept["weight_bound"] if kept["weight_bound"] else 0.0
    return {"id": timetable, "status": status, **kept, "gap": gap}


def whole(day: Document, draft: Document) -> Document:
    """A draft with the parties of its meetings, and the reason for each request that it does not hold."""
    parties = {id: {side: one[side] for side in ("company", "buyer")} for id, one in day["meetings"].items()}
    unserved = {
        meeting: {**parties[meeting], "reason": each["reason"], "of": each["of"], "says": SAYS[each["reason"]]}
        for each in draft["unserved"]
        for meeting in each["meetings"]
    }
    meetings = {id: {**parties[id], **place} for id, place in draft["meetings"].items()}
    changes = {id: table_changes(own) for id, own in by_participant(day["meetings"], draft["meetings"]).items()}
    got = {id: {**has, "table_changes": changes.get(id, 0)} for id, has in draft["got"].items()}
    return {**listed(day, draft["timetable"]), "meetings": meetings, "unserved_requests": unserved, "participants": got}


def by_participant(meetings: Document, places: Document) -> dict[str, dict[str, Any]]:
    """The places of each participant's meetings, by meeting."""
    found: dict[str, dict[str, Any]] = {}
    for id, place in places.items():
        for side in ("company", "buyer"):
            found.setdefault(meetings[id][side], {})[id] = place
    return found


def table_changes(places: dict[str, Any]) -> int:
    """How often a participant with meetings at these places goes to another table than that of its meeting before."""
    return cost.table_changes(Place(place["slot"], place["table"]) for place in places.values())
