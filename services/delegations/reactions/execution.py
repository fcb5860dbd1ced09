"""How a reaction gives a command: once per event, however often that is delivered."""

from dataclasses import replace
from typing import Any

from structlog.stdlib import get_logger

from shared.eventing.decider import Refused
from shared.eventing.event import Recorded
from shared.eventing.reaction import provoked
from shared.eventing.store import Store, Task

log = get_logger(__name__)


async def execute(
    store: Store, reaction: str, recorded: Recorded, task: Task[Any], *, one_of_many: bool = False, part: str = ""
) -> None:
    """A rule that says no, as to an answer for a meeting cancelled meanwhile, says so for good: no second try.

    An event that provokes a command for `one_of_many` things gives each a key of its own; where it provokes several for
    one of them, `part` tells these apart.
    """
    origin = provoked(reaction, recorded)
    if one_of_many:
        origin = replace(origin, key=":".join(filter(None, (origin.key, task.stream, part))))
    try:
        await store.execute(task, origin=origin)
    except Refused as refusal:
        log.warning("reaction refused", reaction=reaction, event_id=recorded.id, slug=refusal.slug)
