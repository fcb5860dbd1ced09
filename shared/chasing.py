"""Workers that give a command to whatever a view shows as due; the decider knows what has been done meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.eventing.store import Store, Task
from shared.eventing.view import Document, View
from shared.eventing.views import Views
from shared.rounds import Rounds, by


@dataclass(frozen=True)
class Due:
    """`wanted` is the condition for a document of the view to be due at an instant, `task` what is done about it."""

    view: View
    wanted: Callable[[datetime], Document]
    task: Callable[[Document, datetime], Task[Any]]


def chasing(name: str, pause: float, *dues: Due) -> Callable[[Store, Views], Rounds]:
    """The worker of this name, which looks every `pause` seconds."""

    def rounds(store: Store, views: Views) -> Rounds:
        async def look(at: datetime) -> None:
            for due in dues:
                async for document in views.each(due.view, due.wanted(at)):
                    await store.execute(due.task(document, at), origin=by(name))

        return Rounds(name, look, pause)

    return rounds
