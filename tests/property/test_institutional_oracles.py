"""Priorities, agreements and high-level visits under random commands, legal and illegal, beside oracles."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from services.postings.domain import agreement_commands as of_agreement
from services.postings.domain import high_level_visit_commands as of_visit
from services.postings.domain import priority_commands as of_priority
from services.postings.domain.agreement import AGREEMENT
from services.postings.domain.high_level_visit import HIGH_LEVEL_VISIT
from services.postings.domain.priority import PRIORITY
from services.postings.domain.reminders import Remind
from tests.oracle import foretold, stories

FEW, WORDS = st.sampled_from(["a", "b"]), st.sampled_from(["x", "y"])
COUNTRIES = st.sampled_from([("PE",), ("CO",), ("PE", "CO"), ("CO", "PE", "PE"), ("BO",), ("PE", "ZZ")])
YEAR = st.sampled_from([date(2026, 12, 31), date(2027, 1, 1), date(2027, 6, 30), date(2028, 1, 1)])


@dataclass
class PriorityOracle:
    """`parts` are the countries and the objective of each post; `links` whether the work is linked, as said last."""

    adopted: Any = None
    title: str = ""
    countries: frozenset[str] = frozenset()
    parts: dict[str, tuple[frozenset[str], str]] = field(default_factory=dict)
    results: dict[str, Any] = field(default_factory=dict)
    links: dict[str, bool] = field(default_factory=dict)
    closed_on: date | None = None

    def allows(self, command: Any) -> bool:
        named = frozenset(getattr(command, "countries", ()))
        match command:
            case of_priority.Adopt(year=year, theme=theme, title=title):
                if "ZZ" in named:
                    return False
                if self.adopted is None:
                    self.adopted, self.title, self.countries = (year, theme, title, named), title, named
                return bool(self.adopted == (year, theme, title, named))
            case _ if self.adopted is None:
                return False
            case of_priority.Close(closed_on=day):
                if self.closed_on is None and day.year >= 2027:
                    self.closed_on = day
                return self.closed_on == day
            case _ if self.closed_on is not None:
                return False
            case of_priority.Amend(title=title):
                needed = frozenset[str]().union(*(countries for countries, _ in self.parts.values()))
                if "ZZ" in named or not needed <= named:
                    return False
                self.title, self.countries = title, named
            case of_priority.AssignPart(post=post, objective=objective):
                if not named <= self.countries:
                    return False
                self.parts[post] = (named, objective)
            case of_priority.WithdrawPart(post=post):
                self.parts.pop(post, None)
            case of_priority.NoteResult(result=result) if result in self.results:
                return bool(self.results[result] == command)
            case of_priority.NoteResult(post=post, country=country, noted_on=day):
                if post not in self.parts or country not in self.parts[post][0] or day.year < 2027:
                    return False
                self.results[command.result] = command
            case of_priority.LinkWork(work=work):
                if not self.links.get(work) and named and not named & self.countries:
                    return False
                self.links[work] = True
            case of_priority.UnlinkWork(work=work):
                self.links[work] = False
        return True


ADOPT = of_priority.Adopt("p", 2027, "drugs", "x", ("PE", "CO"))
PRIORITY_COMMANDS = st.one_of(
    st.just(ADOPT),
    st.builds(of_priority.Adopt, st.just("p"), st.just(2027), st.just("drugs"), WORDS, COUNTRIES),
    st.builds(of_priority.Amend, WORDS, COUNTRIES),
    st.builds(of_priority.AssignPart, FEW, COUNTRIES, WORDS),
    st.builds(of_priority.WithdrawPart, FEW),
    st.builds(of_priority.NoteResult, FEW, FEW, st.sampled_from(["PE", "CO"]), WORDS, YEAR),
    st.builds(of_priority.LinkWork, st.just("contact"), FEW, st.just(()) | COUNTRIES),
    st.builds(of_priority.UnlinkWork, st.just("contact"), FEW),
    st.builds(of_priority.Close, YEAR),
)


PRIORITY_COURSE = (
    ADOPT,
    of_priority.AssignPart("a", ("PE",), "x"),
    of_priority.NoteResult("a", "a", "PE", "x", date(2027, 1, 1)),
    of_priority.LinkWork("contact", "a", ("PE",)),
    of_priority.Close(date(2027, 1, 1)),
)


@given(stories(PRIORITY_COURSE, PRIORITY_COMMANDS))
@example([*PRIORITY_COURSE])
def test_a_priority_does_what_its_oracle_says(commands: list[Any]) -> None:
    oracle = PriorityOracle()
    state = PRIORITY.fold(foretold(PRIORITY, oracle, commands))
    assert (state.title, frozenset(state.countries), state.closed_on) == (
        oracle.title, oracle.countries, oracle.closed_on,
    )  # fmt: skip


# Of an agreement that binds to the end of 2028 one is reminded on 30 June.
DAYS = st.sampled_from([
    date(2027, 1, 1), date(2027, 2, 1), date(2028, 6, 29), date(2028, 6, 30), date(2028, 12, 31), date(2029, 1, 1),
    date(2029, 6, 30), date(2029, 12, 31), date(2030, 1, 1),
])  # fmt: skip
REMINDER = {
    date(2028, 12, 31): date(2028, 6, 30), date(2029, 12, 31): date(2029, 6, 30), date(2029, 6, 30): date(2028, 12, 30),
}  # fmt: skip
LAST_DAYS = st.none() | st.sampled_from([date(2027, 1, 1), *REMINDER])


@dataclass
class AgreementOracle:
    """`force` is how it entered into force, `end` how it ended, `reminded` the last day of which one was reminded."""

    opening: Any = None
    signed: date | None = None
    force: Any = None
    expires: date | None = None
    reminded: date | None = None
    end: Any = None

    def allows(self, command: Any) -> bool:
        match command:
            case of_agreement.OpenNegotiations(country=country):
                if country != "ZZ":
                    self.opening = self.opening or command
                return country != "ZZ" and self.opening == command
            case _ if self.opening is None:
                return False
            case Remind(on=today):
                if self.force and self.expires and not self.end:
                    if today > self.expires:
                        self.end = "expired"
                    elif today >= REMINDER.get(self.expires, date.min):
                        self.reminded = self.expires
                return True
            case of_agreement.End(ended_on=day):
                within = self.force and self.force.in_force_on <= day <= (self.expires or date.max)
                self.end = self.end or (command if within else None)
                return bool(self.end == command)
            case of_agreement.Abandon(abandoned_on=day):
                possible = not self.force and day >= self.opening.opened_on
                self.end = self.end or (command if possible else None)
                return bool(self.end == command)
            case _ if self.end:
                return False
            case of_agreement.Sign(signed_on=day):
                self.signed = self.signed or (day if day >= self.opening.opened_on else None)
                return self.signed == day
            case of_agreement.EnterIntoForce(in_force_on=day, expires_on=expires):
                if self.force is None and self.signed and self.signed <= day <= (expires or date.max):
                    self.force, self.expires = command, expires
                return bool(self.force == command)
            case of_agreement.Renew(expires_on=last):
                longer = self.expires is not None and (last is None or last > self.expires)
                if not self.force or not (longer or last == self.expires):
                    return False
                self.expires = last
        return True


OPEN = of_agreement.OpenNegotiations("a", "lima", "PE", "drugs", "Security", date(2027, 2, 1))
AGREEMENT_COMMANDS = st.one_of(
    st.just(OPEN),
    st.builds(
        of_agreement.OpenNegotiations, st.just("a"), st.just("lima"), st.sampled_from(["PE", "CO", "ZZ"]),
        st.just("drugs"), st.just("Security"), st.just(date(2027, 2, 1)),
    ),
    st.builds(of_agreement.Sign, DAYS),
    st.builds(of_agreement.EnterIntoForce, DAYS, LAST_DAYS),
    st.builds(of_agreement.Renew, LAST_DAYS),
    st.builds(of_agreement.End, DAYS, st.sampled_from(["denounced", "replaced"])),
    st.builds(of_agreement.Abandon, DAYS, WORDS),
    st.builds(Remind, DAYS),
)  # fmt: skip


AGREEMENT_COURSE = (
    OPEN,
    of_agreement.Sign(date(2027, 2, 1)),
    of_agreement.EnterIntoForce(date(2027, 2, 1), date(2028, 12, 31)),
    Remind(date(2028, 6, 30)),
    of_agreement.Renew(date(2029, 12, 31)),
    Remind(date(2029, 6, 30)),
    of_agreement.End(date(2029, 12, 31), "denounced"),
)


@given(stories(AGREEMENT_COURSE, AGREEMENT_COMMANDS))
@example([*AGREEMENT_COURSE])
def test_an_agreement_does_what_its_oracle_says(commands: list[Any]) -> None:
    oracle = AgreementOracle()
    state = AGREEMENT.fold(foretold(AGREEMENT, oracle, commands))
    assert (state.signed_on, state.expires_on, state.ended is not None) == (
        oracle.signed, oracle.expires, oracle.end is not None,
    )  # fmt: skip


@dataclass
class VisitOracle:
    """`over` is what ended the planning: the command by which it was held or cancelled."""

    plan: Any = None
    over: Any = None
    promises: dict[str, Any] = field(default_factory=dict)
    reminded: frozenset[str] = frozenset()
    settled: dict[str, Any] = field(default_factory=dict)

    def allows(self, command: Any) -> bool:
        match command:
            case of_visit.Plan(country=country, starts_on=first, ends_on=last):
                if country == "ZZ" or (self.plan and country != self.plan.country):
                    return False
                if command == self.plan:
                    return True
                if self.over or last < first:
                    return False
                self.plan = command
            case _ if self.plan is None:
                return False
            case of_visit.Hold() | of_visit.Cancel():
                crosses = isinstance(command, of_visit.Hold) and command.held_on < self.plan.starts_on
                self.over = self.over or (None if crosses else command)
                return bool(self.over == command)
            case of_visit.TakeCommitment(commitment=id):
                if id not in self.promises:
                    if not isinstance(self.over, of_visit.Hold) or command.due_on < self.plan.starts_on:
                        return False
                    self.promises[id] = command
                return bool(self.promises[id] == command)
            case of_visit.FulfilCommitment(commitment=id) | of_visit.DropCommitment(commitment=id):
                early = isinstance(command, of_visit.FulfilCommitment) and command.fulfilled_on < self.plan.starts_on
                if id not in self.promises or early:
                    return False
                return bool(self.settled.setdefault(id, command) == command)
            case Remind(on=today):
                due = {id for id, promise in self.promises.items() if promise.due_on <= today}
                self.reminded |= due - self.settled.keys()
        return True


PLAN = of_visit.Plan("v", "lima", "PE", "drugs", "x", "minister", "outbound", date(2027, 2, 1), date(2027, 2, 3))
VISIT_DAYS = st.sampled_from([date(2027, 1, 31), date(2027, 2, 1), date(2027, 2, 3), date(2027, 9, 1)])
VISIT_COMMANDS = st.one_of(
    st.just(PLAN),
    st.builds(
        of_visit.Plan, st.just("v"), st.just("lima"), st.sampled_from(["PE", "PE", "CO", "ZZ"]), st.just("drugs"),
        WORDS, st.just("minister"), st.just("outbound"), VISIT_DAYS, VISIT_DAYS,
    ),
    st.builds(of_visit.Hold, VISIT_DAYS),
    st.builds(of_visit.Cancel, WORDS),
    st.builds(of_visit.TakeCommitment, FEW, st.sampled_from(["france", "partner"]), WORDS, VISIT_DAYS),
    st.builds(of_visit.FulfilCommitment, FEW, VISIT_DAYS, WORDS),
    st.builds(of_visit.DropCommitment, FEW, WORDS),
    st.builds(Remind, VISIT_DAYS),
)  # fmt: skip


VISIT_COURSE = (
    PLAN,
    of_visit.Hold(date(2027, 2, 1)),
    of_visit.TakeCommitment("a", "france", "x", date(2027, 2, 1)),
    Remind(date(2027, 2, 1)),
    of_visit.FulfilCommitment("a", date(2027, 2, 1), "x"),
)


@given(stories(VISIT_COURSE, VISIT_COMMANDS))
@example([*VISIT_COURSE])
def test_a_visit_does_what_its_oracle_says(commands: list[Any]) -> None:
    oracle = VisitOracle()
    state = HIGH_LEVEL_VISIT.fold(foretold(HIGH_LEVEL_VISIT, oracle, commands))
    assert (set(state.commitments), set(state.settled), state.reminded) == (
        set(oracle.promises), set(oracle.settled), oracle.reminded,
    )  # fmt: skip
