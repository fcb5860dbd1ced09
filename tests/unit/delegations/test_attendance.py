"""Given a planned day, who is checked in to it, and who is not."""

from datetime import timedelta

import pytest

from services.delegations.check_in_codes import code_of, participant_of
from services.delegations.domain.attendance import ATTENDANCE, CheckIn, UndoCheckIn
from services.delegations.domain.day import DAY
from shared.contracts.delegations.attendance import DayCheckInMade, DayCheckInUndone
from tests.scenario import Scenario
from tests.unit.delegations.one_day import ASKED, at

PRESENT = Scenario(ATTENDANCE)
LIMA = DAY.fold(ASKED)
MORNING, LATER = at(13, 45), at(14, 5)
OF = {"day": "lima", "post": "lima", "participant": "b1"}
CAME = DayCheckInMade(**OF, side="buyer", at=MORNING, by_scan=True)
UNDONE = DayCheckInUndone(**OF, reason="somebody else", at=LATER)


def test_a_participant_is_checked_in_by_scan_or_by_hand() -> None:
    PRESENT.when(CheckIn(LIMA, "b1", MORNING, by_scan=True)).then(CAME)
    PRESENT.when(CheckIn(LIMA, "c1", MORNING)).then(
        DayCheckInMade(day="lima", post="lima", participant="c1", side="company", at=MORNING, by_scan=False)
    )


def test_a_second_scan_is_found_out_and_a_second_press_is_harmless() -> None:
    came = PRESENT.given(CAME)
    came.when(CheckIn(LIMA, "b1", LATER, by_scan=True)).refused("participant-already-checked-in")
    came.when(CheckIn(LIMA, "b1", LATER)).nothing_happens()


@pytest.mark.parametrize(("hours", "fits"), [(-9, False), (-8, True), (15, True), (16, False)])
def test_the_day_lasts_from_midnight_to_midnight_at_the_venue(hours: int, *, fits: bool) -> None:
    outcome = PRESENT.when(CheckIn(LIMA, "c1", at(13) + timedelta(hours=hours)))
    if fits:
        assert len(list(ATTENDANCE.decide(outcome.state, outcome.command))) == 1
    else:
        outcome.refused("check-in-wrong-day")


def test_who_does_not_take_part_does_not_come_in() -> None:
    PRESENT.when(CheckIn(LIMA, "b9", MORNING)).refused("participant-unknown")
    PRESENT.when(CheckIn(DAY.initial, "b1", MORNING)).refused("day-unknown")


def test_a_mistaken_check_in_is_taken_back_and_the_badge_is_good_again() -> None:
    PRESENT.when(UndoCheckIn(LIMA, "b1", "somebody else", LATER)).refused("participant-not-checked-in")
    PRESENT.given(CAME).when(UndoCheckIn(LIMA, "b1", "somebody else", LATER)).then(UNDONE)
    PRESENT.given(CAME, UNDONE).when(CheckIn(LIMA, "b1", MORNING, by_scan=True)).then(CAME)


def test_a_code_names_one_participant_of_one_day_and_nobody_can_make_it() -> None:
    code = code_of("lima", "b1", "secret")
    assert participant_of(code, "lima", LIMA.participants, "secret") == "b1"
    assert participant_of(code, "quito", LIMA.participants, "secret") is None
    assert participant_of(code, "lima", ["c1", "c2"], "secret") is None
    assert participant_of(code, "lima", LIMA.participants, "another") is None
