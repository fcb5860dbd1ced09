"""What a plan costs in the terms of its day, the first of them most: less is better."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from services.delegations.timetable.idle import waits
from services.delegations.timetable.model import Day, Place, Term
from services.delegations.timetable.shares import shares


def cost(day: Day, places: Mapping[str, Place]) -> tuple[int, ...]:
    """The weight of the requests that are not held, then the day's terms in their order.

    `fairness` counts the meetings that are missing to the participants' shares, `breaks`, `waits` and
    `table-changes` those of all participants.
    """
    return unserved(day, places), *(_term(day, term, places) for term in day.order)


def unserved(day: Day, held: Iterable[str]) -> int:
    """The weight of all other requests."""
    return sum(meeting.weight or 0 for meeting in day.meetings) - sum(day.meeting[id].weight or 0 for id in held)


def table_changes(places: Iterable[Place]) -> int:
    """How often somebody with meetings at these places goes to another table than that of the meeting before."""
    return sum(before.table != after.table for before, after in pairwise(sorted(places)))


def _term(day: Day, term: Term, places: Mapping[str, Place]) -> int:
    match term:
        case "fairness":
            held = {party: sum(each.id in places for each in agenda) for party, agenda in day.agenda.items()}
            return sum(max(0, share - held[party]) for party, share in shares(day).items())
        case "breaks":
            return sum(day.breaks({id: place.slot for id, place in places.items()}).values())
        case "waits":
            return sum(waits(day, {id: place.slot for id, place in places.items()}).values())
        case "table-changes":
            return sum(
                table_changes(places[each.id] for each in agenda if each.id in places)
                for party, agenda in day.agenda.items()
                if day.teams[party] == 1  # which of several teams sits where is not for the timetable to say
            )
