"""What the main job tells the person who started it: a progress line while it works, then a table."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from liaison.client import Addresses
from liaison.job.stage import Line
from liaison.sent import Sent

console = Console(width=None if sys.stdout.isatty() else 150)


class Announcer:
    """Shows what is being done now, and for how long."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("starting")

    def __call__(self, what: str) -> None:
        self._progress.reset(self._task, description=what)
        if not self._progress.console.is_terminal:
            self._progress.console.print(f"[dim]{what} ...[/dim]")


@contextmanager
def announcing() -> Iterator[Announcer]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Announcer(progress)


def show(lines: Sequence[Line], restarts: Counter[str], repeated: int) -> None:
    """The table of what was observed, and what it took where services were killed meanwhile."""
    table = Table(title="The main job, as observed", title_justify="left")
    table.add_column("Step", no_wrap=True)
    table.add_column("Observed", overflow="fold")
    table.add_column("Seconds", justify="right")
    for line in lines:
        table.add_row(line.step, line.observed, f"{line.seconds:.2f}")
    table.add_section()
    table.add_row("All", f"{len(lines)} steps observed", f"{sum(line.seconds for line in lines):.2f}")
    console.print(table)
    if restarts:
        killed = ", ".join(f"{name} {count}x" for name, count in restarts.items())
        console.print(f"started again after it had ended: {killed}; arrived again under the same id: {repeated}")


def show_sent(sent: Sequence[Sent]) -> None:
    """One delivery of each kind, with the page on which it is seen."""
    table = Table(title="Deliveries to look at, the newest of each kind", title_justify="left")
    for name in ("Message", "Sent", "To", "How it ended", "Look"):
        table.add_column(name, justify="right" if name == "Sent" else "left", overflow="fold")
    for one in sent:
        table.add_row(one.message, str(one.count), one.to, one.how, one.look)
    console.print(table, highlight=False)


def show_addresses(at: Addresses, sent: Sequence[Sent]) -> None:
    """Where to look, and the command that asks for one delivery with its attempts and its text."""
    for what, address in (
        ("Postings, OpenAPI", f"{at.postings}/docs"),
        ("Delegations, OpenAPI", f"{at.delegations}/docs"),
        ("Notifications, OpenAPI", f"{at.notifications}/docs"),
        ("Events, AsyncAPI", f"{at.postings}/asyncapi"),
        ("Mail sink", at.mail),
    ):
        console.print(f"  {what:<24}{address}", highlight=False)
    caller = '"Authorization: Bearer $(.venv/bin/liaison token --role auditor)"'
    for one in sent[:1]:
        console.print(f"  {'A delivery, by API':<24}curl -H {caller} \\", highlight=False)
        console.print(f"  {'':<24}  {at.notifications}/deliveries/{one.id}", highlight=False)
    console.print("  30 posts with two years of history to look at: .venv/bin/liaison sample", highlight=False)
