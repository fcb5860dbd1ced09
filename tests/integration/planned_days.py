"""Days planned in the store of a service as a scheduler's problem asks, without a way through HTTP for each request."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.delegations.domain.day import DAY, Plan
from services.delegations.domain.day_participants import Join
from services.delegations.domain.day_requests import RequestMeeting
from services.delegations.timetable import model
from shared.eventing.origin import Origin
from shared.eventing.store import Store, Task
from tests.unit.delegations.timetable.days import crowded

ME = Origin(actor="tester")
BEFORE = datetime(2097, 1, 1, tzinfo=UTC)
BEGINS = datetime(2097, 6, 1, 14, tzinfo=UTC)
HARD = crowded(14, 12, 16, 9, 0.75)  # nobody proves the best plan of this day in the time that a test has
EASY = crowded(2, 2, 4, 2, 1)


async def plan(store: Store, day: str, asked: model.Day) -> None:
    """Plan a day on which this is asked of the scheduler."""
    slots = tuple(BEGINS + timedelta(minutes=20 * slot) for slot in range(asked.slots))
    about: dict[str, Any] = {"title": "Day", "post": "lima", "country": "PE", "venue": "Residence"}
    planned = Plan(day, **about, held_on=date(2097, 6, 1), time_zone="America/Lima", slots=slots, slot_minutes=20,
                   tables=asked.tables, now=BEFORE)  # fmt: skip
    commands: list[Any] = [planned]
    for one in asked.participants:
        side: Any = "company" if one.id.startswith("c") else "buyer"
        commands.append(Join(day, one.id, side, one.id, "somebody", tuple(one.absent)))
    commands += [RequestMeeting(day, one.id, *one.parties, "company", BEFORE) for one in asked.meetings]
    for command in commands:
        await store.execute(Task(DAY, day, command), origin=ME)
