"""How far a search has come, and to whom it says so."""

from collections.abc import Callable
from typing import NamedTuple


class Progress(NamedTuple):
    """After `seconds`: the breaks of the best plan so far (None: none yet) and the number that no plan goes below, the
    weight of the requests it holds and the weight that no plan exceeds.
    """

    seconds: float = 0.0
    breaks: int | None = None
    bound: int = 0
    weight: int = 0
    weight_bound: int = 0

    @property
    def gap(self) -> float:
        """The part of the weight, 0 to 1, that a better choice of requests could add at most."""
        return (self.weight_bound - self.weight) / self.weight_bound if self.weight_bound else 0.0


Report = Callable[[Progress], None]
Tell = Callable[[int | None, int], None]
"""Hears of the breaks of the best plan so far, and of the bound."""
