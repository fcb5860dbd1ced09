"""What is published of the repair of a published timetable: proposed, accepted or discarded, and each change of it."""

from datetime import datetime
from typing import Literal

from shared.contracts.delegations.appointment import Appointment
from shared.contracts.delegations.fact import DelegationsFact, Part


class RepairAbsence(Part):
    """A participant cannot meet in these slots, counted from 0; this replaces what was known of its absence."""

    participant: str
    slots: tuple[int, ...]


class RepairLostTable(Part):
    """A table, counted from 1, cannot be used in these slots; this replaces what was known of it."""

    table: int
    slots: tuple[int, ...]


class RepairRequest(Part):
    """A meeting that nobody had asked for when the timetable was published; both sides agree to it."""

    meeting: str
    company: str
    buyer: str
    requested_by: Literal["company", "buyer"]


class RepairPlace(Part):
    """Slots count from 0, tables from 1."""

    slot: int
    table: int


class RepairChange(Part):
    """A meeting held elsewhere, no longer (`after` is None), or besides (`before` is None); `reason` if no longer."""

    meeting: str
    company: str
    buyer: str
    before: RepairPlace | None
    after: RepairPlace | None
    reason: str | None = None


class RepairUnserved(Part):
    """A meeting that was wanted and has no place, and why."""

    meeting: str
    reason: str


class TimetableRepairProposed(DelegationsFact):
    """The least change to a published timetable after something happened; nothing is changed yet.

    `reason` is for those whose meeting is lost. `wanted` are requests that stand and had no place, `withdrawn` held
    meetings that whoever asked for them gives up, `kept` meetings that were not to be moved. `breaks` is what the
    repaired timetable costs; `least` says whether it is proven that no repair that holds as much moves fewer meetings.
    """

    type: Literal["delegations.TimetableRepairProposed"] = "delegations.TimetableRepairProposed"
    day: str
    repair: str
    post: str
    reason: str
    absences: tuple[RepairAbsence, ...]
    lost_tables: tuple[RepairLostTable, ...]
    requests: tuple[RepairRequest, ...]
    wanted: tuple[str, ...]
    withdrawn: tuple[str, ...]
    kept: tuple[str, ...]
    changes: tuple[RepairChange, ...]
    unserved: tuple[RepairUnserved, ...]
    breaks: int
    least: bool
    proposed_at: datetime


class TimetableRepairAccepted(DelegationsFact):
    """A proposed repair holds from now on, with what it says of participants and tables; what became of each
    appointment was told just before.
    """

    type: Literal["delegations.TimetableRepairAccepted"] = "delegations.TimetableRepairAccepted"
    day: str
    repair: str
    post: str
    absences: tuple[RepairAbsence, ...]
    lost_tables: tuple[RepairLostTable, ...]
    accepted_at: datetime


class TimetableRepairDiscarded(DelegationsFact):
    type: Literal["delegations.TimetableRepairDiscarded"] = "delegations.TimetableRepairDiscarded"
    day: str
    repair: str
    post: str


class AppointmentMoved(DelegationsFact):
    """A published meeting has another time or table; a new time wants new answers of its parties."""

    type: Literal["delegations.AppointmentMoved"] = "delegations.AppointmentMoved"
    day: str
    post: str
    repair: str
    before: Appointment
    appointment: Appointment
    moved_at: datetime


class AppointmentAdded(DelegationsFact):
    """A meeting is held besides those that were published, also again after it was lost to an earlier repair."""

    type: Literal["delegations.AppointmentAdded"] = "delegations.AppointmentAdded"
    day: str
    post: str
    repair: str
    appointment: Appointment
    added_at: datetime


RepairFact = (
    TimetableRepairProposed | TimetableRepairAccepted | TimetableRepairDiscarded | AppointmentMoved | AppointmentAdded
)
