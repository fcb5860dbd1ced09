"""`python -m tests.chaos --faults 200 --seed 1 --json`: faults, then their cost; exit code 1 for a broken promise."""

import argparse
import asyncio
import json
import signal
import sys
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.chaos.plan import Fault
from tests.chaos.rig import Run, run

SHOWN = 20  # of each kind of broken promise
console = Console(stderr=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--faults", type=int, default=20, help="how many")
    parser.add_argument("--seed", type=int, default=1, help="the same seed means the same faults")
    parser.add_argument("--json", action="store_true", help="the figures as one line of JSON")
    parser.add_argument("--broken", choices=("relay", "consumer"), help="run a part that breaks its promise on purpose")
    parser.add_argument("--keep", type=Path, help="a directory for data and logs, which stay; by default none stays")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))  # to end is to leave nothing behind
    began = time.monotonic()
    with TemporaryDirectory(prefix="liaison-chaos-") as temporary:
        outcome = asyncio.run(shown(given.keep or Path(temporary), given))
    figures = summary(outcome, given.seed, time.monotonic() - began)
    in_words(outcome)
    if given.json:
        print(json.dumps(figures))
    else:
        table(figures)
    sys.exit(not outcome.kept)


async def shown(home: Path, given: argparse.Namespace) -> Run:
    """The run, with a bar on a terminal and plain lines elsewhere."""
    began = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(f"seed {given.seed}", total=given.faults)

        def say(what: str) -> None:
            progress.update(task, description=what)
            if not console.is_terminal:
                console.print(f"{time.monotonic() - began:.0f} s: {what}", highlight=False)

        def tell(fault: Fault) -> None:
            progress.advance(task)
            progress.console.print(f"{time.monotonic() - began:.0f} s: {fault}", highlight=False)

        return await run(home, given.seed, given.faults, given.broken, say, tell)


def summary(outcome: Run, seed: int, seconds: float) -> dict[str, object]:
    """The figures of a run."""
    found = outcome.account
    kinds = Counter(fault.kind for fault in outcome.faults)
    return {
        "seed": seed,
        "faults": len(outcome.faults),
        "lost": len(found.lost),
        "repeated": len(found.repeated),
        "repeated_in_window": len(found.repeated_in_window),
        "out_of_order": len(found.out_of_order),
        "stuck": len(found.stuck),
        "passed": outcome.kept,
        "kinds": dict(sorted(kinds.items())),
        "commands": outcome.commands,
        "given_again": outcome.again,
        "events": outcome.events,
        "repeats_on_topic": found.on_topic,
        "effects": outcome.effects,
        "refused": len(outcome.refused),
        "failed_from_within": len(outcome.faulty),
        "ended_by_themselves": len(outcome.ended),
        "unwilling_to_end": len(outcome.unwilling),
        "slowest_acknowledgement": round(outcome.slowest, 1),
        "settled_after": round(outcome.settled_after, 1),
        "seconds": round(seconds, 1),
    }


def in_words(outcome: Run) -> None:
    """What broke, as far as it fits."""
    found = asdict(outcome.account) | {
        "refused": outcome.refused,
        "failed from within": outcome.faulty,
        "ended by themselves": outcome.ended,
        "unwilling to end": outcome.unwilling,
    }
    for name, told in found.items():
        for line in told[:SHOWN] if isinstance(told, list) else ():
            console.print(f"{name}: {line}", highlight=False, markup=False)


def table(figures: dict[str, object]) -> None:
    """The figures, for a person."""
    shown = Table("figure", "value", title="Chaos", title_justify="left")
    for name, value in figures.items():
        shown.add_row(name.replace("_", " "), str(value))
    Console().print(shown)


if __name__ == "__main__":
    main()
