"""The yearly report: what it counts, of whom, and how it looks as a page and as a file."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Literal

import pytest

from services.postings.exports.printed_report import printed_report
from services.postings.exports.report_table import COLUMNS, report_table
from services.postings.pages import report_page
from services.postings.views.linked_work import LINKED_WORK, MENTIONS, Mention, about, evolve, key
from services.postings.views.priorities import PRIORITIES
from services.postings.views.priority_report import Report, report
from shared.contracts.people import Language
from shared.contracts.postings.contact import ContactRevised
from shared.contracts.postings.priority import (
    PriorityAdopted,
    PriorityAmended,
    PriorityClosed,
    PriorityPartAssigned,
    PriorityPartWithdrawn,
    PriorityResultNoted,
    PriorityWorkLinked,
    PriorityWorkUnlinked,
)
from shared.contracts.postings.technical_action import (
    TechnicalActionCancelled,
    TechnicalActionEvaluated,
    TechnicalActionRequested,
)
from shared.eventing.event import Event
from tests.unit.postings import europe
from tests.unit.postings.cooperation import (
    ADOPTED,
    APPROVED,
    ASSIGNED,
    COMPLETED,
    COURSE,
    NEED,
    NOTED,
    PLANNED,
    REQUESTED,
)
from tests.unit.postings.one_contact import MET, REGISTERED

EVALUATED = TechnicalActionEvaluated(**COURSE, evaluated_on=date(2027, 9, 12), rating=4, conclusion="They profile")
LATER = {**COURSE, "action": "later"}
UNLINKED = TechnicalActionRequested(**LATER, **NEED)
WORK_LINKED = PriorityWorkLinked(priority="drugs-27", kind="technical-action", work="later")
CANCELLED = TechnicalActionCancelled(**LATER, reason="coup")
CYBER = PriorityAdopted(priority="cyber-27", year=2027, theme="cyber", title="Ransomware", countries=("BR",))
HISTORY: tuple[Event, ...] = (
    ADOPTED, ASSIGNED, NOTED, CYBER, REQUESTED, PLANNED, APPROVED, COMPLETED, EVALUATED, UNLINKED, WORK_LINKED,
    CANCELLED,
)  # fmt: skip


def documents(view: Any, events: Iterable[Event]) -> list[dict[str, Any]]:
    found: dict[str, Any] = {}
    for event in events:
        for id in view.keys(event) if isinstance(event, view.handles) else ():
            found[id] = view.evolve(found.get(id), event)
    return list(found.values())


def reported(post: str | None = None, country: str | None = None, events: Iterable[Event] = HISTORY) -> Report:
    return report(2027, post, country, documents(PRIORITIES, events), documents(LINKED_WORK, events))


def test_a_post_sees_what_was_planned_done_and_obtained() -> None:
    [drugs] = reported(post="lima").priorities
    assert [part.objective for part in drugs.objectives] == ["Two courses for the anti-drugs police"]
    assert (drugs.proposed, drugs.planned, drugs.done, drugs.dropped) == (0, 0, 1, 1)
    assert [(one.work, one.stage) for one in drugs.work] == [("course", "done"), ("later", "dropped")]
    assert [one.text for one in drugs.obtained] == ["Three tonnes seized at Callao", "They profile"]


def test_a_country_sees_its_own_and_the_priorities_for_it_in_which_nothing_was_done() -> None:
    assert [one.priority for one in reported(country="BR").priorities] == ["cyber-27"]
    [drugs] = reported(country="CO").priorities
    assert (drugs.objectives, drugs.work, drugs.obtained) == ((), (), ())
    assert reported(country="BO").priorities == ()


def test_all_is_reported_where_nobody_is_named_and_another_post_has_nothing() -> None:
    assert [one.priority for one in reported().priorities] == ["cyber-27", "drugs-27"]
    assert reported(post="quito").priorities == ()


def test_work_that_was_unlinked_is_not_reported_whatever_comes_first() -> None:
    unlinked = PriorityWorkUnlinked(priority="drugs-27", kind="technical-action", work="course")
    for events in ((unlinked, *HISTORY), (*HISTORY, unlinked)):
        [drugs] = reported(post="lima", events=events).priorities
        assert [one.work for one in drugs.work] == ["later"]


def test_every_mention_names_fields_that_its_event_has() -> None:
    for event, mention in MENTIONS.items():
        assert {mention.id, mention.obtained or mention.id, mention.inside or mention.id} <= set(event.model_fields)
    kinds = {mention.kind for mention in MENTIONS.values()}
    with_priority = {one.kind for event, one in MENTIONS.items() if one.inside or "priority" in event.model_fields}
    assert with_priority == kinds


class Issued(Event):
    topic: ClassVar[str] = "liaison.test"
    type: Literal["test.Issued"] = "test.Issued"
    notice: str
    content: dict[str, Any]


def test_another_kind_of_work_comes_in_with_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    line: dict[type[Event], Mention] = {Issued: Mention("threat-notice", "notice", "done", inside="content")}
    monkeypatch.setattr("services.postings.views.linked_work.MENTIONS", {**MENTIONS, **line})
    content = {"title": "Strikes", "countries": ["PE", "BO"], "priority": "drugs-27"}
    work = evolve(None, Issued(notice="n1", content=content))
    shown = tuple(work[name] for name in ("kind", "work", "title", "countries", "stage", "priorities"))
    assert shown == ("threat-notice", "n1", "Strikes", ["PE", "BO"], "done", ["drugs-27"])


def test_work_of_which_only_the_link_is_known_is_not_shown_as_known() -> None:
    linked = evolve(None, WORK_LINKED)
    assert (linked["known"], linked["priorities"]) == (False, ["drugs-27"])
    whole = evolve(linked, UNLINKED)
    assert (whole["known"], whole["priorities"], whole["title"]) == (True, ["drugs-27"], "Container control")
    assert key("technical-action", "later") == "technical-action.later"


def test_what_was_said_to_a_contact_for_another_priority_does_not_change_its_own() -> None:
    spoken = MET.model_copy(update={"priority": "cyber-27"})
    [contact] = documents(LINKED_WORK, (REGISTERED, spoken, MET))
    assert (contact["priorities"], contact["stage"]) == (["cyber-27", "drugs"], "done")
    revised = ContactRevised.model_validate({**REGISTERED.model_dump(exclude={"type"}), "priority": None})
    [contact] = documents(LINKED_WORK, (REGISTERED, spoken, revised))
    assert contact["priorities"] == ["cyber-27"]
    unlinked = PriorityWorkUnlinked(priority="cyber-27", kind="contact", work="k1")
    [contact] = documents(LINKED_WORK, (REGISTERED, spoken, unlinked))
    assert contact["priorities"] == ["drugs"]


def test_an_eu_position_is_in_the_report_of_each_post_with_what_that_one_has_obtained() -> None:
    returns = ADOPTED.model_copy(update={"priority": "returns-27", "theme": "irregular-migration"})
    served = europe.INSTRUCTED.model_copy(update={"priority": "returns-27"})
    settled = europe.GATHERED.model_copy(update={"stance": "support", "text": "Agreed."})
    baltic = europe.GATHERED.model_copy(update={"state": "LV", "post": "riga", "text": "Later."})
    events = (returns, served, europe.PRESENTED, europe.GATHERED, baltic, settled)
    for who, obtained in (
        ({"post": "berlin"}, ["DE, p1, support: Agreed."]),
        ({"post": "riga"}, ["LV, p1, reserve: Later."]),
        ({"country": "LT"}, []),
        ({}, ["DE, p1, support: Agreed.", "LV, p1, reserve: Later."]),
    ):
        [line] = reported(**who, events=events).priorities
        assert [one.text for one in line.obtained] == obtained
        assert [(one.kind, one.work, one.post, one.stage) for one in line.work] == [
            ("eu-position", "returns", None, "done")
        ]
    assert reported(post="lima", events=events).priorities == ()
    [work] = documents(LINKED_WORK, events)
    assert (work["posts"], work["countries"], about(work)) == (["berlin", "riga"], ["DE", "LT", "LV"], ())


def test_a_priority_is_shown_with_the_parts_that_stand() -> None:
    [shown] = documents(PRIORITIES, (ADOPTED, ASSIGNED, NOTED))
    assert (shown["posts"], shown["countries"], list(shown["results"])) == (["lima"], ["CO", "PE"], ["seizure"])
    amended = PriorityAmended(priority="drugs-27", title="Cocaine", countries=("PE",))
    second = PriorityPartAssigned(priority="drugs-27", post="bogota", countries=("CO",), objective="x")
    withdrawn = PriorityPartWithdrawn(priority="drugs-27", post="lima")
    closed = PriorityClosed(priority="drugs-27", closed_on=date(2028, 1, 1))
    [shown] = documents(PRIORITIES, (ADOPTED, ASSIGNED, second, amended, withdrawn, closed))
    assert (shown["title"], shown["posts"], shown["closed_on"]) == ("Cocaine", ["bogota"], "2028-01-01")


def test_as_a_table_it_has_a_line_for_each_thing_and_no_formula() -> None:
    evil = PriorityResultNoted(**NOTED.model_dump(exclude={"type", "text"}), text="=HYPERLINK(1)")
    rows = report_table(reported(post="lima", events=(ADOPTED, ASSIGNED, evil, REQUESTED))).decode("utf-8-sig")
    head, *lines = rows.splitlines()
    assert head == ";".join(COLUMNS)
    assert [line.split(";")[4] for line in lines] == ["objective", "work", "obtained"]
    assert lines[-1].endswith(";'=HYPERLINK(1)")


@pytest.mark.parametrize(("language", "words"), [("fr", "Stupéfiants"), ("en", "Drugs")])
def test_as_a_page_it_is_in_the_readers_language_and_escaped(language: Language, words: str) -> None:
    evil = NOTED.model_copy(update={"text": "<script>alert(1)</script>"})
    page = bytes(
        report_page(reported(post="lima", events=(ADOPTED, ASSIGNED, evil, REQUESTED)), language).body
    ).decode()
    assert words in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    empty = bytes(report_page(reported(post="quito"), language).body).decode()
    assert {"fr": "Aucune priorité", "en": "No priority"}[language] in empty


def test_printed_it_is_the_same_each_time_and_stands_any_letters() -> None:
    strange = NOTED.model_copy(update={"text": "<b>三 tonnes & more\n" + "x" * 4000})
    found = reported(events=(ADOPTED, ASSIGNED, strange, REQUESTED))
    content = printed_report(found, "fr")
    assert content.startswith(b"%PDF")
    assert content == printed_report(found, "fr")
    assert printed_report(reported(post="quito"), "en").startswith(b"%PDF")
