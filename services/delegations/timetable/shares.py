"""What each participant is to have of a day on which not every request can be held, and what it got."""

from collections.abc import Mapping

from services.delegations.timetable.idle import waits
from services.delegations.timetable.model import Day, Got


def shares(day: Day) -> dict[str, int]:
    """The meetings that are each participant's share: a percentage, rounded up, of what it could have at most."""
    shares = {}
    for participant in day.participants:
        possible = [slots for meeting in day.agenda[participant.id] if (slots := day.open_slots(meeting))]
        most = min(len(possible), participant.teams * len(frozenset().union(*possible)))
        if participant.cap is not None:
            most = min(most, participant.cap)
        shares[participant.id] = -(-most * day.share // 100)
    return shares


def got(day: Day, slots: Mapping[str, int], breaks: Mapping[str, int]) -> dict[str, Got]:
    """What each participant asked for and has where these meetings are held."""
    share_of, waits_of = shares(day), waits(day, slots)
    held = {party: [meeting for meeting in asked if meeting.id in slots] for party, asked in day.agenda.items()}
    return {
        party: Got(
            asked=len(asked),
            held=len(held[party]),
            weight=sum(meeting.weight or 0 for meeting in held[party]),
            breaks=breaks[party],
            share=share_of[party],
            waits=waits_of[party],
        )
        for party, asked in day.agenda.items()
    }
