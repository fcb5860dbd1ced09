"""What differs between two drafts of one day's timetable: as a whole, by meeting, and for each participant."""

from typing import Any

from services.delegations.timetable.model import count_breaks
from services.delegations.views.timetables import by_participant, listed, table_changes
from shared.eventing.view import Document

Places = dict[str, Any]


def compared(day: Document, first: Document, second: Document) -> Document:
    """Both drafts in short, the meetings that only one of them holds or that lie elsewhere, and who is concerned."""
    places = first["meetings"], second["meetings"]
    before, after = (by_participant(day["meetings"], each) for each in places)
    participants = {
        id: _participant(before.get(id, {}), after.get(id, {}))
        for id in day["participants"]
        if before.get(id) != after.get(id)
    }
    return {
        "first": listed(day, first["timetable"]),
        "second": listed(day, second["timetable"]),
        **_differences(*places),
        "participants": participants,
    }


def _participant(first: Places, second: Places) -> Document:
    return {"first": _figures(first), "second": _figures(second), **_differences(first, second)}


def _figures(places: Places) -> Document:
    breaks = count_breaks(place["slot"] for place in places.values())
    return {"held": len(places), "breaks": breaks, "table_changes": table_changes(places)}


def _differences(first: Places, second: Places) -> Document:
    both = [id for id in first if id in second]
    moved = [id for id in both if first[id]["slot"] != second[id]["slot"]]
    return {
        "only_first": [id for id in first if id not in second],
        "only_second": [id for id in second if id not in first],
        "moved": moved,
        "reseated": [id for id in both if first[id]["table"] != second[id]["table"] and id not in set(moved)],
    }
