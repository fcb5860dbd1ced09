"""What every benchmark shares: product and floor measured in turns, and a claim that is met or not."""

import argparse
import asyncio
import gc
import json
import logging
import statistics
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from shared.launch import collect_rarely

TURNS = 5
Measure = Callable[[], Awaitable[float]]


@dataclass(frozen=True)
class Claim:
    """What was measured, and what must be reached: `must` is of the ratio, or of the product where there is no floor.

    Rates are medians of the turns.
    """

    name: str
    product: float
    floor: float | None
    ratio: float | None
    must: float
    passed: bool
    unit: str
    more: dict[str, Any]

    @property
    def line(self) -> dict[str, Any]:
        """The claim as one flat JSON object."""
        return {name: value for name, value in asdict(self).items() if name != "more"} | self.more


@dataclass(frozen=True)
class Size:
    """How much is measured: `scale` shortens everything for a first look, and is then told with each claim."""

    scale: float = 1.0
    turns: int = TURNS

    def of(self, number: int) -> int:
        return max(1, round(number * self.scale))

    @property
    def told(self) -> dict[str, Any]:
        return {} if self.scale == 1 and self.turns == TURNS else {"scale": self.scale, "turns": self.turns}


async def in_turns(turns: int, *measures: Measure) -> list[list[float]]:
    """The results of each, measured one after the other in every turn, so that a busy machine slows all of them."""
    results: list[list[float]] = [[] for _ in measures]
    for _ in range(turns):
        for measure, found in zip(measures, results, strict=True):
            gc.collect()
            found.append(await measure())
    return results


def at_least(
    name: str, products: Sequence[float], floors: Sequence[float], must: float, unit: str, **more: Any
) -> Claim:
    """The product reaches so much of the floor."""
    product, floor = statistics.median(products), statistics.median(floors)
    ratio = product / floor
    by_turn = [round(one / other, 2) for one, other in zip(products, floors, strict=True)]
    passed = ratio >= must
    return Claim(
        name, rounded(product), rounded(floor), rounded(ratio), must, passed, unit, {"by_turn": by_turn, **more}
    )


def at_most(name: str, product: float, must: float, unit: str, **more: Any) -> Claim:
    """The product stays at or under a limit."""
    return Claim(name, rounded(product), None, None, must, product <= must, unit, more)


def rounded(value: float) -> float:
    """Three or more digits that mean something."""
    return round(value) if value >= 1000 else float(f"{value:.3g}")


def quantile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main(name: str, claims: Callable[[Size], AsyncIterator[Claim]]) -> None:
    """Run a benchmark: `python -m benchmarks.NAME [--json] [--scale SHARE] [--turns N]`; exits 1 on a claim not met."""
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{name}")
    parser.add_argument("--json", action="store_true", help="one JSON object per claim")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full size, for a first look")
    parser.add_argument("--turns", type=int, default=TURNS)
    given = parser.parse_args()
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # a new topic's first moments are no news
    collect_rarely()  # floor and product alike

    async def run() -> bool:
        met = True
        async for claim in claims(Size(given.scale, given.turns)):
            print(json.dumps(claim.line) if given.json else shown(claim), flush=True)  # noqa: T201
            met = met and claim.passed
        return met

    sys.exit(0 if asyncio.run(run()) else 1)


def shown(claim: Claim) -> str:
    """The claim for a person."""
    verdict = "ok  " if claim.passed else "MISS"
    against = "" if claim.floor is None else f" against {claim.floor:,g}: {claim.ratio} times"
    return f"{verdict} {claim.name}: {claim.product:,g} {claim.unit}{against} (must: {claim.must})  {claim.more}"
