"""An aggregate to which several commands are given in turn."""

import pytest

from services.postings.domain.position import POSITION, Abolish, ChangeTour, Command
from shared.eventing.decider import Refused, in_turn
from tests.unit.postings.network import LAST
from tests.unit.postings.test_position import CREATE


def test_each_command_is_decided_on_what_those_before_it_have_changed() -> None:
    several = in_turn(POSITION)
    commands: list[Command] = [CREATE, ChangeTour(24), ChangeTour(24), Abolish(LAST, "merged")]
    events = several.decide(several.initial, commands)
    assert [type(event).__name__ for event in events] == ["PositionCreated", "PositionTourChanged", "PositionAbolished"]
    assert several.decide(several.fold(events), [CREATE, Abolish(LAST, "merged")]) == []
    assert several.stream("lo") == POSITION.stream("lo")


def test_one_that_is_refused_refuses_all() -> None:
    with pytest.raises(Refused, match="position-abolished"):
        in_turn(POSITION).decide(POSITION.initial, [CREATE, Abolish(LAST, "merged"), ChangeTour(24)])
