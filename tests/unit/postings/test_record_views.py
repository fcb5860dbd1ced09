"""What the read models show of tenures that were brought in from older records."""

from datetime import timedelta

from services.postings.views import holders, officers, vacancies
from services.postings.views.positions import POSITIONS
from services.postings.views.post_facts import POST_FACTS
from services.postings.views.postings import POSTINGS
from services.postings.views.staffing import STAFFING, staff
from shared.contracts.postings.posting import PostingEnded
from tests.unit.postings.network import CREATED
from tests.unit.postings.test_records import FIRST, LAST, RECORDED, RUNNING, TODAY, WHO, held
from tests.unit.postings.test_views import held_on, shown, vacancy_on

DAY = timedelta(days=1)
PETIT = RUNNING.model_copy(
    update={"posting": "petit", "officer": "o-petit", "started_on": LAST - DAY, "ends_on": TODAY, "overlap_until": LAST}
)
CURTAILED = RECORDED.model_copy(update={"curtailment": "medical", "arrived_on": FIRST - DAY})


def test_a_posting_shows_the_days_of_a_recorded_tenure() -> None:
    now, over = shown(POSTINGS, [RUNNING]), shown(POSTINGS, [CURTAILED])
    assert (now["status"], now["started_on"], now["last_day"]) == ("started", "2009-09-01", None)
    assert (now["estimated_last_day"], now["approvals"], now["agrement"]["state"]) == ("2012-08-31", [], "unasked")
    assert (over["status"], over["last_day"], over["curtailment"]) == ("curtailed", "2012-08-31", "medical")
    assert (over["arrived_on"], shown(POSTINGS, [RECORDED])["status"]) == ("2009-08-31", "ended")
    assert shown(POSTINGS, [RUNNING, PostingEnded(**WHO, ended_on=LAST)])["status"] == "ended"


def test_who_held_a_position_is_known_for_days_long_past() -> None:
    both = (CREATED, PETIT, RECORDED)
    assert [held_on(day, *both)[0] for day in (FIRST - DAY, FIRST, LAST, TODAY + DAY)] == [
        None, "morel", "petit", "petit",
    ]  # fmt: skip
    [seam] = holders.seams(shown(holders.HOLDERS, both), TODAY)
    assert (seam["kind"], seam["days"], seam["declared"]) == ("overlap", 2, True)


def test_vacancies_know_tenures_that_are_recorded_in_any_order() -> None:
    events = (CREATED, held("petit", LAST + 5 * DAY), held("morel", FIRST, LAST), PETIT, RECORDED)
    gap = vacancy_on(LAST + 2 * DAY, *events)
    assert gap is not None
    assert gap["vacant_since"] == (LAST + DAY).isoformat()
    assert vacancy_on(LAST, *events) is vacancy_on(TODAY, *events) is None
    document = shown(vacancies.VACANCIES, events)
    assert vacancies.forecast(document, TODAY, TODAY + 9 * DAY) == [
        {"first_day": (TODAY + DAY).isoformat(), "last_day": (TODAY + 9 * DAY).isoformat()}
    ]


def test_a_position_shows_the_holder_alone_and_a_post_who_serves() -> None:
    position = shown(POSITIONS, [CREATED, held("petit", LAST + DAY), held("morel", FIRST, LAST)])
    assert position["holder"] == {"posting": "petit", "officer": "o-petit", "started_on": "2012-09-01"}
    assert shown(POSITIONS, [CREATED, held("morel", FIRST, LAST)])["holder"] is None
    tenures = staff(shown(STAFFING, [PETIT, RECORDED])).tenures
    assert {posting: tenure.ended for posting, tenure in tenures.items()} == {"morel": True, "petit": False}


def test_an_officers_history_has_recorded_tenures_too() -> None:
    known = shown(officers.OFFICERS, [CURTAILED])
    assert (known["runs_until"], known["next"]) == (None, None)
    assert [(one["state"], one["reason"]) for one in officers.history(known)] == [("curtailed", "medical")]
    assert shown(officers.OFFICERS, [RUNNING])["runs_until"] == LAST.isoformat()


def test_a_posts_history_tells_a_recorded_tenure_as_one_fact_with_both_ends() -> None:
    facts = [shown(POST_FACTS, [event]) for event in (CURTAILED, RUNNING)]
    assert [(fact["on"], fact["what"], fact["until"], fact["reason"]) for fact in facts] == [
        ("2009-09-01", "PostingRecorded", "2012-08-31", "medical"),
        ("2009-09-01", "PostingRecorded", None, None),
    ]
