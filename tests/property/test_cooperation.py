"""What holds of cooperation whatever is commanded, in whatever order, against simple oracles."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.postings.domain import eu_project_commands as eu
from services.postings.domain import technical_action_commands as technical
from services.postings.domain.agreement import AGREEMENT
from services.postings.domain.agreement_commands import Abandon, EnterIntoForce, OpenNegotiations, Renew, Sign
from services.postings.domain.agreement_commands import End as EndAgreement
from services.postings.domain.eu_project import EU_PROJECT
from services.postings.domain.high_level_visit import HIGH_LEVEL_VISIT
from services.postings.domain.high_level_visit_commands import Cancel as CancelVisit
from services.postings.domain.high_level_visit_commands import DropCommitment, FulfilCommitment, Hold, TakeCommitment
from services.postings.domain.high_level_visit_commands import Plan as PlanVisit
from services.postings.domain.priority import PRIORITY
from services.postings.domain.priority_commands import (
    Adopt,
    Amend,
    AssignPart,
    Close,
    LinkWork,
    NoteResult,
    UnlinkWork,
    WithdrawPart,
)
from services.postings.domain.reminders import Remind
from services.postings.domain.technical_action import TECHNICAL_ACTION
from services.postings.views.agreements import AGREEMENTS
from services.postings.views.eu_projects import EU_PROJECTS
from services.postings.views.high_level_visits import HIGH_LEVEL_VISITS
from services.postings.views.linked_work import LINKED_WORK
from services.postings.views.priorities import PRIORITIES
from services.postings.views.technical_actions import TECHNICAL_ACTIONS
from services.postings.views.technical_figures import TECHNICAL_FIGURES
from shared.eventing.decider import Decider, Refused
from tests.unit.postings.cooperation import REQUEST
from tests.unit.postings.test_priority_report import documents

DAYS = st.integers(0, 400).map(lambda days: date(2027, 1, 1) + timedelta(days=days))
FEW = st.sampled_from(["a", "b"])
EUROS = st.sampled_from([0, 1, 400, 600, 1_000])
DIRECTORATES = st.sampled_from(["police", "gendarmerie"])
COUNTRIES = st.lists(st.sampled_from(["PE", "CO", "BO", "ZZ"]), min_size=1, max_size=3).map(tuple)
WORDS = st.sampled_from(["x", "y"])


def history(decider: Decider[Any, Any, Any], commands: Sequence[Any]) -> list[Any]:
    """What happens when these commands arrive, refused ones included; each of them said twice."""
    events: list[Any] = []
    for command in commands:
        with suppress(Refused):
            events.extend(decider.decide(decider.fold(events), command))
            assert list(decider.decide(decider.fold(events), command)) == []
    return events


PRIORITY_COMMANDS = st.lists(
    st.one_of(
        st.builds(Adopt, st.just("p"), st.just(2027), st.just("drugs"), WORDS, COUNTRIES),
        st.builds(Amend, WORDS, COUNTRIES),
        st.builds(AssignPart, FEW, COUNTRIES, WORDS),
        st.builds(WithdrawPart, FEW),
        st.builds(NoteResult, FEW, FEW, st.sampled_from(["PE", "CO"]), WORDS, DAYS),
        st.builds(LinkWork, st.just("technical-action"), FEW),
        st.builds(UnlinkWork, st.just("technical-action"), FEW),
        st.builds(Close, DAYS),
    ),
    max_size=25,
)


@given(PRIORITY_COMMANDS)
def test_every_part_and_result_of_a_priority_is_in_its_countries_and_its_document_agrees(commands: Any) -> None:
    events = history(PRIORITY, [Adopt("p", 2027, "drugs", "x", ("PE", "CO")), *commands])
    state = PRIORITY.fold(events)
    for part in state.parts.values():
        assert set(part.countries) <= set(state.countries)
    [shown] = documents(PRIORITIES, events)
    assert (shown["title"], tuple(shown["countries"])) == (state.title, state.countries)
    assert (set(shown["posts"]), set(shown["results"])) == (set(state.parts), set(state.results))
    closed = [number for number, event in enumerate(events) if event.type.endswith("PriorityClosed")]
    assert closed in ([], [len(events) - 1])
    linked = {work["work"] for work in documents(LINKED_WORK, events) if "p" in work["priorities"]}
    assert linked == {work for (_, work), is_linked in state.links.items() if is_linked}


TECHNICAL_COMMANDS = st.lists(
    st.one_of(
        st.builds(technical.Plan, DIRECTORATES, DAYS, DAYS, EUROS),
        st.builds(technical.Approve, DIRECTORATES, DAYS),
        st.builds(technical.Refuse, DIRECTORATES, WORDS),
        st.builds(technical.Cancel, WORDS),
        st.builds(technical.CommitFunds, FEW, WORDS, EUROS),
        st.builds(technical.ReleaseFunds, FEW),
        st.builds(technical.NameExpert, FEW),
        st.builds(technical.ReleaseExpert, FEW),
        st.builds(technical.PlanSession, FEW, WORDS, DAYS, st.just(6), st.just(20)),
        st.builds(technical.NoteAttendance, FEW, st.integers(0, 21), DAYS),
        st.builds(technical.DeliverEquipment, FEW, WORDS, st.just(1), EUROS, DAYS),
        st.builds(technical.Complete, DAYS),
        st.builds(technical.Evaluate, DAYS, st.integers(1, 5), WORDS),
        st.builds(Remind, DAYS),
    ),
    max_size=20,
)
APPROVED = (
    REQUEST,
    technical.Plan("police", date(2027, 1, 1), date(2027, 12, 31), 1_000),
    technical.Approve("police", date(2027, 1, 1)),
)


@given(st.integers(0, 3), TECHNICAL_COMMANDS)
def test_an_action_never_spends_more_than_its_budget_and_its_views_agree(known: int, commands: Any) -> None:
    events = history(TECHNICAL_ACTION, [*APPROVED[:known], *commands])
    if not events:
        return
    state = TECHNICAL_ACTION.fold(events)
    budget = state.plan.budget if state.plan else 0
    assert max(state.committed, state.delivered) <= budget
    assert not (state.commitments or state.sessions) or state.status not in ("requested", "planned", "refused")
    assert sum(event.type.endswith("EvaluationDue") for event in events) <= 1
    [shown] = documents(TECHNICAL_ACTIONS, events)
    assert (shown["status"], shown["committed"], set(shown["experts"])) == (
        state.status,
        state.committed,
        set(state.experts),
    )
    assert {id: one["present"] for id, one in shown["sessions"].items() if one["present"] is not None} == state.present
    [figures] = documents(TECHNICAL_FIGURES, events)
    assert (figures["committed"], figures["trained"]) == (state.committed, sum(state.present.values()))
    in_plan = state.plan is not None and state.status != "refused"
    assert (figures["equipment"], figures["budget_planned"]) == (state.delivered, budget if in_plan else 0)
    assert (figures["planned"], figures["refused"]) == (int(in_plan), int(state.status == "refused"))
    waits = state.status == "completed" and not state.reminded
    assert shown["remind_on"] == (str(state.evaluation_due_on) if waits else None)


AGREEMENT_COMMANDS = st.lists(
    st.one_of(
        st.builds(Sign, DAYS),
        st.builds(EnterIntoForce, DAYS, st.none() | DAYS),
        st.builds(Renew, st.none() | DAYS),
        st.builds(EndAgreement, DAYS, st.sampled_from(["denounced", "replaced"])),
        st.builds(Abandon, DAYS, WORDS),
        st.builds(Remind, DAYS),
    ),
    max_size=15,
)
NEGOTIATED = OpenNegotiations("a", "lima", "PE", "drugs", "Security", date(2027, 1, 1))


@given(AGREEMENT_COMMANDS)
def test_the_days_of_an_agreement_never_cross_and_nothing_follows_its_end(commands: Any) -> None:
    events = history(AGREEMENT, [NEGOTIATED, *commands])
    state = AGREEMENT.fold(events)
    in_force_on = state.in_force.in_force_on if state.in_force else None
    days = [NEGOTIATED.opened_on, state.signed_on, in_force_on]
    known = [day for day in days if day is not None]
    assert known == sorted(known)
    ends = [number for number, event in enumerate(events) if event.type.endswith(("Ended", "Abandoned"))]
    assert ends in ([], [len(events) - 1])
    [shown] = documents(AGREEMENTS, events)
    assert (shown["status"], shown["expires_on"]) == (state.status, state.expires_on and state.expires_on.isoformat())
    awaited = state.status == "in-force" and state.expires_on is not None
    assert (shown["remind_on"] is not None) == awaited
    if awaited:  # on that day, and not before, the reminder changes something
        day = date.fromisoformat(shown["remind_on"])
        assert AGREEMENT.decide(state, Remind(day - timedelta(days=1))) == []
        assert len(AGREEMENT.decide(state, Remind(day))) == 1


VISIT_COMMANDS = st.lists(
    st.one_of(
        st.builds(Hold, DAYS),
        st.builds(CancelVisit, WORDS),
        st.builds(TakeCommitment, FEW, st.sampled_from(["france", "partner"]), WORDS, DAYS),
        st.builds(FulfilCommitment, FEW, DAYS, WORDS),
        st.builds(DropCommitment, FEW, WORDS),
        st.builds(Remind, DAYS),
    ),
    max_size=15,
)
PLANNED = PlanVisit("v", "lima", "PE", "drugs", "Visit", "minister", "outbound", date(2027, 2, 1), date(2027, 2, 3))


@given(VISIT_COMMANDS)
def test_what_a_visit_waits_for_is_what_was_promised_and_not_settled(commands: Any) -> None:
    state = HIGH_LEVEL_VISIT.fold(events := history(HIGH_LEVEL_VISIT, [PLANNED, *commands]))
    assert not state.commitments or state.status == "held"
    waiting = state.commitments.keys() - state.settled.keys()
    [shown] = documents(HIGH_LEVEL_VISITS, events)
    assert (shown["status"], shown["open"]) == (state.status, len(waiting))
    days = [state.commitments[id].due_on.isoformat() for id in waiting - state.reminded]
    assert shown["remind_on"] == min(days, default=None)


PROJECT_COMMANDS = st.lists(
    st.one_of(
        st.builds(eu.SetConsortium, st.sampled_from(["FR", "ES"]), st.just(("IT",)), EUROS, EUROS),
        st.builds(eu.Submit, DAYS),
        st.builds(eu.Reject, WORDS),
        st.builds(eu.Grant, DAYS, DAYS, EUROS),
        st.builds(eu.SetWorkPackage, FEW, WORDS, st.sampled_from(["FR", "ES"]), EUROS),
        st.builds(eu.PlanMission, FEW, FEW, FEW, st.just("DGEF"), st.sampled_from(["PE", "BO"]), DAYS, DAYS),
        st.builds(eu.CarryOutMission, FEW, WORDS),
        st.builds(eu.CancelMission, FEW, WORDS),
        st.builds(eu.SetDeadline, st.sampled_from(["milestone", "report"]), FEW, WORDS, DAYS),
        st.builds(eu.MeetDeadline, FEW, DAYS),
        st.builds(eu.BookExpense, FEW, FEW, WORDS, EUROS, DAYS),
        st.builds(eu.Close, DAYS, WORDS),
        st.builds(Remind, DAYS),
    ),
    max_size=20,
)
RUNNING = (
    eu.Design("p", "Ports", "drugs", ("PE",), "NDICI", date(2027, 2, 1)),
    eu.SetConsortium("FR", ("ES",), 2_000, 1_000),
    eu.Submit(date(2027, 1, 15)),
    eu.Grant(date(2027, 2, 1), date(2027, 12, 31), 1_000),
    eu.SetWorkPackage("a", "Ports", "ES", 600),
)


@given(st.integers(1, 5), PROJECT_COMMANDS)
def test_a_project_never_spends_more_than_was_granted_and_its_document_agrees(known: int, commands: Any) -> None:
    state = EU_PROJECT.fold(events := history(EU_PROJECT, [*RUNNING[:known], *commands]))
    whole = sum(package.budget for package in state.packages.values())
    assert whole <= (state.granted.budget if state.granted else 0)
    assert all(state.spent(id) <= package.budget for id, package in state.packages.items())
    assert not state.granted or state.submitted is not None
    if state.closed:
        assert state.deadlines.keys() == state.met.keys()
        assert state.missions.keys() == state.ended_missions.keys()
    [shown] = documents(EU_PROJECTS, events)
    assert (shown["status"], shown["spent"]) == (state.status, sum(map(state.spent, state.packages)))
    assert {id: one["spent"] for id, one in shown["packages"].items()} == {id: state.spent(id) for id in state.packages}
    waiting = state.deadlines.keys() - state.met.keys() - state.reminded
    if not state.closed:
        awaited = shown["remind_on"]
        assert (awaited is None) == (not waiting)
        if waiting:  # on that day, and not before, the reminder changes something
            day = date.fromisoformat(awaited)
            assert EU_PROJECT.decide(state, Remind(day - timedelta(days=1))) == []
            assert EU_PROJECT.decide(state, Remind(day)) != []
