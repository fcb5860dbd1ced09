"""A small aggregate of its own for the backbone's tests, which must not know the domain."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from shared.eventing.decider import Decider, Refused
from shared.eventing.event import Event
from shared.eventing.view import Document, View


class Fact(Event):
    topic: ClassVar[str] = "liaison.test"


class Added(Fact):
    type: Literal["test.Added"] = "test.Added"
    counter: str
    amount: int


class Closed(Fact):
    type: Literal["test.Closed"] = "test.Closed"
    counter: str


@dataclass(frozen=True)
class Add:
    counter: str
    amount: int


@dataclass(frozen=True)
class Close:
    counter: str


@dataclass(frozen=True)
class State:
    total: int = 0
    closed: bool = False


def decide(state: State, command: Add | Close) -> list[Added | Closed]:
    match command:
        case Add(amount=0):
            return []
        case Add() if state.closed:
            raise Refused("counter-closed", f"{command.counter} is closed")
        case Add():
            return [Added(counter=command.counter, amount=command.amount)]
        case Close():
            return [Closed(counter=command.counter)]


def evolve(state: State, event: Added | Closed) -> State:
    match event:
        case Added(amount=amount):
            return State(state.total + amount, state.closed)
        case Closed():
            return State(state.total, closed=True)


COUNTER: Decider[State, Add | Close, Added | Closed] = Decider("counter", State(), decide, evolve, Added | Closed)


def total(document: Document | None, event: Added | Closed) -> Document | None:
    match event:
        case Added(amount=amount):
            return {"total": (document or {"total": 0})["total"] + amount}
        case Closed():
            return None


TOTALS = View("totals", (Added, Closed), lambda event: [event.counter], total)
