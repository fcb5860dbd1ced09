"""The ledger: what was promised against what is there, as a pure calculation over the evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tests.chaos.caller import Acknowledged, Effect

READ_LATER = 2.0  # seconds
AT_ONCE = 8  # deliveries that a sender has in flight, so the most that one crash can repeat


@dataclass(frozen=True)
class Instant:
    """When something happened, in seconds of the monotonic clock, and which process did it, if that is known."""

    at: float
    process: str = ""


@dataclass(frozen=True)
class Seen:
    """An event as it lies on a topic or in the store: its place in its stream, and what it says."""

    sequence: int
    body: bytes


@dataclass(frozen=True)
class Thread:
    """Messages of which each says the last state of the same thing, by their ids in the order of their events.

    `takes_back` says that the last one tells that there is nothing any more.
    """

    deliveries: Sequence[str]
    takes_back: bool


@dataclass(frozen=True)
class Evidence:
    """What was found in the databases, on the topics and outside.

    `keys` are the versions answered under the idempotency keys of each service; `stored` the events of each stream,
    `relayed` the same as they lie on the topic, repeats included. `deliveries` are the effects that the stored events
    ask for, by their ids, `unsettled` those that are not recorded as sent, with the reason; `superseded` those of
    them that a newer one of their thread made needless. `arrivals` tell who sent each and when, `crashes` who was
    killed and when.
    """

    keys: Mapping[str, Mapping[str, int]]
    stored: Mapping[str, Sequence[Seen]]
    relayed: Mapping[str, Sequence[Seen]]
    pending: int
    views: Sequence[str]
    people: Sequence[str]
    deliveries: Mapping[str, Effect]
    unsettled: Mapping[str, str]
    superseded: Mapping[str, Thread]
    arrivals: Mapping[str, Sequence[Instant]]
    crashes: Sequence[Instant]
    parked: Sequence[str] = ()


@dataclass
class Account:
    """Every broken promise in words; `on_topic` counts the events that lie on a topic more than once."""

    lost: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    repeated_in_window: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    on_topic: int = 0

    @property
    def kept(self) -> bool:
        """Whether every promise was kept, save for what no promise can cover."""
        return not (self.lost or self.repeated or self.out_of_order or self.stuck)


def account(acknowledged: Sequence[Acknowledged], expected: set[Effect], found: Evidence) -> Account:
    """Compare everything with everything."""
    account = Account()
    _commands(acknowledged, found, account)
    _topics(found, account)
    account.lost += [f"view: {one}" for one in found.views] + [f"record: {one}" for one in found.people]
    _effects(expected, found, account)
    _arrivals(found, account)
    if found.pending:
        account.stuck.append(f"{found.pending} commits and records wait for the relay")
    account.stuck += [f"parked: {one}" for one in found.parked]
    return account


def _commands(acknowledged: Sequence[Acknowledged], found: Evidence, account: Account) -> None:
    for one in acknowledged:
        kept = found.keys[one.service].get(one.key)
        if kept != one.version:
            account.lost.append(f"command {one.key} of {one.service}: answered {one.version}, kept {kept}")


def _topics(found: Evidence, account: Account) -> None:
    for stream in found.stored.keys() | found.relayed.keys():
        stored, relayed = found.stored.get(stream, ()), found.relayed.get(stream, ())
        first: dict[int, Seen] = {}
        for event in relayed:
            first.setdefault(event.sequence, event)
        account.on_topic += len(relayed) - len(first)
        if list(first) != sorted(first) or list(first)[:1] not in ([], [1]):
            account.out_of_order.append(f"event: {stream} came as {list(first)}")
        for event in stored:
            if event.sequence not in first:
                account.lost.append(f"event: {stream}/{event.sequence} is not on the topic")
            elif first[event.sequence] != event:
                account.lost.append(f"event: {stream}/{event.sequence} says something else on the topic")
        if invented := first.keys() - {event.sequence for event in stored}:
            account.lost.append(f"event: {stream}/{sorted(invented)} are on the topic and not in the store")


def _effects(expected: set[Effect], found: Evidence, account: Account) -> None:
    for never in expected - set(found.deliveries.values()):
        account.lost.append(f"effect: nothing has asked for {never}")
    for id, effect in found.deliveries.items():
        if id in found.superseded:
            if not _needless(found.superseded[id], found):
                account.lost.append(f"effect: {id} was dropped, and its thread does not say what counts: {effect}")
        elif id in found.unsettled:
            account.stuck.append(f"delivery {id} is {found.unsettled[id]}: {effect}")
        elif id not in found.arrivals:
            account.lost.append(f"effect: {id} has not arrived: {effect}")


def _needless(thread: Thread, found: Evidence) -> bool:
    """Whoever was told anything has been told what counts; whoever was told nothing need not hear that it is off."""
    told = [one for one in thread.deliveries if one in found.arrivals]
    return told[-1:] == [thread.deliveries[-1]] or (thread.takes_back and not told)


def _arrivals(found: Evidence, account: Account) -> None:
    """A repeat is excused by a crash, since the arrival before, of whoever had sent that one."""
    excused = dict.fromkeys(found.crashes, 0)
    for id, instants in found.arrivals.items():
        if id not in found.deliveries:
            account.repeated.append(f"{id} arrived, and no event has asked for it")
        for before, again in pairwise(instants):
            crash = next((one for one in found.crashes if excuses(one, before, again) and excused[one] < AT_ONCE), None)
            after = f"{again.at - before.at:.1f} s, first by {before.process}, then by {again.process}"
            told = f"{id} again after {after}: {found.deliveries.get(id)}"
            if crash is None:
                account.repeated.append(told)
            else:
                excused[crash] += 1
                account.repeated_in_window.append(told)


def excuses(crash: Instant, before: Instant, again: Instant) -> bool:
    """What a sender that is killed had spoken to its end may be read shortly after it is gone."""
    return before.at - READ_LATER <= crash.at <= again.at and before.process in ("", crash.process)
