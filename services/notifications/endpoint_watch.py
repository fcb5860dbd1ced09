"""Tells of endpoints that are gone, warns companies of those that fail, and disables what has failed for too long."""

from datetime import datetime

from services.notifications.domain.endpoint import ENDPOINT, WARN_AFTER, Command, Review, SayGone
from services.notifications.endpoints import Endpoints
from shared.eventing.store import Store, Task
from shared.mongo import Document
from shared.rounds import Rounds, by

NAME = "endpoint-watch"
PAUSE = 5.0  # seconds


class EndpointWatch:
    """What to do is decided in the endpoint's stream, so that any number of processes may look."""

    def __init__(self, endpoints: Endpoints, store: Store) -> None:
        self._endpoints, self._store = endpoints, store

    def rounds(self) -> Rounds:
        """The worker."""
        return Rounds(NAME, self.look, PAUSE)

    async def look(self, at: datetime) -> None:
        """The document follows the stream: whoever is stopped between the two looks again."""
        for one in await self._endpoints.to_review(at - WARN_AFTER[0]):
            command = review(one, at)
            await self._store.execute(Task(ENDPOINT, one["_id"], command), origin=by(NAME))
            state, _ = await self._store.load(ENDPOINT, one["_id"])
            if state.disabled:
                await self._endpoints.disable(one["_id"], "gone" if isinstance(command, SayGone) else "failing")


def review(endpoint: Document, at: datetime) -> Command:
    """The command that an endpoint's document calls for at this instant."""
    id, company = endpoint["_id"], endpoint["company"]
    if endpoint.get("gone"):
        return SayGone(id, company, at)
    return Review(id, company, at, endpoint["failing_since"], endpoint["failed_at"])
