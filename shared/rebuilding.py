"""The command `rebuild` of every service: builds a view anew beside the live one, compares the two, drops old ones."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from aiokafka.errors import KafkaError
from pymongo.errors import PyMongoError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from shared.eventing.building import Inapplicable
from shared.eventing.comparison import differences
from shared.eventing.consumer import topics_of
from shared.eventing.event import by_type
from shared.eventing.lease import LeaseLost
from shared.eventing.live import VIEWS
from shared.eventing.rebuild import AlreadyRunning, Rebuild, Say, drop_old, rebuilding
from shared.eventing.rebuild import Progress as Read
from shared.eventing.view import View
from shared.mongo import Mongo

SHOWN = 50  # differences
FAILURES = (AlreadyRunning, Inapplicable, LeaseLost, KafkaError, PyMongoError, OSError, TimeoutError)


async def command(service: str, mongo: Mongo, kafka: str, views: Sequence[View], words: Sequence[str]) -> int:
    """Do what the words say, on the service's own servers; answers the exit code. What was done goes to stderr."""
    parser = argparse.ArgumentParser(prog=f"python -m services.{service} rebuild", description=__doc__)
    parser.add_argument("view", choices=[view.name for view in views])
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--check", action="store_true", help="print how the live view differs; 1 if it does")
    instead.add_argument("--drop-old", action="store_true", help="drop the collections that earlier rebuilds replaced")
    asked = parser.parse_args(words)
    console, view = Console(stderr=True, highlight=False), next(view for view in views if view.name == asked.view)
    try:
        if asked.drop_old:
            dropped = await drop_old(mongo, view)
            console.print(f"dropped {', '.join(dropped) or 'nothing, there is nothing old'}")
            return 0
        topics, lane = topics_of(by_type(view.handles)), f"{service}.views.{view.name}"
        async with rebuilding(mongo, kafka, view, topics=topics, lane=lane) as rebuild:
            return await (_check if asked.check else _replace)(rebuild, mongo, view, console)
    except FAILURES as failure:
        console.print(f"[red]{type(failure).__name__}: {failure}[/red]\nthe live view is as it was")
        return 1
    finally:
        await mongo.close()


async def _replace(rebuild: Rebuild, mongo: Mongo, view: View, console: Console) -> int:
    old = await _live(mongo, view)
    with _shown(view, console) as say:
        await _build(rebuild, console, say)
        await rebuild.swap(say)
    new = await _live(mongo, view)
    console.print(f"{view.name} lives in {new} now; {old} is kept until rebuild {view.name} --drop-old")
    return 0


async def _check(rebuild: Rebuild, mongo: Mongo, view: View, console: Console) -> int:
    with _shown(view, console) as say:
        await _build(rebuild, console, say)
        live, found, out = mongo[await _live(mongo, view)], 0, Console(highlight=False, soft_wrap=True, markup=False)
        async for one in differences(live, rebuild.building.collection, lambda: rebuild.build(say)):
            found += 1
            for name, here, there in one.fields() if found <= SHOWN else ():
                out.print(f"{view.name}/{one.key}: {name}: live {here!r}, rebuilt {there!r}")
    if found > SHOWN:
        out.print(f"and {found - SHOWN} documents more")
    await rebuild.discard()
    console.print(f"{found} documents of {view.name} differ" if found else f"{view.name} is what its events say")
    return 1 if found else 0


async def _build(rebuild: Rebuild, console: Console, say: Say) -> None:
    if await rebuild.begin():
        console.print(f"goes on where an earlier rebuild ended, after {rebuild.building.events:,} events")
    await rebuild.build(say)


async def _live(mongo: Mongo, view: View) -> str:
    stored = await mongo[VIEWS].find_one({"_id": view.name})
    return str((stored or {})["live"])


@contextmanager
def _shown(view: View, console: Console) -> Iterator[Say]:
    """A bar of messages read, with the rate of this run."""
    columns = (
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(),
        TextColumn("{task.fields[events]:,} events, {task.fields[rate]:,.0f}/s"), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(view.name, total=None, events=0, rate=0.0)
        before: int | None = None

        def say(read: Read) -> None:
            nonlocal before
            before = read.events if before is None else before
            rate = (read.events - before) / max(progress.tasks[task].elapsed or 0.0, 0.1)
            progress.update(task, completed=read.read, total=read.total, events=read.events, rate=rate)

        yield say
