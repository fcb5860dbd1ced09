"""python -m benchmarks.oversubscribed: a day with three times as many requests as it can hold, chosen and placed."""

import json
import resource
import sys
import time
from random import Random
from typing import Annotated, NamedTuple

import typer

from services.delegations.timetable import choose, polish
from services.delegations.timetable.check import violations
from services.delegations.timetable.model import Day, Meeting, Participant
from services.delegations.timetable.solve import solve

COMPANIES, BUYERS, REQUESTS = 700, 170, 5_000
SLOTS, TABLES, PRESENT = 24, 120, 0.85
COMPANY_CAP, BUYER_CAP = 6, 12
WEIGHTS = (1, 2, 3, 5, 8, 10)  # of a request, by its rank
GAP, CHOSEN_WITHIN, MEMORY = 0.005, 10.0, 1.5e9
LOADED = (choose, polish)  # imported for OR-Tools, whose loading is no part of solving

app = typer.Typer()


class Measured(NamedTuple):
    """The printed line: `chosen_seconds` until the choice and its proof, whose breaks are `breaks_before`."""

    requests: int
    held: int
    weight: int
    weight_bound: int
    gap: float
    chosen_seconds: float
    breaks_before: int
    breaks: int
    below_share: int
    seconds: float
    peak_memory_mb: int


def oversubscribed(seed: int, *, companies: int = COMPANIES, buyers: int = BUYERS, requests: int = REQUESTS) -> Day:
    """Few buyers are asked for by many companies, most by few; everybody misses some slots."""
    random = Random(seed)  # noqa: S311
    demand = [1 / rank**0.8 for rank in range(1, buyers + 1)]
    asked: dict[tuple[int, int], int] = {}
    while len(asked) < requests:
        pair = random.randrange(companies), random.choices(range(buyers), demand)[0]
        asked.setdefault(pair, random.choice(WEIGHTS))
    people = [(f"company {number}", COMPANY_CAP) for number in range(companies)]
    people += [(f"buyer {number}", BUYER_CAP) for number in range(buyers)]
    return Day(
        SLOTS,
        TABLES,
        tuple(
            Participant(id, frozenset(slot for slot in range(SLOTS) if random.random() > PRESENT), cap)
            for id, cap in people
        ),
        tuple(
            Meeting(f"{company}-{buyer}", (f"company {company}", f"buyer {buyer}"), weight=weight)
            for (company, buyer), weight in sorted(asked.items())
        ),
    )


def measure(seed: int, seconds: float, workers: int) -> Measured:
    """Choose alone, to time it, then the whole; a plan that breaks a rule is an error, not a result."""
    day = oversubscribed(seed)
    began = time.perf_counter()
    choice = choose.choose(day, seconds=seconds, workers=workers, seed=seed)
    chosen = time.perf_counter() - began
    if choice.slots is None:
        raise AssertionError("no choice was found")
    began = time.perf_counter()
    answer = solve(day, seconds=seconds, workers=workers, seed=seed)
    took = time.perf_counter() - began
    if answer.objective is None or (broken := violations(day, answer)):
        raise AssertionError(f"not a timetable: {broken}")
    return Measured(
        requests=len(day.meetings),
        held=len(answer.places),
        weight=answer.weight,
        weight_bound=answer.weight_bound,
        gap=round(answer.gap, 5),
        chosen_seconds=round(chosen, 2),
        breaks_before=sum(day.breaks(choice.slots).values()),
        breaks=answer.objective,
        below_share=sum(got.held < got.share for got in answer.got.values()),
        seconds=round(took, 2),
        peak_memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )


@app.command()
def main(
    seed: Annotated[int, typer.Option()] = 1,
    time_limit: Annotated[float, typer.Option(min=1, help="seconds for choice and placement together")] = 60,
    workers: Annotated[int, typer.Option(min=1)] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object")] = False,  # noqa: FBT002
) -> None:
    """Exits 1 if the choice is late or too far from its bound, if the breaks did not fall, or if memory ran over."""
    result = measure(seed, time_limit, workers)
    if as_json:
        typer.echo(json.dumps(result._asdict()))
    else:
        typer.echo(
            f"{result.held} of {result.requests} requests, weight {result.weight} of at most {result.weight_bound} "
            f"({result.gap:.2%} to be gained), chosen in {result.chosen_seconds} s; {result.breaks_before} breaks, "
            f"{result.breaks} after {result.seconds} s; {result.below_share} participants below their share; "
            f"{result.peak_memory_mb} MB at most"
        )
    kept = result.gap <= GAP and result.chosen_seconds < CHOSEN_WITHIN and result.breaks < result.breaks_before
    sys.exit(0 if kept and result.peak_memory_mb * 2**20 < MEMORY else 1)


if __name__ == "__main__":
    app()
