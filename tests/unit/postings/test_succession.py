"""What happens together when a position changes hands, or is left."""

from datetime import date

import pytest

from services.postings.domain.position import POSITION, Fill, Vacate
from services.postings.domain.position_state import Position
from services.postings.domain.posting import POSTING, Curtail, End, Start
from services.postings.domain.succession import Step, leave, start
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
    ]
