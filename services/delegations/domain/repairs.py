"""The repairs of a published timetable as a day's history has made them, and what they have told of the day itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from services.delegations.timetable.model import Place
from shared.contracts.delegations.day import DayEvent
from shared.contracts.delegations.day_repair import (
    AppointmentAdded,
    AppointmentMoved,
    RepairAbsence,
    RepairLostTable,
    TimetableRepairAccepted,
    TimetableRepairDiscarded,
    TimetableRepairProposed,
)

Settled = Literal["accepted", "discarded"]


@dataclass(frozen=True)
class Repairs:
    """`proposed` are all proposals, `settled` what became of those that do not wait any more.

    `absent` and `lost` are what accepted repairs say of participants and tables, `dropped` the meetings lost to one.
    `moved_at` is when the parties of a meeting were last given another time.
    """

    proposed: Mapping[str, TimetableRepairProposed] = field(default_factory=dict)
    settled: Mapping[str, Settled] = field(default_factory=dict)
    absent: Mapping[str, frozenset[int]] = field(default_factory=dict)
    lost: frozenset[Place] = frozenset()
    dropped: frozenset[str] = frozenset()
    moved_at: Mapping[str, datetime] = field(default_factory=dict)

    def losing(self, repair: str) -> tuple[str, ...]:
        """The meetings that are not held any more once this repair is accepted; none where that is settled."""
        waiting = repair in self.proposed and repair not in self.settled
        return tuple(one.meeting for one in self.proposed[repair].changes if one.after is None) if waiting else ()

    def knowing(self, absences: Iterable[RepairAbsence], lost_tables: Sequence[RepairLostTable]) -> "Repairs":
        """The same with what these say of participants and tables, in place of what was known of them."""
        told = {each.table - 1 for each in lost_tables}
        lost = frozenset(Place(slot, each.table - 1) for each in lost_tables for slot in each.slots)
        return replace(
            self,
            absent={**self.absent, **{each.participant: frozenset(each.slots) for each in absences}},
            lost=frozenset(place for place in self.lost if place.table not in told) | lost,
        )


def evolve(repairs: Repairs, event: DayEvent) -> Repairs:
    match event:
        case TimetableRepairProposed(repair=id):
            return replace(repairs, proposed={**repairs.proposed, id: event})
        case TimetableRepairAccepted(repair=id):
            proposal = repairs.proposed[id]
            gone = {each.meeting for each in proposal.changes if each.after is None} - set(proposal.withdrawn)
            now = repairs.knowing(event.absences, event.lost_tables)
            return replace(now, settled={**repairs.settled, id: "accepted"}, dropped=repairs.dropped | gone)
        case TimetableRepairDiscarded(repair=id):
            return replace(repairs, settled={**repairs.settled, id: "discarded"})
        case AppointmentMoved(appointment=appointment):
            if appointment.starts_at != event.before.starts_at:
                return replace(repairs, moved_at={**repairs.moved_at, appointment.meeting: event.moved_at})
        case AppointmentAdded(appointment=appointment):
            moved_at = {**repairs.moved_at, appointment.meeting: event.added_at}
            return replace(repairs, dropped=repairs.dropped - {appointment.meeting}, moved_at=moved_at)
    return repairs
