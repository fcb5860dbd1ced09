"""Given, when, then: a decider's rules as sentences; `Scenario(POSTING).given(...).when(...).then(...)`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import pytest

from shared.eventing.decider import Decider, Refused

S = TypeVar("S")
C = TypeVar("C")
E = TypeVar("E")


@dataclass(frozen=True)
class Outcome(Generic[S, C, E]):
    """What a command does to the state that a history has led to."""

    decider: Decider[S, C, E]
    state: S
    command: C

    def then(self, *events: E) -> None:
        """Exactly these events happen, in this order."""
        assert list(self.decider.decide(self.state, self.command)) == list(events)

    def nothing_happens(self) -> None:
        """The command is accepted, and there is nothing to record."""
        self.then()

    def refused(self, slug: str) -> None:
        """The rule with this slug says no."""
        with pytest.raises(Refused) as refusal:
            self.decider.decide(self.state, self.command)
        assert refusal.value.slug == slug, refusal.value.detail


@dataclass(frozen=True)
class Scenario(Generic[S, C, E]):
    """The rules of one decider; each call answers a new scenario, so a common history can be shared by tests."""

    decider: Decider[S, C, E]
    history: tuple[E, ...] = ()

    def given(self, *events: E) -> "Scenario[S, C, E]":
        """These events have happened, after those given before."""
        return replace(self, history=(*self.history, *events))

    def when(self, command: C) -> Outcome[S, C, E]:
        """The command arrives."""
        return Outcome(self.decider, self.decider.fold(self.history), command)

    def after(self, *commands: C) -> Sequence[E]:
        """The whole history once these commands were decided one after the other."""
        history = self.history
        for command in commands:
            history = (*history, *self.decider.decide(self.decider.fold(history), command))
        return history
