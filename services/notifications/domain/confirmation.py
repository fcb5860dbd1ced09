"""A confirmation: what a participant answered through the signed link of its invitation."""

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.delegations.day import Answer
from shared.contracts.notifications import NotificationsEvent
from shared.contracts.notifications.confirmation import MeetingConfirmed, MeetingDeclined
from shared.eventing.decider import Decider, Refused

Event = MeetingConfirmed | MeetingDeclined


@dataclass(frozen=True)
class Reply:
    """The participant says `answer` at the instant `at` about a meeting that starts at `starts_at`; both UTC."""

    delivery: str
    day: str
    meeting: str
    participant: str
    answer: Answer
    at: datetime
    starts_at: datetime


def decide(before: Answer | None, reply: Reply) -> list[Event]:
    """The same answer again changes nothing; another one is taken until the meeting starts."""
    if reply.at >= reply.starts_at:
        raise Refused("meeting-has-started", f"the meeting started at {reply.starts_at}, answers were taken until then")
    if reply.answer == before:
        return []
    fact = MeetingConfirmed if reply.answer == "accepted" else MeetingDeclined
    return [fact(delivery=reply.delivery, day=reply.day, meeting=reply.meeting, participant=reply.participant)]


def evolve(_: Answer | None, event: Event) -> Answer | None:
    return "accepted" if isinstance(event, MeetingConfirmed) else "declined"


CONFIRMATION: Decider[Answer | None, Reply, Event] = Decider("confirmation", None, decide, evolve, NotificationsEvent)
