"""What happens together when a position changes hands, or is left."""

from datetime import date

import pytest

from services.postings.domain.headship import HEADSHIP, Headship, LeaveHead, TakeHead
from services.postings.domain.position import POSITION, Fill, Vacate
from services.postings.domain.position_record import RecordTenure
from services.postings.domain.position_state import Position, Tenure
from services.postings.domain.posting import POSTING, Curtail, End, Start
from services.postings.domain.posting_record import Record
from services.postings.domain.succession import Step, leave, recorded, start
from shared.eventing.decider import Refused
from tests.unit.postings.network import APPROVED, CREATED, FILLED, LAST, PROPOSED, STARTED, VACATED

VACANT = POSITION.fold([CREATED])
HELD = POSITION.fold([CREATED, FILLED])
LEFT = POSITION.fold([CREATED, FILLED, VACATED])
SUCCESSOR = POSTING.fold(
    [
        PROPOSED.model_copy(update={"posting": "petit", "officer": "o-petit"}),
        APPROVED.model_copy(update={"posting": "petit", "officer": "o-petit"}),
    ]
)
DAY = date(2028, 3, 1)


@pytest.mark.parametrize("position", [VACANT, LEFT])
def test_on_a_vacant_position_nobody_is_succeeded(position: Position) -> None:
    assert start("petit", SUCCESSOR, position, DAY) == [
        Step(POSTING, "petit", Start(DAY)),
        Step(POSITION, "lima-lo", Fill("petit", "o-petit", DAY)),
    ]


def test_the_predecessor_ends_on_the_day_before_the_successor_starts() -> None:
    assert start("petit", SUCCESSOR, HELD, DAY) == [
        Step(POSTING, "petit", Start(DAY, predecessor="morel", predecessor_officer="o-morel")),
        Step(POSITION, "lima-lo", Fill("petit", "o-petit", DAY, replaces="morel")),
        Step(POSTING, "morel", End(date(2028, 2, 29), successor="petit")),
    ]


def test_a_posting_does_not_succeed_itself() -> None:
    again = start("morel", POSTING.fold([PROPOSED, APPROVED, STARTED]), HELD, DAY)
    assert [step.id for step in again] == ["morel", "lima-lo"]


def test_a_posting_that_was_never_proposed_neither_starts_nor_ends() -> None:
    with pytest.raises(Refused, match="posting-unknown"):
        start("nobody", POSTING.initial, VACANT, DAY)
    with pytest.raises(Refused, match="posting-unknown"):
        leave("nobody", POSTING.initial, End(DAY))


@pytest.mark.parametrize("command", [End(LAST), Curtail(LAST, "medical")])
def test_whoever_leaves_vacates_the_position_on_the_same_day(command: End | Curtail) -> None:
    assert leave("morel", POSTING.fold([PROPOSED, APPROVED, STARTED]), command) == [
        Step(POSTING, "morel", command),
        Step(POSITION, "lima-lo", Vacate("morel", LAST)),
        Step(HEADSHIP, "lima", LeaveHead("lima", "morel", LAST)),
    ]


HEAD = CREATED.model_copy(update={"kind": "associate"})


def test_whoever_takes_the_heads_position_takes_the_head_of_the_post_from_the_one_before() -> None:
    took = start("petit", SUCCESSOR, POSITION.fold([HEAD, FILLED]), DAY, overlap_until=DAY)
    assert took[-1] == Step(
        HEADSHIP,
        "lima",
        TakeHead("lima", "petit", "o-petit", DAY, overlap_until=DAY, follows="morel", leaves_on=DAY),
    )
    alone = start("petit", SUCCESSOR, POSITION.fold([HEAD]), DAY)
    assert alone[-1] == Step(HEADSHIP, "lima", TakeHead("lima", "petit", "o-petit", DAY))


def test_who_is_known_to_leave_within_the_overlap_hands_over_from_the_same_position_or_another_of_the_head() -> None:
    leaving = POSITION.fold([CREATED, FILLED, VACATED])
    [begin, fill] = start("petit", SUCCESSOR, leaving, LAST, overlap_until=LAST)
    assert begin.command == Start(LAST, predecessor="morel", predecessor_officer="o-morel", overlap_until=LAST)
    assert fill.command == Fill("petit", "o-petit", LAST, overlap_until=LAST)
    elsewhere = Headship((Tenure("boss", date(2020, 1, 1), LAST, None, "o-boss"),))
    [begin, *_] = start("petit", SUCCESSOR, POSITION.fold([HEAD]), LAST, None, LAST, elsewhere)
    assert (begin.command.predecessor, begin.command.predecessor_officer) == ("boss", "o-boss")


def test_a_tenure_that_is_recorded_in_turn_ends_whoever_held_the_position() -> None:
    record = Record("petit", "lima-lo", "o-petit", DAY, DAY, "lima", officer_known=True, ends_on=LAST)
    eve = date(2028, 2, 29)
    assert recorded(record, HELD, in_turn=True) == [
        Step(POSTING, "petit", record),
        Step(POSITION, "lima-lo", RecordTenure("petit", "o-petit", DAY, replaces="morel", leaves_on=eve)),
        Step(POSTING, "morel", End(eve, successor="petit")),
    ]
    assert recorded(record, HELD, in_turn=False) == [
        Step(POSTING, "petit", record),
        Step(POSITION, "lima-lo", RecordTenure("petit", "o-petit", DAY)),
    ]
