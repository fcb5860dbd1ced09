"""Postings, posts and positions under random commands, legal and illegal, beside an oracle of a few lines each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.postings.domain import position as of_position
from services.postings.domain import post_running as of_post
from services.postings.domain.position import POSITION
from services.postings.domain.post import POST, Close
from services.postings.domain.posting import POSTING, Curtail, End, Start
from services.postings.domain.posting_course import (
    CHECKLIST,
    Arrive,
    AskAgrement,
    Chase,
    Extend,
    GrantAgrement,
    RefuseAgrement,
    Schedule,
    Tick,
    Withdraw,
)
from services.postings.domain.posting_proposal import Approve, Refuse
from shared.eventing.decider import Decider, Refused
from tests.unit.postings.network import CREATED, FIRST, LAST, PROPOSED
from tests.unit.postings.test_post import OPENED

DAY = timedelta(days=1)
LAPSES = FIRST + 90 * DAY
REFUSED, NOTHING, CHANGED = "refused", "nothing", "changed"


def outcome(decider: Decider[Any, Any, Any], state: Any, command: Any) -> tuple[str, Any]:
    """What the command comes to, and the state after it."""
    try:
        events = decider.decide(state, command)
    except Refused:
        return REFUSED, state
    return (CHANGED if events else NOTHING), decider.fold(events, state)


@dataclass
class PostingOracle:
    status: str = "proposed"
    approvals: set[str] = field(default_factory=set)
    agrement: str = "unasked"
    undone: set[str] = field(default_factory=set)
    last: date = LAST
    left: bool = False
    approvers: set[str] = field(default_factory=set)

    def expects(self, command: Any) -> str:
        before = self._known
        if not self._allows(command):
            return REFUSED
        return NOTHING if before == self._known else CHANGED

    @property
    def _known(self) -> tuple[Any, ...]:
        return self.status, set(self.approvals), self.agrement, set(self.undone), self.last, self.left

    def _allows(self, command: Any) -> bool:
        agreed = self.agrement in ("unasked", "granted")
        match command:
            case Approve(directorate=who) | Refuse(directorate=who):
                if self.status != "proposed" or who in self.approvals:
                    return False
                if isinstance(command, Approve) and command.by is not None:
                    if command.by in self.approvers:
                        return False
                    self.approvers.add(command.by)
                self.approvals |= {who} if isinstance(command, Approve) else set()
                self.status = "refused" if isinstance(command, Refuse) else self.status
                self.status = "approved" if len(self.approvals) == 2 else self.status
            case Chase(at=at):
                good = {"proposed": FIRST, "approved": LAPSES, "scheduled": LAPSES}.get(self.status, date.max)
                self.status = "expired" if at.date() > good else self.status
                self.left = self.left or (self.status in ("ended", "curtailed") and at.date() > LAST)
            case AskAgrement():
                if self.status != "approved":
                    return False
                self.agrement = "asked" if self.agrement == "unasked" else self.agrement
            case GrantAgrement():
                if self.agrement == "asked" and self.status == "approved":
                    self.agrement = "granted"
                return self.agrement == "granted"
            case RefuseAgrement():
                if self.agrement == "asked" and self.status == "approved":
                    self.agrement = self.status = "refused"
                return self.agrement == "refused"
            case Schedule():
                if self.status == "approved" and agreed:
                    self.status, self.undone = "scheduled", set(CHECKLIST)
                return self.status == "scheduled"
            case Tick(item=item):
                self.undone -= {item} if self.status == "scheduled" else set()
                return self.status == "scheduled"
            case Arrive():
                self.status = "arrived" if self.status == "scheduled" and not self.undone else self.status
                return self.status == "arrived"
            case Start():
                if self.status not in ("approved", "arrived") or not agreed:
                    return False
                if self.status == "approved" and self.agrement == "granted":  # then days and checklist are demanded
                    return False
                self.status = "started"
            case Extend(ends_on=last):
                if self.status != "started" or last < self.last:
                    return False
                self.last = last
            case End() | Curtail():
                if self.status != "started":
                    return False
                self.status = "ended" if isinstance(command, End) else "curtailed"
            case Withdraw():
                if self.status in ("proposed", "approved", "scheduled", "arrived"):
                    self.status = "withdrawn"
                return self.status == "withdrawn"
        return True


usual = [
    Approve("police", "paul"), Approve("gendarmerie", "gina"), AskAgrement(FIRST, LAST), GrantAgrement(FIRST),
    Schedule(FIRST, LAST),
    *(Tick(item, FIRST) for item in CHECKLIST), Arrive(FIRST), Start(FIRST), Extend(LAST + DAY, "x"), End(LAST),
]  # fmt: skip
unusual = [
    Refuse("police", "no"), Refuse("gendarmerie", "no"), RefuseAgrement(FIRST), Extend(LAST - DAY, "x"),
    Extend(LAST + 2 * DAY, "x"), Curtail(LAST, "other"), Withdraw("plans"), Approve("gendarmerie", "paul"),
    Approve("police"), *(Chase(datetime.combine(day, time(12), UTC)) for day in (FIRST, FIRST + DAY, LAPSES + DAY)),
    *(Chase(datetime.combine(day, time(12), UTC)) for day in (LAST, LAST + DAY)),
]  # fmt: skip


@st.composite
def courses(draw: st.DrawFn) -> Sequence[Any]:
    """The usual way with some steps left out, and others said at any time."""
    kept = [command for command in usual if draw(st.integers(0, 9))]
    for command in draw(st.lists(st.sampled_from([*usual, *unusual]), max_size=6)):
        kept.insert(draw(st.integers(0, len(kept))), command)
    return kept


@given(courses())
def test_a_posting_does_what_its_oracle_says(commands: Sequence[Any]) -> None:
    state, oracle = POSTING.fold([PROPOSED]), PostingOracle()
    for command in commands:
        expected = oracle.expects(command)
        found, state = outcome(POSTING, state, command)
        assert (found, state.status.value) == (expected, oracle.status), command


posts = st.lists(
    st.sampled_from([
        of_post.Suspend(FIRST, "x", "stay"), of_post.Suspend(LAST, "x", "stay"), of_post.Resume(LAST),
        of_post.AskAccreditation("EC", FIRST), of_post.GrantAccreditation("EC", LAST),
        of_post.RefuseAccreditation("EC", LAST), of_post.EndAccreditation("EC", LAST, "x"), Close("lima", LAST),
    ]),
    max_size=12,
)  # fmt: skip


@given(posts)
def test_a_post_does_what_its_oracle_says(commands: Sequence[Any]) -> None:
    state, suspended, ecuador, closed = POST.fold([OPENED]), None, "none", False
    for command in commands:
        expected = REFUSED
        match command:
            case Close():
                expected, closed = (NOTHING if closed else CHANGED), True
            case _ if closed:
                pass
            case of_post.Suspend(suspended_on=day):
                expected = CHANGED if suspended is None else NOTHING if suspended == day else REFUSED
                suspended = suspended or day
            case of_post.Resume():
                expected, suspended = (CHANGED if suspended else REFUSED), None
            case of_post.AskAccreditation():
                expected = NOTHING if ecuador == "asked" else REFUSED if ecuador == "granted" else CHANGED
                ecuador = "asked" if expected == CHANGED else ecuador
            case of_post.GrantAccreditation() | of_post.RefuseAccreditation():
                said = "granted" if isinstance(command, of_post.GrantAccreditation) else "refused"
                expected = CHANGED if ecuador == "asked" else NOTHING if ecuador == said else REFUSED
                ecuador = said if expected == CHANGED else ecuador
            case of_post.EndAccreditation():
                expected = CHANGED if ecuador == "granted" else NOTHING if ecuador == "ended" else REFUSED
                ecuador = "ended" if expected == CHANGED else ecuador
        found, state = outcome(POST, state, command)
        assert (found, state.suspended_on) == (expected, suspended), command


positions = st.lists(
    st.sampled_from([
        of_position.Fill("a", "o-a", FIRST), of_position.Vacate("a", LAST), of_position.Suspend(FIRST, "x"),
        of_position.Resume(FIRST), of_position.Abolish(LAST, "x"), of_position.ChangeTour(24),
        of_position.ChangeTour(36),
    ]),
    max_size=12,
)  # fmt: skip


@given(positions)
def test_a_position_does_what_its_oracle_says(commands: Sequence[Any]) -> None:
    state = POSITION.fold([CREATED])
    held, was_held, suspended, abolished, tour = False, False, False, False, None
    for command in commands:
        expected = REFUSED
        match command:
            case of_position.Vacate():  # also from a position that has been abolished meanwhile, which cannot be
                expected, was_held, held = (CHANGED if held else REFUSED), was_held or held, False
            case of_position.Abolish() if abolished:
                expected = NOTHING
            case _ if abolished:
                pass
            case of_position.Fill():
                expected = REFUSED if held or was_held or suspended else CHANGED
                held = held or expected == CHANGED
            case of_position.Suspend():
                expected, suspended = (NOTHING if suspended else CHANGED), True
            case of_position.Resume():
                expected, suspended = (CHANGED if suspended else REFUSED), False
            case of_position.Abolish():
                expected, abolished = (REFUSED if held else CHANGED), not held
            case of_position.ChangeTour(tour_months=months):
                expected, tour = (NOTHING if tour == months else CHANGED), months
        found, state = outcome(POSITION, state, command)
        assert (found, state.tour_months, state.is_open) == (expected, tour, not (suspended or abolished)), command
