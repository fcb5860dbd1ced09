"""An example of any event: every field has a value, and texts say which field they stand in."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from shared.contracts.catalogue import EVENTS
from shared.contracts.delegations.assistance import AssistanceHandedOver
from shared.contracts.delegations.day import TimetablePublished
from shared.eventing.event import Event
from shared.eventing.examples import AT, example


def test_texts_are_the_names_of_their_fields() -> None:
    made = example(AssistanceHandedOver)
    assert (made.request, made.desk.id, made.posting, made.at) == ("{request}", "{desk.id}", "{posting}", AT)
    assert made.because == "residence"
    assert example(TimetablePublished).appointments[0].company == "{appointments.company}"


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS.keys())
def test_every_published_event_has_one(event: type[Event]) -> None:
    made: Mapping[str, Any] = vars(example(event))
    assert made.keys() == event.model_fields.keys()
    assert not any(value is None for value in made.values())
    assert all(type(value) is not datetime or value == AT for value in made.values())
    assert all(type(value) is not date or value == AT.date() for value in made.values())
