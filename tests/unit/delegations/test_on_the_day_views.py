"""What the views show of a day while it is held and after: who came, how meetings went, what came of them."""

from datetime import date, timedelta
from typing import Any

from services.delegations.domain.day import DAY
from services.delegations.views.attendances import ATTENDANCES
from services.delegations.views.day_figures import SIDES, DayFigures, figures
from services.delegations.views.follow_ups import FOLLOW_UPS
from services.delegations.views.held_meetings import HELD_MEETINGS, stated_by
from services.delegations.views.open_steps import open_steps
from services.delegations.views.result_statistics import RESULT_STATISTICS
from shared.contracts.delegations.attendance import DayCheckInMade, DayCheckInUndone
from shared.contracts.delegations.day import MeetingCancelled
from shared.contracts.delegations.meeting import (
    MeetingFollowUpReminded,
    MeetingMissedInError,
    MeetingOutcomeFollowedUp,
    MeetingResultCorrected,
    MeetingResultWithdrawn,
    MeetingStartedInError,
)
from shared.eventing.event import Event
from tests.unit.delegations.one_day import ASKED, DRAFTED, M2, PUBLISHED, REVIEWED, at
from tests.unit.delegations.one_meeting import (
    BEGUN,
    ENDED,
    EVENING,
    LATER,
    MISSED,
    MONTHS_LATER,
    OVER,
    STARTED,
    STATED,
    STEP,
    TRIAL,
    noted,
    of,
)
from tests.unit.delegations.test_views import shown

CAME = DayCheckInMade(day="lima", post="lima", participant="b1", side="buyer", at=at(13), by_scan=True)
UNDONE = DayCheckInUndone(day="lima", post="lima", participant="b1", reason="not he", at=at(14))
CONTRACT = TRIAL.model_copy(update={"kind": "contract", "amount": 90_000})
CORRECTED = MeetingResultCorrected(**of(MONTHS_LATER), result="r1", stated=CONTRACT, former=TRIAL, by_organiser=True)
WITHDRAWN = MeetingResultWithdrawn(
    **of(MONTHS_LATER), result="r1", former=CONTRACT, reason="mistaken", by_organiser=False
)


def meeting(*events: Event) -> Any:
    return shown(HELD_MEETINGS, events)["lima/m1"]


def test_who_came_is_shown_with_what_was_taken_back() -> None:
    seen: Any = shown(ATTENDANCES, [CAME])["lima/b1"]
    assert (seen["present"], seen["at"], seen["by_scan"], seen["undone"]) == (True, at(13), True, [])
    seen = shown(ATTENDANCES, [CAME, UNDONE])["lima/b1"]
    assert (seen["present"], seen["undone"]) == (False, [{"reason": "not he", "at": at(14)}])
    seen = shown(ATTENDANCES, [CAME, UNDONE, CAME])["lima/b1"]
    assert (seen["present"], len(seen["undone"])) == (True, 1)


def test_the_course_of_a_meeting_is_shown_with_its_corrections() -> None:
    seen = meeting(STARTED, ENDED)
    assert (seen["company"], seen["table"], seen["started_at"], seen["ended_at"]) == ("c1", 1, BEGUN, LATER)
    seen = meeting(STARTED, ENDED, MeetingStartedInError(**of(EVENING), reason="next table"))
    assert (seen["table"], seen["started_at"], seen["ended_at"]) == (None, None, None)
    held = {"table": 1, "started_at": BEGUN, "ended_at": LATER}
    assert seen["corrections"] == [{"taken_back": held, "reason": "next table", "at": EVENING}]
    seen = meeting(MISSED, MeetingMissedInError(**of(EVENING), reason="late"))
    assert seen["missing"] == []
    assert seen["corrections"] == [{"taken_back": {"missing": ["buyer"]}, "reason": "late", "at": EVENING}]


