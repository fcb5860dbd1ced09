"""Solves a day with OR-Tools CP-SAT: blocking and CPU-heavy, hence to be called in a worker process."""

from services.delegations.timetable.explain import UNEXPLAINED, conflicts
from services.delegations.timetable.model import Day, Timetable, count_breaks
from services.delegations.timetable.tables import seat


def solve(day: Day, *, seconds: float, workers: int, seed: int) -> Timetable:
    """The timetable with the fewest breaks found within `seconds`, with the proven bound.

    `workers` is the number of search threads; with one, the same day and seed give the same answer unless
    the time cuts the search short. Importing this module is cheap, since OR-Tools is only loaded by the first call.
    """
    if reasons := conflicts(day):
        return Timetable("infeasible", reasons=reasons)
    # OR-Tools brings pandas with it: half a second that the API process, which never solves, should not pay.
    from services.delegations.timetable.floor import floor
    from services.delegations.timetable.program import program
    from services.delegations.timetable.search import search

    found = search(program(day), lambda: floor(day), seconds=seconds, workers=workers, seed=seed)
    if found.slots is None:
        return Timetable(found.status, reasons=(UNEXPLAINED,) if found.status == "infeasible" else ())
    breaks = {
        party: count_breaks(found.slots[meeting.id] for meeting in meetings) for party, meetings in day.agenda.items()
    }
    return Timetable(found.status, seat(day, found.slots), breaks, sum(breaks.values()), found.bound)
