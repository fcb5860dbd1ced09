"""An oracle beside an aggregate: it says beforehand what each command comes to, and the aggregate must agree."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any, Protocol

from hypothesis import strategies as st

from shared.eventing.decider import Decider, Refused

REFUSED, NOTHING, CHANGED = "refused", "nothing", "changed"


class Oracle(Protocol):
    """The aggregate in the simplest terms: a dataclass, whose fields are all that a command can change."""

    def allows(self, command: Any) -> bool:
        """Whether the command is legal; then, and only then, it is done here as well."""


def outcome(decider: Decider[Any, Any, Any], state: Any, command: Any) -> tuple[str, list[Any]]:
    """What the command comes to, and what happens."""
    try:
        events = list(decider.decide(state, command))
    except Refused:
        return REFUSED, []
    return (CHANGED if events else NOTHING), events


def foretold(decider: Decider[Any, Any, Any], oracle: Oracle, commands: Iterable[Any]) -> list[Any]:
    """What happens when both are given these commands, after each of which they agree whether it was legal and news."""
    events: list[Any] = []
    for command in commands:
        before = deepcopy(oracle)
        legal = oracle.allows(command)
        assert legal or oracle == before, f"the oracle forbids {command} and does it"
        expected = REFUSED if not legal else NOTHING if oracle == before else CHANGED
        found, news = outcome(decider, decider.fold(events), command)
        assert found == expected, f"{command} of {before}"
        events += news
    return events


@st.composite
def stories(draw: st.DrawFn, usual: Sequence[Any], others: st.SearchStrategy[Any]) -> list[Any]:
    """The usual way as far as it came, some of it left out, with anything else said in between."""
    kept = [one for one in usual[: draw(st.integers(0, len(usual)))] if draw(st.integers(0, 15))]
    for command in draw(st.lists(others, max_size=12)):
        kept.insert(draw(st.integers(0, len(kept))), command)
    return kept
