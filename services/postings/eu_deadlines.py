"""Reminds the posts of EU positions on which views are due soon."""

from datetime import datetime

from services.postings.domain.eu_position import EU_POSITION, Remind
from services.postings.views.eu_positions import EU_POSITIONS
from shared.eventing.store import Store, Task
from shared.eventing.views import Views
from shared.rounds import Rounds, by

PAUSE = 5.0  # seconds between two looks


def eu_deadlines(store: Store, views: Views) -> Rounds:
    """Once each; the store knows better than the view what has been gathered or closed meanwhile."""
    name = "eu-deadlines"

    async def look(at: datetime) -> None:
        due = {"ask_at": {"$lte": at}}
        async for position in views.each(EU_POSITIONS, due):
            await store.execute(Task(EU_POSITION, position["id"], Remind(at)), origin=by(name))

    return Rounds(name, look, PAUSE)
