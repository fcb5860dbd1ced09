"""Technical actions under random commands, legal and illegal, beside an oracle that knows what each comes to."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from services.postings.domain import technical_action_commands as command_of
from services.postings.domain.reminders import Remind
from services.postings.domain.technical_action import TECHNICAL_ACTION
from shared.contracts.postings.technical_action import TechnicalActionKind
from tests.oracle import foretold, stories
from tests.unit.postings.cooperation import REQUEST

FIRST, LAST, EVALUATED_FROM = date(2027, 3, 1), date(2027, 3, 12), date(2027, 9, 12)
DAYS = st.sampled_from([date(2027, 2, 28), FIRST, date(2027, 3, 5), LAST, EVALUATED_FROM, date(2028, 1, 1)])
FEW, WORDS = st.sampled_from(["a", "b"]), st.sampled_from(["x", "y"])
EUROS = st.sampled_from([0, 400, 600, 1_000, 1_001])
DIRECTORATES = st.sampled_from(["police", "gendarmerie"])
KINDS: st.SearchStrategy[TechnicalActionKind] = st.sampled_from(["training", "both"])


@dataclass
class Oracle:
    """`verdict` is the last word on whether it takes place: an approval, a refusal or a cancellation."""

    need: Any = None
    plan: Any = None
    verdict: Any = None
    commitments: dict[str, Any] = field(default_factory=dict)
    released: set[str] = field(default_factory=set)
    experts: frozenset[str] = frozenset()
    sessions: dict[str, Any] = field(default_factory=dict)
    present: dict[str, int] = field(default_factory=dict)
    deliveries: dict[str, Any] = field(default_factory=dict)
    completed_on: date | None = None
    reminded: bool = False
    evaluation: Any = None

    def allows(self, command: Any) -> bool:
        approved = isinstance(self.verdict, command_of.Approve)
        match command:
            case command_of.Request(country=country):
                if country != "ZZ":
                    self.need = self.need or command
                return country != "ZZ" and bool(self.need == command)
            case _ if self.need is None:
                return False
            case command_of.Plan(starts_on=first, ends_on=last):
                if self.plan != command:
                    if self.verdict or last < first or first.year != self.need.year:
                        return False
                    self.plan = command
            case command_of.Approve(directorate=who, approved_on=day):
                if self.plan is None or self.plan.service != who or self.completed_on:
                    return False
                if self.verdict is None and day <= self.plan.starts_on:
                    self.verdict = command
                return isinstance(self.verdict, command_of.Approve)
            case command_of.Refuse(directorate=who):
                if self.plan is None or self.plan.service != who:
                    return False
                self.verdict = self.verdict or command
                return bool(self.verdict == command)
            case command_of.Cancel():
                if not self.completed_on and (self.verdict is None or approved):
                    self.verdict = command
                return bool(self.verdict == command)
            case command_of.Complete(completed_on=day):
                return self._completes(day, approved)
            case Remind(on=today):
                due = self.completed_on is not None and today >= later(self.completed_on) and self.evaluation is None
                self.reminded = self.reminded or due
            case command_of.Evaluate(evaluated_on=day):
                if self.evaluation is None and self.completed_on and day >= later(self.completed_on):
                    self.evaluation = command
                return bool(self.evaluation == command)
            case _:
                return approved and self.completed_on is None and self._runs(command)
        return True

    def _completes(self, day: date, approved: bool) -> bool:  # noqa: FBT001
        held = [session.held_on for session in self.sessions.values()]
        missing = self.sessions.keys() - self.present.keys()
        if self.completed_on is None and approved and not missing and day >= max([self.plan.starts_on, *held]):
            self.completed_on = day
        return self.completed_on == day

    def _runs(self, command: Any) -> bool:
        match command:
            case command_of.CommitFunds(commitment=id, amount=amount):
                if id in self.commitments:
                    return id not in self.released and bool(self.commitments[id] == command)
                standing = self.commitments.keys() - self.released
                if sum(self.commitments[one].amount for one in standing) + amount > self.plan.budget:
                    return False
                self.commitments[id] = command
            case command_of.ReleaseFunds(commitment=id):
                self.released |= {id} & self.commitments.keys()
                return id in self.commitments
            case command_of.NameExpert(expert=expert):
                self.experts |= {expert}
            case command_of.ReleaseExpert(expert=expert):
                self.experts -= {expert}
            case command_of.PlanSession(session=id, held_on=day):
                if self.sessions.get(id) != command:
                    if id in self.present or not self.plan.starts_on <= day <= self.plan.ends_on:
                        return False
                    self.sessions[id] = command
            case command_of.NoteAttendance(session=id, present=present, noted_on=day):
                session = self.sessions.get(id)
                if session is None or day < session.held_on or present > session.seats:
                    return False
                self.present[id] = present
            case command_of.DeliverEquipment(delivery=id):
                if id in self.deliveries:
                    return bool(self.deliveries[id] == command)
                whole = command.value + sum(one.value for one in self.deliveries.values())
                if self.need.kind == "training" or command.delivered_on < self.plan.starts_on:
                    return False
                if whole > self.plan.budget:
                    return False
                self.deliveries[id] = command
        return True


def later(day: date) -> date:
    """Six months later; no day here is one that a later month lacks."""
    return day.replace(year=day.year + (day.month > 6), month=(day.month + 5) % 12 + 1)


COMMANDS = st.one_of(
    st.just(REQUEST),
    st.builds(command_of.Plan, DIRECTORATES, DAYS, DAYS, EUROS),
    st.builds(command_of.Approve, DIRECTORATES, DAYS),
    st.builds(command_of.Refuse, DIRECTORATES, WORDS),
    st.builds(command_of.Cancel, WORDS),
    st.builds(command_of.CommitFunds, FEW, WORDS, EUROS),
    st.builds(command_of.ReleaseFunds, FEW),
    st.builds(command_of.NameExpert, FEW),
    st.builds(command_of.ReleaseExpert, FEW),
    st.builds(command_of.PlanSession, FEW, WORDS, DAYS, st.just(6), st.just(20)),
    st.builds(command_of.NoteAttendance, FEW, st.sampled_from([0, 20, 21]), DAYS),
    st.builds(command_of.DeliverEquipment, FEW, WORDS, st.just(1), EUROS, DAYS),
    st.builds(command_of.Complete, DAYS),
    st.builds(command_of.Evaluate, DAYS, st.integers(1, 2), WORDS),
    st.builds(Remind, DAYS),
)
COURSE = (
    REQUEST,
    command_of.Plan("police", FIRST, LAST, 1_000),
    command_of.Approve("police", FIRST),
    command_of.CommitFunds("a", "x", 1_000),
    command_of.DeliverEquipment("a", "x", 1, 1_000, FIRST),
    command_of.PlanSession("a", "x", LAST, 6, 20),
    command_of.NoteAttendance("a", 20, LAST),
    command_of.Complete(LAST),
    Remind(EVALUATED_FROM),
    command_of.Evaluate(EVALUATED_FROM, 1, "x"),
)


@given(KINDS, stories(COURSE, COMMANDS))
@example("both", [*COURSE])
def test_a_technical_action_does_what_its_oracle_says(kind: TechnicalActionKind, commands: list[Any]) -> None:
    oracle = Oracle()
    need = replace(REQUEST, kind=kind)
    state = TECHNICAL_ACTION.fold(foretold(TECHNICAL_ACTION, oracle, [need, *commands]))
    assert (state.experts, dict(state.present), state.completed_on, state.reminded) == (
        oracle.experts, oracle.present, oracle.completed_on, oracle.reminded,
    )  # fmt: skip


@given(COMMANDS)
def test_nothing_is_done_to_an_action_that_nobody_has_asked_for(command: Any) -> None:
    assert len(foretold(TECHNICAL_ACTION, Oracle(), [command])) == isinstance(command, command_of.Request)
