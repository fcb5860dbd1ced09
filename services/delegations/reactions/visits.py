"""What comes of visits and meetings: exhibitors are matched to delegations, and answers recorded."""

from services.delegations.company_histories import exhibitors
from services.delegations.domain.day import DAY
from services.delegations.domain.day_meetings import RecordAnswer
from services.delegations.domain.delegation import DELEGATION, MatchExhibitors
from services.delegations.domain.matching import matches
from services.delegations.reactions.execution import execute
from services.delegations.showcase_histories import published
from shared.contracts.delegations.delegation import DelegationConfirmed
from shared.contracts.notifications.confirmation import MeetingConfirmed, MeetingDeclined
from shared.eventing.event import Recorded
from shared.eventing.reaction import Reaction
from shared.eventing.store import Store, Task
from shared.mongo import Mongo


def match_exhibitors(mongo: Mongo, store: Store) -> Reaction:
    """A confirmed delegation is matched with the French exhibitors of its fair."""
    name = "match-exhibitors"

    async def react(recorded: Recorded) -> None:
        if isinstance(confirmed := recorded.event, DelegationConfirmed):
            listed, shown = await exhibitors(mongo, confirmed.fair), await published(mongo)
            found = matches(confirmed.fair, confirmed.interests, listed, shown)
            command = MatchExhibitors(confirmed.delegation, found)
            await execute(store, name, recorded, Task(DELEGATION, confirmed.delegation, command))

    return Reaction(name, (DelegationConfirmed,), react)


def record_answer(store: Store) -> Reaction:
    """What a participant said through the signed link of its invitation becomes its answer to the meeting."""
    name = "record-answer"

    async def react(recorded: Recorded) -> None:
        match recorded.event:
            case MeetingConfirmed(day=day, meeting=meeting, participant=participant):
                command = RecordAnswer(day, meeting, participant, "accepted", recorded.time)
            case MeetingDeclined(day=day, meeting=meeting, participant=participant):
                command = RecordAnswer(day, meeting, participant, "declined", recorded.time)
            case _:
                return
        await execute(store, name, recorded, Task(DAY, day, command))

    return Reaction(name, (MeetingConfirmed, MeetingDeclined), react)
