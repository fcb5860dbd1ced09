"""An alert: one addressee's copy of one edition of a threat notice, told further until somebody has read it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from shared.contracts.notifications import NotificationsEvent
from shared.contracts.notifications.alert import AlertAcknowledged, AlertEscalated, AlertEvent
from shared.contracts.postings.notice import NoticeReader, NoticeStep
from shared.eventing.decider import Decider

NAMES = UUID("0d7a3f52-9f0e-5f0b-8b5e-5d9c5c3a4e11")  # the namespace of alert ids; changing it escalates anew


def alert_id(notice: str, edition: int, addressee: NoticeReader) -> str:
    """The same however often the notice is heard of."""
    return str(uuid5(NAMES, f"{notice}\n{edition}\n{addressee.key}"))


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """`reader` has read it at the instant `at`, UTC: the addressee, or somebody who was told in its place."""

    notice: str
    edition: int
    addressee: NoticeReader
    reader: NoticeReader
    delivery: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Escalate:
    """Time is up, so the reader of `step` is to be told."""

    notice: str
    edition: int
    addressee: NoticeReader
    step: NoticeStep
    at: datetime


Command = Acknowledge | Escalate


@dataclass(frozen=True, slots=True)
class Alert:
    """Who has read it, and who was told in the addressee's place."""

    read_by: frozenset[NoticeReader] = frozenset()
    told: frozenset[NoticeReader] = frozenset()


def decide(alert: Alert, command: Command) -> Sequence[AlertEvent]:
    """Nothing is refused: each reader's word counts once, and once anybody has read it nobody else is told."""
    about = {"notice": command.notice, "edition": command.edition, "addressee": command.addressee}
    id = alert_id(command.notice, command.edition, command.addressee)
    if isinstance(command, Acknowledge):
        if command.reader in alert.read_by:
            return []
        said = {"reader": command.reader, "delivery": command.delivery, "at": command.at}
        return [AlertAcknowledged.model_validate({"alert": id, **about, **said})]
    if alert.read_by or command.step.reader in alert.told:
        return []
    told = {"step": command.step.step, "reader": command.step.reader, "at": command.at}
    return [AlertEscalated.model_validate({"alert": id, **about, **told})]


def evolve(alert: Alert, event: AlertEvent) -> Alert:
    match event:
        case AlertAcknowledged(reader=reader):
            return replace(alert, read_by=alert.read_by | {reader})
        case AlertEscalated(reader=reader):
            return replace(alert, told=alert.told | {reader})


ALERT: Decider[Alert, Command, AlertEvent] = Decider("alert", Alert(), decide, evolve, NotificationsEvent)
