"""EU-funded projects under random commands, legal and illegal, beside an oracle that knows what each comes to."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from services.postings.domain import eu_project_commands as command_of
from services.postings.domain.eu_project import EU_PROJECT
from services.postings.domain.reminders import Remind
from tests.oracle import foretold, stories

FIRST, LAST = date(2027, 2, 1), date(2027, 12, 31)
DAYS = st.sampled_from([date(2027, 1, 15), date(2027, 1, 31), FIRST, date(2027, 12, 1), LAST, date(2028, 3, 1)])
FEW, WORDS = st.sampled_from(["a", "b"]), st.sampled_from(["x", "y"])
EUROS = st.sampled_from([0, 400, 600, 1_000, 1_001])
STATES = st.sampled_from(["FR", "ES", "IT", "PE"])


@dataclass
class Oracle:
    """`end` is what came of the proposal where nothing did, or how the project was closed."""

    design: Any = None
    consortium: Any = None
    submitted: Any = None
    grant: Any = None
    end: Any = None
    packages: dict[str, Any] = field(default_factory=dict)
    missions: dict[str, Any] = field(default_factory=dict)
    ended: dict[str, Any] = field(default_factory=dict)
    deadlines: dict[str, Any] = field(default_factory=dict)
    met: dict[str, Any] = field(default_factory=dict)
    announced: frozenset[str] = frozenset()
    reminded: frozenset[str] = frozenset()
    expenses: dict[str, Any] = field(default_factory=dict)

    def allows(self, command: Any) -> bool:
        match command:
            case command_of.Design(countries=countries):
                if "ZZ" not in countries:
                    self.design = self.design or command
                return "ZZ" not in countries and bool(self.design == command)
            case _ if self.design is None:
                return False
            case command_of.SetConsortium() | command_of.Submit() | command_of.Reject() | command_of.Grant():
                return self._decides(command)
            case Remind(on=today):
                self._reminds(today)
                return True
            case command_of.Close(closed_on=day):
                waiting = self.deadlines.keys() - self.met.keys() or self.missions.keys() - self.ended.keys()
                if self.grant and not self.end and not waiting and day >= self.grant.starts_on:
                    self.end = command
                return bool(self.end == command)
        return self.grant is not None and self.end is None and self._works(command)

    def _decides(self, command: Any) -> bool:
        deciding = self.submitted is None and self.end is None
        match command:
            case command_of.SetConsortium(lead=lead, partners=partners, budget=budget, share=share):
                states = {lead, *partners}
                if "PE" in states or share > budget or (share and "FR" not in states):
                    return False
                said = (lead, states, budget, share)
                self.consortium = said if deciding else self.consortium
                return bool(self.consortium == said)
            case command_of.Submit(submitted_on=day):
                if deciding and self.consortium and day <= self.design.call_closes_on:
                    self.submitted = command
                return bool(self.submitted == command)
            case command_of.Reject():
                if not self.grant and not self.end:
                    self.end = command
                return bool(self.end == command)
        since = self.submitted.submitted_on if self.submitted else date.max
        if not self.grant and not self.end and since <= command.starts_on <= command.ends_on:
            self.grant = command
        return bool(self.grant == command)

    def _reminds(self, today: date) -> None:
        if self.grant and not self.end:
            waiting = self.deadlines.keys() - self.met.keys()
            due = {id for id in waiting if self.deadlines[id].due_on <= today}
            near = {id for id in waiting if self.deadlines[id].due_on <= today + timedelta(days=30)}
            self.announced |= near - due - self.reminded
            self.reminded |= due

    def _works(self, command: Any) -> bool:
        match command:
            case command_of.SetWorkPackage(package=id, lead=lead, budget=budget):
                others = sum(one.budget for other, one in self.packages.items() if other != id)
                fits = self._spent(id) <= budget <= self.grant.budget - others
                if self.packages.get(id) != command and (lead not in self.consortium[1] or not fits):
                    return False
                self.packages[id] = command
            case command_of.PlanMission(mission=id, package=package, country=country):
                within = self.grant.starts_on <= command.starts_on <= command.ends_on <= self.grant.ends_on
                fits = id not in self.ended and package in self.packages and country in self.design.countries and within
                if self.missions.get(id) != command and not fits:
                    return False
                self.missions[id] = command
            case command_of.CarryOutMission(mission=id) | command_of.CancelMission(mission=id):
                return id in self.missions and bool(self.ended.setdefault(id, command) == command)
            case command_of.SetDeadline(deadline=id, kind=kind, due_on=day):
                if self.deadlines.get(id) == command:
                    return True
                late = kind == "milestone" and day > self.grant.ends_on
                if id in self.met or day < self.grant.starts_on or late:
                    return False
                self.deadlines[id] = command
                self.announced -= {id}
                self.reminded -= {id}
            case command_of.MeetDeadline(deadline=id, met_on=day):
                if id not in self.deadlines or day < self.grant.starts_on:
                    return False
                return bool(self.met.setdefault(id, command) == command)
            case command_of.BookExpense(expense=id, package=package, amount=amount):
                if id in self.expenses:
                    return bool(self.expenses[id] == command)
                if package not in self.packages or command.spent_on < self.grant.starts_on:
                    return False
                if self._spent(package) + amount > self.packages[package].budget:
                    return False
                self.expenses[id] = command
        return True

    def _spent(self, package: str) -> int:
        return sum(one.amount for one in self.expenses.values() if one.package == package)


DESIGN = command_of.Design("p", "Ports", "drugs", ("CO", "PE"), "NDICI", date(2027, 1, 31))
COMMANDS = st.one_of(
    st.sampled_from([DESIGN, command_of.Design("p", "Ports", "drugs", ("PE", "ZZ"), "NDICI", date(2027, 1, 31))]),
    st.builds(command_of.SetConsortium, STATES, st.sampled_from([(), ("IT",), ("FR",)]), EUROS, EUROS),
    st.builds(command_of.Submit, DAYS),
    st.builds(command_of.Reject, WORDS),
    st.builds(command_of.Grant, DAYS, DAYS, EUROS),
    st.builds(command_of.SetWorkPackage, FEW, WORDS, STATES, EUROS),
    st.builds(command_of.PlanMission, FEW, FEW, FEW, st.just("DGEF"), st.sampled_from(["PE", "BO"]), DAYS, DAYS),
    st.builds(command_of.CarryOutMission, FEW, WORDS),
    st.builds(command_of.CancelMission, FEW, WORDS),
    st.builds(command_of.SetDeadline, st.sampled_from(["milestone", "report"]), FEW, WORDS, DAYS),
    st.builds(command_of.MeetDeadline, FEW, DAYS),
    st.builds(command_of.BookExpense, FEW, FEW, WORDS, EUROS, DAYS),
    st.builds(command_of.Close, DAYS, WORDS),
    st.builds(Remind, DAYS),
)
COURSE = (
    DESIGN,
    command_of.SetConsortium("FR", ("ES",), 2_000, 1_000),
    command_of.Submit(date(2027, 1, 31)),
    command_of.Grant(FIRST, LAST, 1_000),
    command_of.SetWorkPackage("a", "x", "ES", 600),
    command_of.PlanMission("a", "a", "a", "DGEF", "PE", FIRST, LAST),
    command_of.CarryOutMission("a", "x"),
    command_of.SetDeadline("report", "a", "x", LAST),
    Remind(date(2027, 12, 1)),
    Remind(LAST),
    command_of.SetDeadline("report", "a", "y", LAST),
    Remind(date(2027, 12, 1)),
    Remind(LAST),
    command_of.BookExpense("a", "a", "x", 600, FIRST),
    command_of.MeetDeadline("a", FIRST),
    command_of.Close(FIRST, "x"),
)


@given(stories(COURSE, COMMANDS))
@example([*COURSE])
def test_a_project_does_what_its_oracle_says(commands: list[Any]) -> None:
    oracle = Oracle()
    state = EU_PROJECT.fold(foretold(EU_PROJECT, oracle, commands))
    assert (set(state.expenses), set(state.met), set(state.ended_missions), state.reminded) == (
        set(oracle.expenses), set(oracle.met), set(oracle.ended), oracle.reminded,
    )  # fmt: skip
