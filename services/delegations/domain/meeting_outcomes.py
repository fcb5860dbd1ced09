"""What each side of a meeting says of it: whether they met, how interested it is, and its next step."""

from dataclasses import dataclass
from datetime import date, datetime

from services.delegations.domain.booked_meeting import Booked
from services.delegations.domain.follow_up import due_at, over_at
from services.delegations.domain.held_meeting import HeldMeeting
from shared.contracts.delegations.day import Side
from shared.contracts.delegations.meeting import (
    MeetingEvent,
    MeetingFollowUpReminded,
    MeetingOutcomeFollowedUp,
    MeetingOutcomeNoted,
)
from shared.eventing.decider import Refused

STEP = {"next_step", "follow_up_on"}
SAID = {"met", "interest", *STEP}


@dataclass(frozen=True)
class NoteOutcome:
    """In place of what the side said before; `interest` is from 1 to 5, `follow_up_on` a date at the venue.

    `by_organiser`, here and below, says that the organiser speaks for the side.
    """

    booked: Booked
    side: Side
    met: bool
    interest: int | None
    next_step: str | None
    follow_up_on: date | None
    by_organiser: bool
    now: datetime


@dataclass(frozen=True)
class FollowUp:
    """The side has done its next step."""

    booked: Booked
    side: Side
    by_organiser: bool
    now: datetime


@dataclass(frozen=True)
class RemindFollowUp:
    """It is looked at whether the side has done its next step in time."""

    side: Side
    now: datetime


Command = NoteOutcome | FollowUp | RemindFollowUp


def decide(meeting: HeldMeeting, command: Command) -> list[MeetingEvent]:
    """Saying the same again changes nothing, whoever says it. Slugs: `follow-up-unknown`, and those below."""
    match command:
        case NoteOutcome():
            return _note(meeting, command)
        case FollowUp(side=side):
            noted = meeting.outcomes.get(side)
            if noted is None or noted.next_step is None:
                raise Refused("follow-up-unknown", f"the {side} has noted no next step")
            if side in meeting.followed_up:
                return []
            of = command.booked.about(command.now)
            return [MeetingOutcomeFollowedUp(**of, side=side, by_organiser=command.by_organiser)]
        case RemindFollowUp():
            return _remind(meeting, command)


def _note(meeting: HeldMeeting, command: NoteOutcome) -> list[MeetingEvent]:
    """Slugs: `meeting-already-cancelled`, `meeting-not-begun`, `interest-without-meeting`, `follow-up-without-step`,
    `follow-up-before-meeting`.
    """
    booked = command.booked
    said = {name: value for name, value in vars(command).items() if name in SAID}
    if (known := meeting.outcomes.get(command.side)) and known.model_dump(include=SAID) == said:
        return []
    if meeting.started is None:
        booked.stands(meeting.called_off)
        booked.begun(command.now)
    if command.interest is not None and not command.met:
        raise Refused("interest-without-meeting", "who has not met cannot say how interesting it was")
    if command.follow_up_on is not None:
        if command.next_step is None:
            raise Refused("follow-up-without-step", "what is to be done by that day is not said")
        if command.follow_up_on < booked.plan.held_on:
            raise Refused("follow-up-before-meeting", f"the day is on {booked.plan.held_on}")
    due = None if command.follow_up_on is None else over_at(command.follow_up_on, booked.plan.time_zone)
    of = {**booked.about(command.now), "side": command.side, "by_organiser": command.by_organiser}
    return [MeetingOutcomeNoted(**of, **said, due_at=due)]


def _remind(meeting: HeldMeeting, command: RemindFollowUp) -> list[MeetingEvent]:
    """Nothing before the day is over, and nothing a second time, unless the side has noted another step or day."""
    noted, side = meeting.outcomes.get(command.side), command.side
    if noted is None or side in meeting.followed_up | meeting.reminded:
        return []
    due = due_at(noted)
    if due is None or command.now < due:
        return []
    told = noted.model_dump(include={"day", "post", "country", "meeting", "company", "buyer", "side", *STEP})
    return [MeetingFollowUpReminded(**told, at=command.now)]
