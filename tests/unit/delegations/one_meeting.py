"""A meeting of the shared day, 14:30 to 15:00 UTC at table 1, and what can be said of it."""

from datetime import date, datetime
from typing import Any

from services.delegations.domain.booked_meeting import Booked
from services.delegations.domain.meeting_outcomes import NoteOutcome
from shared.contracts.delegations.meeting import (
    MeetingEnded,
    MeetingMissed,
    MeetingOutcomeNoted,
    MeetingResultStated,
    MeetingStarted,
    ResultStatement,
)
from tests.unit.delegations.one_day import M1, PLANNED, at

PLAN = PLANNED.model_copy(update={"tables": 3})
BOOKED, CANCELLED = Booked(PLAN, M1, cancelled=False), Booked(PLAN, M1, cancelled=True)
EARLY, BEGUN, LATER, EVENING = at(14, 29), at(14, 31), at(14, 58), at(23)
MONTHS_LATER = datetime(2027, 9, 1, 12, tzinfo=BEGUN.tzinfo)
OVER = datetime(2027, 6, 16, 5, tzinfo=BEGUN.tzinfo)  # when the day of the step is over in Lima
STEP: dict[str, Any] = {"next_step": "send a sample", "follow_up_on": date(2027, 6, 15)}


def of(when: datetime) -> dict[str, Any]:
    """What each event says that is recorded at this instant."""
    about = {"day": "lima", "post": "lima", "country": "PE", "meeting": "m1", "company": "c1", "buyer": "b1"}
    return {**about, "at": when}


STARTED = MeetingStarted(**of(BEGUN), table=1, started_at=BEGUN)
ENDED = MeetingEnded(**of(LATER), ended_at=LATER)
MISSED = MeetingMissed(**of(LATER), missing=("buyer",))
TRIAL = ResultStatement(kind="trial", sector="Drones", reached_on=date(2027, 8, 1), amount=40_000, currency="USD")
STATED = MeetingResultStated(**of(MONTHS_LATER), result="r1", stated=TRIAL, by_organiser=False)


def noted(when: datetime = EVENING, **said: Any) -> MeetingOutcomeNoted:
    """The company says that it met, unless something else is said."""
    plain: dict[str, Any] = {"side": "company", "met": True, "by_organiser": False}
    if said.get("follow_up_on") == STEP["follow_up_on"]:
        plain["due_at"] = OVER
    return MeetingOutcomeNoted(**{**of(when), **plain, **said})


def note(booked: Booked = BOOKED, when: datetime = EVENING, **said: Any) -> NoteOutcome:
    """The command that leads to it."""
    plain = {"side": "company", "met": True, "interest": None, "next_step": None, "follow_up_on": None}
    return NoteOutcome(**{"booked": booked, "by_organiser": False, "now": when, **plain, **said})
