"""What a participant changes after it has joined: when it is there, and whom to write to."""

from typing import Any

from services.delegations.domain.day import DAY
from services.delegations.domain.day_participants import ChangeAvailability, ChangeContact, Join, Leave
from services.delegations.domain.day_problem import problem
from services.delegations.domain.day_timetable import Review
from services.delegations.views.days import DAYS
from services.notifications.views.participants import PARTICIPANTS
from shared.contracts.delegations.day import TimetableFrozen
from shared.contracts.delegations.day_participation import (
    ParticipantAvailabilityChanged,
    ParticipantContactChanged,
    ParticipantLeft,
)
from shared.contracts.delegations.day_requests import MeetingRequestDeclined, MeetingRequestWithdrawn
from tests.scenario import Scenario
from tests.unit.delegations.arranged_day import LUNCH_SET, M1_LOCKED
from tests.unit.delegations.one_day import ASKED, DRAFTED, PUBLISHED, REVIEWED, joined
from tests.unit.delegations.test_views import shown

asked = Scenario(DAY).given(*ASKED)  # b1 is absent in slot 0
AWAY = ParticipantAvailabilityChanged(day="lima", participant="b1", absent=(1, 2), by_organiser=True)
LEFT = ParticipantContactChanged(day="lima", participant="c1", contact="of-c1-too", by_organiser=False)


def test_when_somebody_is_there_replaces_what_was_said_before() -> None:
    asked.when(ChangeAvailability("lima", "b1", (2, 1, 2), by_organiser=True)).then(AWAY)
    assert problem(DAY.fold([*ASKED, AWAY])).absences["b1"] == {1, 2}
    asked.when(ChangeAvailability("lima", "b1", (0,))).nothing_happens()
    asked.given(AWAY).when(ChangeAvailability("lima", "b1", (1, 2))).nothing_happens()


def test_an_absence_that_leaves_nothing_or_contradicts_a_promise_is_refused() -> None:
    asked.when(ChangeAvailability("lima", "b1", (3,))).refused("slot-outside-day")
    asked.when(ChangeAvailability("lima", "b1", (0, 1, 2))).refused("participant-without-availability")
    asked.when(ChangeAvailability("lima", "nobody", (0,))).refused("participant-unknown")
    asked.given(M1_LOCKED).when(ChangeAvailability("lima", "b1", (1,))).refused("lock-impossible")
    for_all = LUNCH_SET.model_copy(update={"participants": ()})
    asked.given(for_all).when(ChangeAvailability("lima", "b2", (2,))).refused("participant-without-availability")


def test_a_draft_that_still_fits_may_be_reviewed_and_another_may_not() -> None:
    away_before = ParticipantAvailabilityChanged(day="lima", participant="c2", absent=(0,), by_organiser=False)
    reviewed = asked.given(DRAFTED, REVIEWED, away_before)
    assert DAY.fold(reviewed.history).stage == "outdated"
    reviewed.when(Review("lima", "t1")).then(REVIEWED)
    asked.given(DRAFTED, AWAY).when(Review("lima", "t1")).refused("timetable-outdated")


def test_once_a_timetable_is_out_a_repair_says_who_is_away_and_anybody_may_still_be_written_to() -> None:
    published = asked.given(DRAFTED, REVIEWED, PUBLISHED)
    published.when(ChangeAvailability("lima", "b1", (2,))).refused("timetable-already-published")
    published.when(ChangeContact("lima", "c1", "of-c1-too")).then(LEFT)
    frozen = published.given(TimetableFrozen(day="lima", timetable="t1", post="lima"))
    frozen.when(ChangeContact("lima", "c1", "of-c1-too")).then(LEFT)
    frozen.given(LEFT).when(ChangeContact("lima", "c1", "of-c1-too")).nothing_happens()
    asked.when(ChangeContact("lima", "nobody", "of-c1")).refused("participant-unknown")


def test_the_views_show_the_change_and_a_contact_outdates_no_draft() -> None:
    day: Any = shown(DAYS, [*ASKED, DRAFTED, LEFT])["lima"]
    assert (day["participants"]["c1"]["contact"], day["timetable"]["status"]) == ("of-c1-too", "drafted")
    day = shown(DAYS, [*ASKED, DRAFTED, AWAY])["lima"]
    assert (day["participants"]["b1"]["absent"], day["timetable"]["status"]) == ([1, 2], "outdated")


def test_who_writes_mails_writes_to_the_new_contact() -> None:
    told: Any = shown(PARTICIPANTS, [*ASKED, AWAY, LEFT])
    assert {id: (one["contact"], one["absent"]) for id, one in told.items()} == {
        "lima/c1": ("of-c1-too", []),
        "lima/c2": ("of-c2", []),
        "lima/b1": ("of-b1", [1, 2]),
        "lima/b2": ("of-b2", []),
    }


GONE = ParticipantLeft(day="lima", participant="b1", by_organiser=True)
DECLINED = MeetingRequestDeclined(day="lima", meeting="m1", participant="b1", by_organiser=True, counterpart="c1")


def test_who_leaves_ends_its_requests_and_those_it_was_asked_for() -> None:
    asked.when(Leave("lima", "b1", by_organiser=True)).then(GONE, DECLINED)
    left = asked.given(GONE, DECLINED)
    left.when(Leave("lima", "b1")).nothing_happens()
    assert [meeting.id for meeting in problem(DAY.fold(left.history)).meetings] == ["m2"]
    own = {"day": "lima", "participant": "c1", "by_organiser": False}
    asked.when(Leave("lima", "c1")).then(
        ParticipantLeft(**own),
        MeetingRequestWithdrawn(**own, meeting="m1", counterpart="b1"),
        MeetingRequestWithdrawn(**own, meeting="m2", counterpart="b2"),
    )
    asked.when(Leave("lima", "nobody")).refused("participant-unknown")
    asked.given(DRAFTED, REVIEWED, PUBLISHED).when(Leave("lima", "b1")).refused("timetable-already-published")


def test_a_draft_with_who_has_left_does_not_fit_and_who_comes_back_joins_anew() -> None:
    drafted = asked.given(DRAFTED, GONE, DECLINED)
    drafted.when(Review("lima", "t1")).refused("timetable-outdated")
    day: Any = shown(DAYS, drafted.history)["lima"]
    assert (set(day["participants"]), day["meetings"]["m1"]["status"]) == ({"c1", "c2", "b2"}, "declined")
    back = Join("lima", "b1", "buyer", "B1", "of-b1")
    drafted.when(back).then(joined("b1"))
    drafted.given(joined("b1")).when(Leave("lima", "b1")).then(GONE.model_copy(update={"by_organiser": False}))
