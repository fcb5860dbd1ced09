"""Escalation: a reaction starts and stops the clocks of alerts, and a worker tells the next when one runs out."""

from datetime import datetime

from services.notifications.alert_clocks import AlertClocks, addressee, step
from services.notifications.domain.alert import ALERT, Escalate
from shared.contracts.postings.notice import NoticeExpired, NoticeIssued, NoticeUpdated, NoticeWithdrawn
from shared.eventing.event import Recorded
from shared.eventing.reaction import Reaction
from shared.eventing.store import Store, Task
from shared.rounds import Rounds, by
from shared.supervision import Up

PAUSE = 1.0  # seconds between two looks for a clock that has run out


def alert_clocks_reaction(clocks: AlertClocks) -> Reaction:
    """Time begins when the notice was issued, however late this service hears of it. An update begins it anew."""

    async def react(recorded: Recorded) -> None:
        match recorded.event:
            case NoticeIssued(notice=notice, edition=edition) | NoticeUpdated(notice=notice, edition=edition) as issued:
                await clocks.stop(notice, before=edition)
                await clocks.start(notice, edition, issued.addressees, issued.issued_at)
            case NoticeWithdrawn(notice=notice, edition=edition) | NoticeExpired(notice=notice, edition=edition):
                await clocks.stop(notice, before=edition + 1)

    return Reaction("alert-clocks", (NoticeIssued, NoticeUpdated, NoticeWithdrawn, NoticeExpired), react)


class Escalator:
    """A worker; any number of processes may run one. A crash between telling and noting it tells nobody twice."""

    name = "escalator"

    def __init__(self, clocks: AlertClocks, store: Store) -> None:
        self._clocks, self._store = clocks, store
        self._rounds = Rounds(self.name, self.look, PAUSE)

    async def prepare(self) -> None:
        """Create the indexes."""
        await self._clocks.prepare()

    async def run(self, up: Up) -> None:
        """Until cancelled. Raises what the database raises."""
        await self._rounds.run(up)

    async def look(self, at: datetime) -> None:
        """Escalate every alert whose clock has run out by the UTC instant `at`, and that nobody has read."""
        while clock := await self._clocks.claim(at):
            id, reader = clock["_id"], addressee(clock)
            command = Escalate(clock["notice"], clock["edition"], reader, step(clock), at)
            await self._store.execute(Task(ALERT, id, command), origin=by(self.name))
            alert, _ = await self._store.load(ALERT, id)
            if alert.read_by:
                await self._clocks.read(clock)
            else:
                await self._clocks.escalated(clock, at)
