"""python -m benchmarks.b2bsp DIR: solves a folder of instances and compares with the published values."""

import json
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from benchmarks.b2bsp.dzn import UnreadableInstance, read
from services.delegations.timetable import program, search
from services.delegations.timetable.check import violations
from services.delegations.timetable.model import Day, InvalidDay, Status, Timetable
from services.delegations.timetable.solve import solve

FAIRNESS = 2  # the published tables' own, unless they say otherwise
LOADED = (program, search)  # imported for OR-Tools, whose loading is no part of solving
SEED = 1

app = typer.Typer()


class Case(NamedTuple):
    """One value to reproduce; without a published one, `status` is None."""

    file: str
    fairness_d: int
    status: Status | None = None
    objective: int | None = None


class Measured(NamedTuple):
    """One printed line; `seconds` of wall time from the parsed instance to the answer."""

    file: str
    fairness_d: int
    status: Status
    objective: int | None
    bound: int | None
    seconds: float


@app.command()
def main(
    folder: Annotated[Path, typer.Argument(metavar="DIR", exists=True, file_okay=False)],
    expected: Annotated[Path | None, typer.Option(exists=True, dir_okay=False)] = None,
    time_limit: Annotated[float, typer.Option(min=0.1, help="seconds per value")] = 60,
    workers: Annotated[int, typer.Option(min=1)] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object per line")] = False,  # noqa: FBT002
) -> None:
    """Exits 1 if a published value is contradicted or not proven, 2 if an instance cannot be read; the rest goes on."""
    measured, wrong, unread = list[Measured](), 0, 0
    for case in cases(folder, expected):
        try:
            day = read((folder / case.file).read_text("utf-8"), fairness=case.fairness_d)
        except (OSError, UnicodeDecodeError, UnreadableInstance, InvalidDay) as error:
            typer.echo(f"{case.file}: {error}", err=True)
            unread += 1
            continue
        result = measure(case, day, seconds=time_limit, workers=workers)
        measured.append(result)
        agrees = case.status is None or (result.status, result.objective) == (case.status, case.objective)
        wrong += not agrees
        typer.echo(json.dumps(result._asdict()) if as_json else line(result, case, agrees=agrees))
    typer.echo(summary(measured, wrong), err=True)
    sys.exit(2 if unread else int(wrong > 0))


def cases(folder: Path, expected: Path | None) -> list[Case]:
    """The values of the expected file in its order, else each file of the folder."""
    if expected is None:
        return [Case(file.name, FAIRNESS) for file in sorted(folder.glob("*.dzn"))]
    wanted = json.loads(expected.read_text("utf-8"))
    return [Case(each["file"], each["fairness_d"], each.get("status"), each.get("objective")) for each in wanted]


def measure(case: Case, day: Day, *, seconds: float, workers: int) -> Measured:
    """Solve once; a plan that breaks a rule is an error, not a result."""
    began = time.perf_counter()
    answer: Timetable = solve(day, seconds=seconds, workers=workers, seed=SEED)
    took = round(time.perf_counter() - began, 3)
    if answer.objective is not None and (broken := violations(day, answer)):
        raise AssertionError(f"{case.file}: {broken}")
    return Measured(case.file, case.fairness_d, answer.status, answer.objective, answer.bound, took)


def line(result: Measured, case: Case, *, agrees: bool) -> str:
    """The result for a reader."""
    verdict = "" if case.status is None else "as published" if agrees else f"published: {case.status} {case.objective}"
    name = f"{result.file} d={result.fairness_d}"
    return f"{name:44} {result.status:10} {result.objective!s:>5} {result.seconds:8.2f} s  {verdict}"


def summary(measured: Iterable[Measured], wrong: int) -> str:
    """How many values were proven, and the spread of the times."""
    results = list(measured)
    if not results:
        return "no instances"
    proven = sum(result.status in ("optimal", "infeasible") for result in results)
    times = sorted(result.seconds for result in results)
    p95 = times[min(len(times) - 1, int(0.95 * len(times)))]
    return (
        f"{proven} of {len(results)} proven, {wrong} not as published; "
        f"median {statistics.median(times):.2f} s, 95 % under {p95:.2f} s, longest {times[-1]:.2f} s"
    )


if __name__ == "__main__":
    app()