def test_an_outcome_shows_who_spoke_and_whether_the_step_is_done() -> None:
    said = noted(interest=3, **STEP, by_organiser=True)
    done = MeetingOutcomeFollowedUp(**of(MONTHS_LATER), side="company", by_organiser=False)
    seen = meeting(said)["outcomes"]["company"]
    expected = {"met": True, "interest": 3, "next_step": "send a sample", "follow_up_on": "2027-06-15"}
    about = {"by_organiser": True, "at": EVENING, "followed_up_at": None, "reminded_at": None, "earlier": 0}
    assert seen == {**expected, **about}
    assert meeting(said, done)["outcomes"]["company"]["followed_up_at"] == MONTHS_LATER
    same = meeting(said, done, noted(interest=5, **STEP))["outcomes"]["company"]
    assert (same["followed_up_at"], same["earlier"]) == (MONTHS_LATER, 1)
    assert meeting(said, done, noted(next_step="call"))["outcomes"]["company"]["followed_up_at"] is None


REMINDED = MeetingFollowUpReminded(**of(OVER), side="company", **STEP)


def test_a_side_that_was_reminded_shows_so_until_it_notes_another_step() -> None:
    seen = meeting(noted(**STEP), REMINDED, noted(interest=5, **STEP))["outcomes"]["company"]
    assert (seen["reminded_at"], seen["followed_up_at"], seen["earlier"]) == (OVER, None, 1)
    assert meeting(noted(**STEP), REMINDED, noted(next_step="call"))["outcomes"]["company"]["reminded_at"] is None
    known = shown(HELD_MEETINGS, [STARTED, noted(**STEP), REMINDED]).values()
    assert [step.reminded_at for step in open_steps(filter(None, known), date(2027, 6, 17), SIDES)] == [OVER]


def due(*events: Event) -> Any:
    return {id: each and each["due_at"] for id, each in shown(FOLLOW_UPS, events).items()}


def test_a_next_step_is_due_until_it_is_done_or_reminded_of_and_another_one_anew() -> None:
    done = MeetingOutcomeFollowedUp(**of(MONTHS_LATER), side="company", by_organiser=False)
    own = "lima/m1/company"
    assert due(noted(**STEP), noted(side="buyer")) == {own: OVER, "lima/m1/buyer": None}
    for settled in (done, REMINDED):
        assert due(noted(**STEP), settled) == {own: None}
        assert due(noted(**STEP), settled, noted(interest=5, **STEP)) == {own: None}
        assert due(noted(**STEP), settled, noted(next_step="call")) == {own: None}
        assert due(noted(next_step="call"), settled, noted(**STEP)) == {own: OVER}


def test_a_result_shows_what_was_stated_before() -> None:
    trial, contract = TRIAL.model_dump(mode="json"), CONTRACT.model_dump(mode="json")
    seen = meeting(STATED)["results"]["r1"]
    assert (seen["kind"], seen["status"], seen["former"]) == ("trial", "stated", [])
    seen = meeting(STATED, CORRECTED)["results"]["r1"]
    assert (seen["kind"], seen["by_organiser"], seen["former"]) == ("contract", True, [trial])
    seen = meeting(STATED, CORRECTED, WITHDRAWN)["results"]["r1"]
    assert (seen["status"], seen["reason"], seen["former"]) == ("withdrawn", "mistaken", [trial, contract])


