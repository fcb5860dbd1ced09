"""A meeting from its beginning on: its course, its outcomes and its results have files of their own."""

from services.delegations.domain import meeting_course, meeting_outcomes, meeting_results
from services.delegations.domain.held_meeting import HeldMeeting, evolve
from shared.contracts.delegations.meeting import MeetingEvent
from shared.eventing.decider import Decider

Command = meeting_course.Command | meeting_outcomes.Command | meeting_results.Command


def meeting_id(day: str, meeting: str) -> str:
    """The id of a meeting among those of all days; no id of a day has a colon."""
    return f"{day}:{meeting}"


def decide(meeting: HeldMeeting, command: Command) -> list[MeetingEvent]:
    """Slugs: those of the other files."""
    if isinstance(command, meeting_course.Command):
        return meeting_course.decide(meeting, command)
    if isinstance(command, meeting_outcomes.Command):
        return meeting_outcomes.decide(meeting, command)
    return meeting_results.decide(meeting, command)


MEETING: Decider[HeldMeeting, Command, MeetingEvent] = Decider("meeting", HeldMeeting(), decide, evolve, MeetingEvent)
