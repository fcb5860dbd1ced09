"""The roster of a delegation: who is invited and registered; accreditation and scans have files of their own."""

from dataclasses import dataclass
from datetime import datetime

from services.delegations.domain import accreditation, scanning
from services.delegations.domain.accreditation import Accredit, ArrangeTravel, Refuse, Submit, Withdraw, never
from services.delegations.domain.labels import distinct
from services.delegations.domain.member import Member, Roster, evolve
from services.delegations.domain.scanning import CheckIn, CheckOut
from services.delegations.domain.visit import Visit
from shared.contracts.delegations.roster import (
    Function,
    Guest,
    MemberRegistered,
    MembersInvited,
    RosterEvent,
    RosterPurged,
)
from shared.eventing.decider import Decider, Refused


@dataclass(frozen=True)
class Invite:
    visit: Visit
    guests: tuple[Guest, ...]
    at: datetime


@dataclass(frozen=True)
class Enter:
    """The delegation's own country registers a person; `interpreter` is an ISO 639-1 language."""

    visit: Visit
    person: str
    function: Function
    interpreter: str | None
    interests: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class Answer:
    """An invited person registers through its own link; what the link is for cannot be chosen."""

    visit: Visit
    person: str
    interpreter: str | None
    interests: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class Purge:
    """All personal data that nothing else needs is erased: that of these persons."""

    delegation: str
    fair: str
    erased: tuple[str, ...]
    at: datetime


Command = Invite | Enter | Answer | Submit | Accredit | Refuse | Withdraw | ArrangeTravel | CheckIn | CheckOut | Purge


def decide(roster: Roster, command: Command) -> list[RosterEvent]:
    """Saying the same again changes nothing. Slugs: `roster-purged`, `delegation-already-refused`, and those below."""
    if isinstance(command, Purge):
        of = {"delegation": command.delegation, "fair": command.fair, "erased": command.erased}
        return [] if roster.purged else [RosterPurged(**of, purged_at=command.at)]
    if roster.purged:
        raise Refused("roster-purged", "the personal data of this delegation was erased, its roster is closed")
    if command.visit.status == "refused":
        raise Refused("delegation-already-refused", f"delegation {command.visit.delegation} is refused")
    match command:
        case Invite():
            return _invite(roster, command)
        case Enter():
            return _enter(roster, command)
        case Answer(person=person):
            return _answer(roster.member(person), command)
        case CheckIn() | CheckOut():
            return scanning.decide(roster, command)
        case _:
            return accreditation.decide(roster.member(command.person), command)


def _invite(roster: Roster, command: Invite) -> list[RosterEvent]:
    """Whoever is a member already is not invited again. Slugs: `registrations-closed`, `head-is-another`."""
    guests = tuple(guest for guest in command.guests if guest.person not in roster.members)
    if not guests:
        return []
    command.visit.fair.still_open(command.at)
    for guest in guests:
        _head(command.visit, guest.person, guest.function)
    return [MembersInvited(**command.visit.about(), guests=guests)]


def _enter(roster: Roster, command: Enter) -> list[RosterEvent]:
    """Who has withdrawn may come back.

    Slugs: `registrations-closed`, `head-is-another`, `member-already-registered`.
    """
    registered = _registered(command, command.function)
    known = roster.members.get(command.person)
    if known is None or known.status in ("invited", "withdrawn"):
        command.visit.fair.still_open(command.at)
        _head(command.visit, command.person, command.function)
        return [registered]
    if known.registered != registered:
        raise Refused("member-already-registered", f"{command.person} is {known.status}, with other particulars")
    return []


def _answer(member: Member, command: Answer) -> list[RosterEvent]:
    """Only the first answer counts. Slugs: `registrations-closed`, `member-already-withdrawn`."""
    never(member, "withdrawn")
    if member.status != "invited":
        return []
    command.visit.fair.still_open(command.at)
    return [_registered(command, member.function)]


def _registered(command: Enter | Answer, function: Function) -> MemberRegistered:
    return MemberRegistered(
        **command.visit.about(command.person),
        function=function,
        interpreter=command.interpreter,
        interests=distinct(command.interests),
    )


def _head(visit: Visit, person: str, function: Function) -> None:
    if (function == "head") != (person == visit.head):
        raise Refused("head-is-another", f"the head of delegation {visit.delegation} is {visit.head}")


ROSTER: Decider[Roster, Command, RosterEvent] = Decider("roster", Roster(), decide, evolve, RosterEvent)