def statistics(*events: Event) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Count and amount by sector, kind and currency."""
    found: dict[str, Any] = shown(RESULT_STATISTICS, events)
    assert all((each["country"], each["post"]) == ("PE", "lima") for each in found.values())
    return {
        (each["sector"], each["kind"], each["currency"]): (each["results"], each["amount"]) for each in found.values()
    }


def test_results_are_counted_by_what_they_are_and_corrections_move_them() -> None:
    assert statistics(STATED) == {("drones", "trial", "USD"): (1, 40_000)}
    moved = {("drones", "trial", "USD"): (0, 0), ("drones", "contract", "USD"): (1, 90_000)}
    assert statistics(STATED, CORRECTED) == moved
    more = CORRECTED.model_copy(update={"stated": TRIAL.model_copy(update={"amount": 50_000, "sector": "DRONES"})})
    assert statistics(STATED, more) == {("drones", "trial", "USD"): (1, 50_000)}
    assert statistics(STATED, CORRECTED, WITHDRAWN)[("drones", "contract", "USD")] == (0, 0)


def test_what_a_buyer_states_is_shown_as_its_own_and_counted_nowhere() -> None:
    buyers = STATED.model_copy(update={"result": "r2", "side": "buyer"})
    changed = CORRECTED.model_copy(update={"result": "r2", "side": "buyer"})
    gone = WITHDRAWN.model_copy(update={"result": "r2", "side": "buyer"})
    seen = meeting(STARTED, STATED, buyers, changed)["results"]
    assert {id: each["side"] for id, each in seen.items()} == {"r1": "company", "r2": "buyer"}
    assert [stated_by(each) for each in (seen["r2"], {"status": "stated"})] == ["buyer", "company"]
    assert statistics(STATED, buyers, changed) == statistics(STATED)
    assert statistics(buyers, changed, gone) == {}
    assert [each.results for each in counted(STARTED, STATED, buyers).results] == [1]


def counted(*events: Event, today: date = date(2027, 6, 2)) -> DayFigures:
    planned = DAY.fold([*ASKED, DRAFTED, REVIEWED, PUBLISHED])
    cancelled = MeetingCancelled(day="lima", post="lima", appointment=M2, reason="ill")
    held, present = (list(shown(view, events).values()) for view in (HELD_MEETINGS, ATTENDANCES))
    return figures(
        "lima",
        DAY.fold([cancelled], planned),
        [each for each in held if each],
        [each for each in present if each],
        today,
    )


def test_the_figures_of_a_day_begin_with_its_timetable() -> None:
    found = counted()
    assert found.meetings.model_dump() == {"planned": 2, "cancelled": 1, "held": 0, "missed": 0, "unrecorded": 1}
    assert found.participants["buyer"].model_dump() == {"expected": 2, "present": 0}
    assert found.interest["company"].model_dump() == {"answers": 0, "mean": None}
    assert found.results == []


def test_the_figures_count_who_came_and_what_was_held_and_missed() -> None:
    found = counted(CAME, MISSED)
    assert (found.meetings.missed, found.missing) == (1, {"company": 0, "buyer": 1})
    assert found.participants["buyer"].present == 1
    assert counted(CAME, UNDONE).participants["buyer"].present == 0
    assert counted(STARTED).meetings.held == 1
    assert counted(noted()).meetings.held == 1
    assert counted(noted(met=False)).meetings.unrecorded == 1


def test_what_is_still_to_be_done_comes_with_the_earliest_day_first() -> None:
    buyer = noted(side="buyer", next_step="call", by_organiser=True)
    held = [each for each in shown(HELD_MEETINGS, [noted(**STEP), buyer]).values() if each]
    today = STEP["follow_up_on"] + timedelta(days=1)
    steps = open_steps(held, today, ("company", "buyer"))
    assert [(each.meeting, each.side, each.next_step, each.overdue) for each in steps] == [
        ("m1", "company", "send a sample", True),
        ("m1", "buyer", "call", False),
    ]
    assert [each.side for each in open_steps(held, today, SIDES[:1])] == ["company"]


def test_the_figures_count_interest_follow_ups_and_results() -> None:
    buyer = noted(side="buyer", interest=4, next_step="call", by_organiser=True)
    events = (STARTED, noted(interest=2, **STEP), buyer, STATED)
    found = counted(*events, today=STEP["follow_up_on"])
    assert found.interest["buyer"].model_dump() == {"answers": 1, "mean": 4}
    assert found.follow_ups.model_dump() == {"open": 2, "overdue": 0, "done": 0}
    late = counted(*events, today=STEP["follow_up_on"] + timedelta(days=1))
    assert late.follow_ups.model_dump() == {"open": 2, "overdue": 1, "done": 0}
    done = MeetingOutcomeFollowedUp(**of(MONTHS_LATER), side="company", by_organiser=False)
    assert counted(*events, done, today=date(2028, 1, 1)).follow_ups.model_dump() == {
        "open": 1,
        "overdue": 0,
        "done": 1,
    }
    (result,) = found.results
    assert (result.country, result.sector, result.kind, result.results, result.amount) == (
        "PE",
        "drones",
        "trial",
        1,
        40_000,
    )
    assert counted(*events, CORRECTED, WITHDRAWN).results == []
