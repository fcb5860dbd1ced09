"""The counter's aggregate two breaking changes later: what it counts has had a unit, and then several amounts."""

from typing import Any, Literal

from shared.eventing.decider import Decider
from shared.eventing.event import Data
from shared.eventing.view import Document, View
from tests.integration.counter import Add, Closed, Fact, State


def with_unit(first: Data) -> Data:
    return {**first, "unit": "piece"}


def with_amounts(second: Data) -> Data:
    return {"counter": second["counter"], "unit": second["unit"], "amounts": [second["amount"]]}


class Added(Fact):
    type: Literal["test.Added.v3"] = "test.Added.v3"
    upcasts = (with_unit, with_amounts)
    counter: str
    unit: str
    amounts: tuple[int, ...]


def decide(_: State, command: Add) -> list[Added]:
    return [Added(counter=command.counter, unit="piece", amounts=(command.amount,))]


def evolve(state: State, event: Added | Closed) -> State:
    match event:
        case Added(amounts=amounts):
            return State(state.total + sum(amounts), state.closed)
        case Closed():
            return State(state.total, closed=True)


RECOUNTED: Decider[State, Add, Any] = Decider("counter", State(), decide, evolve, Added | Closed)


def total(document: Document | None, event: Added) -> Document:
    return {"total": (document or {"total": 0})["total"] + sum(event.amounts), "unit": event.unit}


TOTALS = View("totals", (Added,), lambda event: [event.counter], total)
