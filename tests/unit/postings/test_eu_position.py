"""A position is presented by the post instructed for a state before views are gathered; posts are reminded once."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.postings.domain.eu_instruction import OTHER_STATES, Instruct
from services.postings.domain.eu_position import EU_POSITION, Close, Gather, Present, Remind
from services.postings.views.eu_positions import EU_POSITIONS, matrix, of_post
from shared.contracts.postings.eu_position import EuAssignment
from shared.eventing.event import Event
from shared.eventing.view import Document
from tests.scenario import Scenario
from tests.unit.postings.europe import (
    AT,
    CLOSED,
    DE,
    DUE_AT,
    GATHERED,
    INSTRUCTED,
    LT,
    LV,
    POINTS,
    PRESENTED,
    REMIND_AT,
    REMINDED,
)

INSTRUCT = Instruct(
    **INSTRUCTED.model_dump(exclude={"type", "points", "assignments"}),
    points=POINTS,
    assignments=(DE, LV, LT),
    covers={"berlin": frozenset({"DE"}), "riga": frozenset({"LV", "LT", "RU"})},
    at=AT,
)
PRESENT = Present("DE", "berlin", "Head of returns", date(2026, 9, 1), date(2026, 9, 1))
GATHER = Gather("DE", "berlin", "p1", "reserve", "Costs.", AT)

scenario = Scenario(EU_POSITION)
instructed = scenario.given(INSTRUCTED)
presented = instructed.given(PRESENTED)


def test_posts_are_instructed_present_and_gather() -> None:
    scenario.when(INSTRUCT).then(INSTRUCTED)
    instructed.when(PRESENT).then(PRESENTED)
    presented.when(GATHER).then(GATHERED)
    instructed.when(Close(AT)).then(CLOSED)


def test_the_same_again_changes_nothing() -> None:
    instructed.when(INSTRUCT).nothing_happens()
    presented.when(PRESENT).nothing_happens()
    presented.given(GATHERED).when(GATHER).nothing_happens()
    instructed.given(CLOSED).when(Close(DUE_AT)).nothing_happens()


@pytest.mark.parametrize(
    ("wrong", "slug"),
    [
        ({"points": ()}, "points-missing"),
        ({"points": POINTS * 2}, "point-twice"),
        ({"assignments": ()}, "states-missing"),
        ({"assignments": (DE, DE)}, "state-twice"),
        ({"assignments": (EuAssignment(state="RU", post="riga"),)}, "not-a-member-state"),
        ({"assignments": (EuAssignment(state="FR", post="riga"),)}, "not-a-member-state"),
        ({"assignments": (EuAssignment(state="EE", post="tallinn"),)}, "post-unknown"),
        ({"assignments": (EuAssignment(state="EE", post="riga"),)}, "post-elsewhere"),
        ({"council_on": DUE_AT.date()}, "deadline-not-before-council"),
        ({"at": DUE_AT}, "deadline-over"),
        ({"remind_at": DUE_AT}, "reminder-not-before-deadline"),
    ],
)
def test_an_instruction_must_make_sense(wrong: dict[str, Any], slug: str) -> None:
    scenario.when(replace(INSTRUCT, **wrong)).refused(slug)


def test_an_instruction_is_not_changed() -> None:
    instructed.when(replace(INSTRUCT, title="Another")).refused("eu-position-exists")


def test_only_the_instructed_post_speaks_for_a_state_and_headquarters_for_all() -> None:
    instructed.when(replace(PRESENT, by="riga")).refused("other-post-forbidden")
    instructed.when(replace(PRESENT, state="IT")).refused("state-not-instructed")
    presented.when(replace(GATHER, by="riga")).refused("other-post-forbidden")
    presented.when(replace(GATHER, by=None)).then(GATHERED)


def test_views_come_after_a_presentation_that_has_been() -> None:
    instructed.when(GATHER).refused("not-presented")
    instructed.when(replace(PRESENT, presented_on=date(2026, 9, 2))).refused("presented-in-future")
    presented.when(replace(GATHER, point="p9")).refused("point-unknown")


def test_a_late_view_counts_and_another_takes_its_place() -> None:
    at = DUE_AT + timedelta(seconds=1)
    presented.when(replace(GATHER, at=at)).then(GATHERED.model_copy(update={"late": True, "gathered_at": at}))
    other = GATHERED.model_copy(update={"stance": "support"})
    presented.given(GATHERED).when(replace(GATHER, stance="support")).then(other)


def test_posts_that_have_not_said_all_are_reminded_once_and_in_time() -> None:
    presented.when(Remind(REMIND_AT - timedelta(seconds=1))).nothing_happens()
    presented.given(GATHERED).when(Remind(REMIND_AT)).then(REMINDED)
    second = GATHERED.model_copy(update={"point": "p2"})
    others = REMINDED.model_copy(update={"assignments": (LV, LT)})
    presented.given(GATHERED, second).when(Remind(REMIND_AT)).then(others)
    instructed.given(REMINDED).when(Remind(DUE_AT)).nothing_happens()
    instructed.given(CLOSED).when(Remind(DUE_AT)).nothing_happens()


@pytest.mark.parametrize("command", [PRESENT, GATHER], ids=["present", "gather"])
def test_what_is_closed_or_unknown_is_not_worked_on(command: Any) -> None:
    presented.given(CLOSED).when(command).refused("eu-position-closed")
    scenario.when(command).refused("eu-position-unknown")


def test_there_are_26_other_member_states() -> None:
    assert len(OTHER_STATES) == 26
    assert not {"FR", "GB", "CH", "NO"} & OTHER_STATES


def after(*events: Event) -> Document:
    document: Document | None = None
    for event in events:
        document = EU_POSITIONS.evolve(document, event)
    assert document is not None
    return document


def test_the_matrix_shows_every_state_and_point_and_who_is_missing() -> None:
    shown = matrix(after(INSTRUCTED, PRESENTED, GATHERED))
    first, second = shown["points"]
    assert (shown["states"], shown["not_presented"]) == (["DE", "LV", "LT"], ["LV", "LT"])
    assert first["views"]["DE"]["text"] == "Costs."
    assert first["views"]["LV"] is None
    assert first["sums"] == {"support": 0, "reserve": 1, "against": 0, "missing": 2}
    assert second["sums"]["missing"] == 3


def test_a_post_sees_what_is_said_in_its_own_states() -> None:
    position = after(INSTRUCTED, PRESENTED, GATHERED)
    assert of_post(position, "berlin")["views"] == position["views"]
    assert (of_post(position, "riga")["views"], of_post(position, "riga")["presented"]) == ({"p1": {}}, [])


def test_the_worker_looks_for_a_position_until_it_has_reminded_or_it_is_closed() -> None:
    assert after(INSTRUCTED)["ask_at"] == REMIND_AT
    assert after(INSTRUCTED, REMINDED)["ask_at"] is None
    assert after(INSTRUCTED, CLOSED)["ask_at"] is None


def test_migration_comes_first_then_homeland_security_then_other_fields_by_name() -> None:
    fields = ("transport", "homeland-security", "migration", "agriculture", "migration-law")
    found = [after(INSTRUCTED.model_copy(update={"field": field})) for field in fields]
    in_order = [one["field"] for one in sorted(found, key=lambda one: str(one["place"]))]
    assert in_order == ["migration", "homeland-security", "agriculture", "migration-law", "transport"]
