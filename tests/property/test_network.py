"""Positions, postings and heads of a post under random commands, legal and illegal, beside an oracle of days.

The oracle knows tenures as spells of days and nothing else: two may share a day only where the later one declared it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.postings.domain.headship import HEADSHIP, Headship
from services.postings.domain.position import POSITION, Create
from services.postings.domain.position_state import Position
from services.postings.domain.posting import POSTING, Curtail, End
from services.postings.domain.posting_proposal import Approve, Propose
from services.postings.domain.posting_record import Record
from services.postings.domain.succession import Step, leave, recorded, start
from tests.property.test_postings import Histories, executed

DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(8)]
DAY = timedelta(days=1)
HEADS = ("head", "second-head")
POSITIONS = (*HEADS, "liaison")
PROPOSED = {"a": "head", "b": "head", "c": "second-head", "d": "liaison", "e": "liaison"}
PAST = {"p": "head", "q": "second-head", "r": "liaison", "s": "liaison"}
WHERE = PROPOSED | PAST


@dataclass(frozen=True)
class Spell:
    posting: str
    first: date
    last: date | None = None
    overlap: date | None = None

    def shares_a_day_with(self, other: "Spell") -> bool:
        return self.first <= (other.last or date.max) and other.first <= (self.last or date.max)

    def may_stand_beside(self, other: "Spell") -> bool:
        """Whether no day is in both, or all that are lie in the overlap that the later one declared."""
        if not self.shares_a_day_with(other):
            return True
        if self.first == other.first:
            return False
        earlier, later = (self, other) if self.first < other.first else (other, self)
        return earlier.last is not None and later.overlap is not None and earlier.last <= later.overlap


@dataclass(frozen=True)
class Order:
    verb: str
    posting: str
    day: date
    until: date | None

    @property
    def position(self) -> str:
        return WHERE[self.posting]


@dataclass
class Oracle:
    """Who has held what, and when."""

    spells: dict[str, Spell] = field(default_factory=dict)

    def of(self, positions: Sequence[str]) -> list[Spell]:
        return [spell for posting, spell in self.spells.items() if WHERE[posting] in positions]

    def allows(self, order: Order) -> bool:
        if order.verb in ("end", "curtail"):
            return self._ends(order)
        return self._begins(order)

    def _ends(self, order: Order) -> bool:
        spell = self.spells.get(order.posting)
        if spell is None or spell.last is not None or order.day < spell.first:
            return False
        self.spells[order.posting] = replace(spell, last=order.day)
        return True

    def _begins(self, order: Order) -> bool:
        if order.posting in self.spells:
            return False
        over = order.until if order.verb == "was" else None
        overlap = order.until if order.verb in ("start", "record") else None
        news = Spell(order.posting, order.day, over, overlap)
        after = dict(self.spells)
        group = HEADS if order.position in HEADS else (order.position,)
        if order.until is not None and order.until < order.day:
            return False
        holder = next((one for one in self.of((order.position,)) if one.last is None), None)
        if holder is not None and over is None and holder.first < news.first:
            after[holder.posting] = replace(holder, last=overlap or news.first - DAY)
        if order.verb == "start" and overlap is not None:
            there = [one for one in self.of(group) if one.last and one.first < news.first <= one.last]
            if holder is None and not there:
                return False
        others = [spell for posting, spell in after.items() if WHERE[posting] in group]
        if not all(news.may_stand_beside(other) for other in others):
            return False
        self.spells = after | {order.posting: news}
        return True


def steps(histories: Histories, order: Order) -> list[Step]:
    """What a route builds from the states as they are."""
    state = POSTING.fold(histories.get(POSTING.stream(order.posting), ()))
    position: Position = POSITION.fold(histories[POSITION.stream(order.position)])
    headship: Headship = HEADSHIP.fold(histories.get(HEADSHIP.stream("lima"), ()))
    match order.verb:
        case "start":
            return start(order.posting, state, position, order.day, None, order.until, headship)
        case "end":
            return leave(order.posting, state, End(order.day))
        case "curtail":
            return leave(order.posting, state, Curtail(order.day, "service-need"))
        case _:
            return recorded(past(order), position, in_turn=True)


def past(order: Order) -> Record:
    days: dict[str, Any] = {"ended_on": order.until} if order.verb == "was" else {"overlap_until": order.until}
    of: dict[str, Any] = {"posting": order.posting, "position": order.position, "officer": f"o-{order.posting}"}
    known: dict[str, Any] = {"today": DAYS[-1], "post": "lima", "officer_known": True, "ends_on": DAYS[-1]}
    return Record(**of, **known, started_on=order.day, **days)


def network() -> Histories:
    histories: Histories = {}
    for id in POSITIONS:
        kind: Any = "associate" if id in HEADS else "liaison-officer"
        histories = executed(histories, [Step(POSITION, id, Create(id, "lima", id, kind, "police", post_open=True))])
    for posting, position in PROPOSED.items():
        propose = Propose(posting, position, f"o-{posting}", DAYS[0], DAYS[-1], "lima", officer_known=True)
        for command in (propose, Approve("police"), Approve("gendarmerie")):
            histories = executed(histories, [Step(POSTING, posting, command)])
    return histories


NETWORK = network()
days, later = st.sampled_from(DAYS), st.none() | st.sampled_from(DAYS)
begun = st.builds(Order, st.just("start"), st.sampled_from([*PROPOSED]), days, later)
was = st.builds(Order, st.just("was"), st.sampled_from([*PAST]), days, st.sampled_from(DAYS))
runs = st.builds(Order, st.just("record"), st.sampled_from([*PAST]), days, later)
ended = st.builds(Order, st.sampled_from(["end", "curtail"]), st.sampled_from([*WHERE]), days, st.none())
orders = st.lists(st.one_of(begun, begun, was, runs, ended), max_size=14)


def once(orders: Sequence[Order]) -> list[Order]:
    """Nothing is recorded twice: what the same again means is told elsewhere."""
    met: set[str] = set()
    kept = []
    for order in orders:
        if order.verb not in ("was", "record") or order.posting not in met:
            kept.append(order)
        met |= {order.posting} if order.verb in ("was", "record") else set()
    return kept


@given(orders)
def test_who_holds_what_is_what_the_oracle_says_day_by_day(orders: Sequence[Order]) -> None:
    histories, oracle = NETWORK, Oracle()
    for order in once(orders):
        if order.verb in ("end", "curtail") and POSTING.stream(order.posting) not in histories:
            continue  # which is unknown, and refused before any step is built
        after = executed(histories, steps(histories, order))
        assert (after != histories) == oracle.allows(order), (order, oracle.spells)
        histories = after
    for position in POSITIONS:
        held = POSITION.fold(histories[POSITION.stream(position)])
        found = {(one.posting, one.first, one.last) for one in held.past}
        if held.holder is not None:
            found.add((held.holder.posting, held.holder.started_on, None))
        assert found == {(one.posting, one.first, one.last) for one in oracle.of((position,))}
    heads = HEADSHIP.fold(histories.get(HEADSHIP.stream("lima"), ()))
    assert {(one.posting, one.first, one.last) for one in heads.terms} == {
        (one.posting, one.first, one.last) for one in oracle.of(HEADS)
    }
