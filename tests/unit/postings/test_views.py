"""What the network's read models show."""

from collections.abc import Iterable
from datetime import date, timedelta

from services.postings.views import holders, vacancies
from services.postings.views.positions import POSITIONS
from services.postings.views.postings import POSTINGS
from services.postings.views.posts import POSTS
from shared.contracts.postings.position import PositionFilled
from shared.contracts.postings.posting import PostingCurtailed, PostingEnded, PostingRefused, PostingStarted
from shared.eventing.event import Event
from shared.eventing.view import Document, View
from tests.unit.postings.network import (
    APPROVED,
    CREATED,
    FILLED,
    FIRST,
    GENDARMERIE_APPROVED,
    LAST,
    POLICE_APPROVED,
    PROPOSED,
    STARTED,
    VACATED,
)
from tests.unit.postings.test_post import CLOSED, OPENED

HANDOVER = date(2029, 7, 1)
EVE = HANDOVER - timedelta(days=1)
MOREL_ENDED = PostingEnded(
    posting="morel", position="lima-lo", post="lima", officer="o-morel", ended_on=EVE, successor="petit"
)
PETIT = {"posting": "petit", "officer": "o-petit", "starts_on": HANDOVER, "ends_on": date(2032, 6, 30)}
PETIT_APPROVED = APPROVED.model_copy(update=PETIT)
PETIT_STARTED = PostingStarted(
    posting="petit", position="lima-lo", post="lima", officer="o-petit", started_on=HANDOVER, predecessor="morel"
)
PETIT_FILLED = PositionFilled(position="lima-lo", posting="petit", officer="o-petit", started_on=HANDOVER)


def shown(view: View, events: Iterable[Event]) -> Document:
    document: Document | None = None
    for event in events:
        if isinstance(event, view.handles):
            document = view.evolve(document, event)
    assert document is not None
    return document


def held_on(day: date, *events: Event) -> tuple[str | None, list[str]]:
    position = holders.on_day(shown(holders.HOLDERS, events), day)
    holder = position["holder"]
    return holder and holder["posting"], [tenure["posting"] for tenure in position["planned"]]


def vacancy_on(day: date, *events: Event) -> Document | None:
    return vacancies.on_day(shown(vacancies.VACANCIES, events), day)


def test_a_posting_shows_its_way_from_proposal_to_end() -> None:
    way = [PROPOSED, POLICE_APPROVED, GENDARMERIE_APPROVED, APPROVED, STARTED, MOREL_ENDED]
    statuses = [shown(POSTINGS, way[: length + 1])["status"] for length in range(len(way))]
    assert statuses == ["proposed", "proposed", "proposed", "approved", "started", "ended"]
    posting = shown(POSTINGS, way)
    assert posting["approvals"] == ["gendarmerie", "police"]
    assert (posting["started_on"], posting["last_day"], posting["successor"]) == ("2026-09-01", "2029-06-30", "petit")


def test_a_posting_shows_who_refused_it_and_why_it_was_curtailed() -> None:
    refused = PostingRefused(posting="morel", position="lima-lo", post="lima", directorate="police", reason="no")
    assert shown(POSTINGS, [PROPOSED, refused])["refusal"] == {"directorate": "police", "reason": "no"}
    curtailed = PostingCurtailed(
        posting="morel", position="lima-lo", post="lima", officer="o-morel", last_day=EVE, reason="medical"
    )
    assert shown(POSTINGS, [PROPOSED, STARTED, curtailed])["curtailment"] == "medical"


def test_a_position_shows_its_holder() -> None:
    assert shown(POSITIONS, [CREATED])["holder"] is None
    assert shown(POSITIONS, [CREATED, FILLED])["holder"] == {
        "posting": "morel",
        "officer": "o-morel",
        "started_on": "2026-09-01",
    }
    assert shown(POSITIONS, [CREATED, FILLED, VACATED])["holder"] is None


def test_a_position_is_held_from_the_first_day_to_the_last() -> None:
    handed_over = [CREATED, APPROVED, STARTED, MOREL_ENDED, PETIT_APPROVED, PETIT_STARTED]
    assert held_on(FIRST - timedelta(days=1), *handed_over) == (None, [])
    assert held_on(FIRST, *handed_over) == ("morel", [])
    assert held_on(EVE, *handed_over) == ("morel", [])
    assert held_on(HANDOVER, *handed_over) == ("petit", [])


def test_an_approved_posting_is_planned_on_its_days_until_it_starts() -> None:
    planned = [CREATED, APPROVED, STARTED, PETIT_APPROVED]
    assert held_on(EVE, *planned) == ("morel", [])
    assert held_on(HANDOVER, *planned) == ("morel", ["petit"])
    assert held_on(date(2033, 1, 1), *planned) == ("morel", [])


def test_between_two_parts_of_a_handover_the_later_start_counts() -> None:
    assert held_on(HANDOVER, CREATED, APPROVED, STARTED, PETIT_APPROVED, PETIT_STARTED) == ("petit", [])


def test_a_position_is_vacant_until_somebody_holds_it() -> None:
    vacancy = vacancy_on(FIRST, CREATED)
    assert vacancy == {
        "position": "lima-lo",
        "post": "lima",
        "title": "Liaison officer",
        "kind": "liaison-officer",
        "service": "police",
        "on": "2026-09-01",
        "vacant_since": None,
        "next": None,
    }
    assert vacancy_on(FIRST, CREATED, FILLED) is None


def test_a_position_is_vacant_from_the_day_after_its_holder_left() -> None:
    assert vacancy_on(LAST, CREATED, FILLED, VACATED) is None
    vacancy = vacancy_on(LAST + timedelta(days=1), CREATED, FILLED, VACATED)
    assert vacancy is not None
    assert vacancy["vacant_since"] == "2029-09-01"


def test_a_vacancy_names_the_approved_posting_that_comes_first() -> None:
    later = APPROVED.model_copy(update=PETIT | {"posting": "roux", "starts_on": date(2031, 1, 1)})
    vacancy = vacancy_on(FIRST, CREATED, later, PETIT_APPROVED)
    assert vacancy is not None
    assert vacancy["next"] == {"posting": "petit", "officer": "o-petit", "starts_on": "2029-07-01"}
    started = vacancy_on(FIRST, CREATED, later, PETIT_APPROVED, PETIT_STARTED)
    assert started is not None
    assert started["next"]["posting"] == "roux"


def test_a_handover_leaves_no_vacancy() -> None:
    handed_over = [CREATED, FILLED, PETIT_FILLED]
    assert vacancy_on(EVE, *handed_over) is None
    assert vacancy_on(HANDOVER, *handed_over) is None


def test_a_post_shows_its_last_day_once_it_closes() -> None:
    assert shown(POSTS, [OPENED])["closed_on"] is None
    assert shown(POSTS, [OPENED, CLOSED]) == shown(POSTS, [OPENED]) | {"closed_on": "2026-08-31"}
