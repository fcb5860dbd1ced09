"""Where participants wait: they are there, have met somebody, will meet somebody else, and meet nobody meanwhile."""

from collections.abc import Iterable, Mapping, Set
from itertools import pairwise

from services.delegations.timetable.model import Day


def waits(day: Day, slots: Mapping[str, int]) -> dict[str, int]:
    """The slots in which each participant waits where the meetings that have a slot are held."""
    return {
        party: count_waits((slots[meeting.id] for meeting in meetings if meeting.id in slots), day.absences[party])
        for party, meetings in day.agenda.items()
    }


def count_waits(slots: Iterable[int], absent: Set[int]) -> int:
    """How many slots lie between the first and the last of these and are neither among them nor absences.

    Breaks count how often somebody is interrupted, however long; waits count how long. Who is absent or at the
    programme does not wait.
    """
    busy = sorted(set(slots))
    return sum(slot not in absent for earlier, later in pairwise(busy) for slot in range(earlier + 1, later))
