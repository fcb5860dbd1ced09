"""What is published of a day's participants after they have joined: when each is there, whom to write to, who left.

`by_organiser` says that the organiser spoke for the participant.
"""

from typing import Literal

from shared.contracts.delegations.fact import DelegationsFact


class ParticipantAvailabilityChanged(DelegationsFact):
    """`absent` are the numbers, from 0, of the slots in which it cannot meet, in place of those known before."""

    type: Literal["delegations.ParticipantAvailabilityChanged"] = "delegations.ParticipantAvailabilityChanged"
    day: str
    participant: str
    absent: tuple[int, ...]
    by_organiser: bool


class ParticipantContactChanged(DelegationsFact):
    """`contact` is the id of the person to write to from now on."""

    type: Literal["delegations.ParticipantContactChanged"] = "delegations.ParticipantContactChanged"
    day: str
    participant: str
    contact: str
    by_organiser: bool


class ParticipantLeft(DelegationsFact):
    """It does not take part after all; what it asked for and was asked for has ended."""

    type: Literal["delegations.ParticipantLeft"] = "delegations.ParticipantLeft"
    day: str
    participant: str
    by_organiser: bool


ParticipationFact = ParticipantAvailabilityChanged | ParticipantContactChanged | ParticipantLeft
