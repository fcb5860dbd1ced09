"""A small buyer-meeting day that the tests share: two companies, two buyers, three slots, one table each."""

from datetime import UTC, date, datetime

from services.delegations.timetable.model import Place, Timetable
from shared.contracts.delegations.day import (
    Appointment,
    DayEvent,
    DayPlanned,
    MeetingRequested,
    ParticipantJoined,
    Placed,
    TimetableDrafted,
    TimetablePublished,
    TimetableReviewed,
)


def at(hour: int, minute: int = 0) -> datetime:
    """An instant of the day, UTC."""
    return datetime(2027, 6, 1, hour, minute, tzinfo=UTC)


BEFORE = datetime(2027, 5, 1, tzinfo=UTC)
PLANNED = DayPlanned(
    day="lima",
    title="Lima day",
    post="lima",
    country="PE",
    venue="Residence",
    held_on=date(2027, 6, 1),
    time_zone="America/Lima",
    slots=(at(14), at(14, 30), at(15)),
    slot_minutes=30,
    tables=1,
)


def joined(participant: str, absent: tuple[int, ...] = ()) -> ParticipantJoined:
    """A company (c...) or a buyer (b...) takes part."""
    side = "company" if participant.startswith("c") else "buyer"
    return ParticipantJoined(
        day="lima",
        participant=participant,
        side=side,
        name=participant.upper(),
        contact=f"of-{participant}",
        absent=absent,
    )


def requested(meeting: str, company: str, buyer: str) -> MeetingRequested:
    """The company asks to meet the buyer."""
    return MeetingRequested(day="lima", meeting=meeting, company=company, buyer=buyer, requested_by="company")


def appointment(meeting: str, company: str, buyer: str, slot: int, sequence: int = 0) -> Appointment:
    """The meeting at table 1 in this slot."""
    starts, ends = PLANNED.slots[slot], (*PLANNED.slots, at(15, 30))[slot + 1]
    return Appointment(
        meeting=meeting, company=company, buyer=buyer, starts_at=starts, ends_at=ends, table=1, sequence=sequence
    )


ASKED: tuple[DayEvent, ...] = (
    PLANNED,
    joined("c1"),
    joined("c2"),
    joined("b1", absent=(0,)),
    joined("b2"),
    requested("m1", "c1", "b1"),
    requested("m2", "c1", "b2"),
)
ANSWER = Timetable("optimal", {"m1": Place(1, 0), "m2": Place(0, 0)}, dict.fromkeys(("c1", "c2", "b1", "b2"), 0), 0, 0)
DRAFTED = TimetableDrafted(
    day="lima",
    timetable="t1",
    meetings=(Placed(meeting="m2", slot=0, table=1), Placed(meeting="m1", slot=1, table=1)),
    breaks=0,
    bound=0,
    waits=0,
)
REVIEWED = TimetableReviewed(day="lima", timetable="t1")
M1, M2 = appointment("m1", "c1", "b1", 1), appointment("m2", "c1", "b2", 0)
PUBLISHED = TimetablePublished(day="lima", timetable="t1", post="lima", appointments=(M2, M1))
