"""What the network's read models say of the time to come, of coverage, and of what has been."""

from datetime import date, timedelta

from services.postings.views import coverage, holders, officers, vacancies
from services.postings.views.approvals import waiting
from services.postings.views.officers import OFFICERS
from services.postings.views.positions import POSITIONS
from services.postings.views.post_facts import POST_FACTS
from services.postings.views.postings import POSTINGS
from services.postings.views.posts import POSTS
from shared.contracts.postings.position import (
    PositionAbolished,
    PositionResumed,
    PositionSuspended,
    PositionVacated,
)
from shared.contracts.postings.post import PostResumed
from shared.contracts.postings.posting import PostingCurtailed, PostingEnded, PostingStarted
from shared.contracts.postings.posting_course import PostingExtended, PostingOfferExpired, PostingWithdrawn
from shared.eventing.event import Event
from shared.eventing.view import Document
from tests.unit.postings.network import (
    APPROVED,
    CREATED,
    FILLED,
    FIRST,
    LAST,
    POLICE_APPROVED,
    PROPOSED,
    STARTED,
    VACATED,
)
from tests.unit.postings.test_post import CLOSED, OPENED
from tests.unit.postings.test_posting_course import (
    ARRIVED,
    ASKED,
    GRANTED,
    OFFER,
    SCHEDULED,
    TICKED,
    WHO,
)
from tests.unit.postings.test_standing import ENDED as ACCREDITATION_ENDED
from tests.unit.postings.test_standing import GRANTED as ACCREDITED
from tests.unit.postings.test_standing import SUSPENDED
from tests.unit.postings.test_views import PETIT_APPROVED, PETIT_FILLED, PETIT_STARTED, shown

DAY = timedelta(days=1)
HORIZON = date(2033, 1, 1)
LONGER = PostingExtended(**WHO, former=LAST, ends_on=LAST + 30 * DAY, reason="summit")
CURTAILED = PostingCurtailed(**WHO, last_day=date(2027, 1, 31), reason="medical")
TWO = (CREATED, APPROVED, STARTED, PETIT_APPROVED)


def expected(first: date, *events: Event) -> list[tuple[str, str]]:
    free = vacancies.forecast(shown(vacancies.VACANCIES, events), first, HORIZON)
    return [(spell["first_day"], spell["last_day"]) for spell in free]


def seams(*events: Event) -> list[tuple[str, int, bool]]:
    found = holders.seams(shown(holders.HOLDERS, events), FIRST)
    return [(seam["kind"], seam["days"], seam["declared"]) for seam in found]


def test_vacancies_ahead_follow_from_estimates_and_from_who_is_to_come() -> None:
    assert expected(FIRST, CREATED) == [("2026-09-01", "2033-01-01")]
    assert expected(FIRST, CREATED, APPROVED, STARTED, FILLED) == [("2029-09-01", "2033-01-01")]
    assert expected(FIRST - DAY, CREATED, APPROVED) == [("2026-08-31", "2026-08-31"), ("2029-09-01", "2033-01-01")]
    assert expected(FIRST, CREATED, APPROVED, STARTED, FILLED, LONGER) == [("2029-10-01", "2033-01-01")]
    both = (CREATED, APPROVED, STARTED, FILLED, PETIT_APPROVED)
    assert expected(FIRST, *both) == [("2032-07-01", "2033-01-01")]
    gone = PostingWithdrawn(**WHO | {"posting": "petit", "officer": "o-petit"}, reason="plans")
    assert expected(FIRST, *both, gone) == [("2029-09-01", "2033-01-01")]
    assert expected(FIRST, CREATED, FILLED, VACATED) == [("2029-09-01", "2033-01-01")]


def test_who_stays_beyond_the_estimate_is_expected_to_leave_from_one_day_to_the_next() -> None:
    late = LAST + 100 * DAY
    [(first, _)] = expected(late, CREATED, APPROVED, STARTED, FILLED)
    assert first == (late + DAY).isoformat()


def test_a_suspended_or_abolished_position_is_not_vacant() -> None:
    abolished = PositionAbolished(position="lima-lo", last_day=LAST, reason="merged")
    suspended = PositionSuspended(position="lima-lo", suspended_on=FIRST, reason="budget")
    resumed = PositionResumed(position="lima-lo", resumed_on=LAST)
    stopped = shown(vacancies.VACANCIES, [CREATED, suspended, resumed])
    found = [vacancies.on_day(stopped, day) is not None for day in (FIRST - DAY, FIRST, LAST - DAY, LAST)]
    assert found == [True, False, False, True]
    gone = shown(vacancies.VACANCIES, [CREATED, abolished])
    assert [vacancies.on_day(gone, day) is not None for day in (LAST, LAST + DAY)] == [True, False]
    assert expected(FIRST, CREATED, abolished) == [("2026-09-01", "2029-08-31")]
    assert expected(FIRST - DAY, CREATED, suspended) == [("2026-08-31", "2026-08-31")]
    assert expected(FIRST, CREATED, suspended, resumed) == [("2029-08-31", "2033-01-01")]
    assert shown(POSITIONS, [CREATED, suspended])["suspension"]["reason"] == "budget"
    assert shown(POSITIONS, [CREATED, suspended, resumed, abolished])["suspension"] is None


def test_back_to_back_days_are_no_overlap_and_a_declared_overlap_is_told_as_such() -> None:
    def left(day: date) -> PostingEnded:
        return PostingEnded(**WHO, ended_on=day, successor="petit")

    eve = PETIT_STARTED.started_on - DAY
    assert seams(*TWO, left(eve), PETIT_STARTED) == []
    assert seams(*TWO, left(eve - 10 * DAY), PETIT_STARTED) == [("gap", 10, False)]
    assert seams(*TWO, left(eve + 10 * DAY), PETIT_STARTED) == [("overlap", 10, False)]
    declared = PETIT_STARTED.model_copy(update={"overlap_until": eve + 10 * DAY})
    assert seams(*TWO, left(eve + 10 * DAY), declared) == [("overlap", 10, True)]
    assert seams(CREATED, APPROVED, STARTED, PETIT_APPROVED) == [("overlap", 62, False)]


def test_a_gap_names_its_days() -> None:
    [gap] = holders.seams(shown(holders.HOLDERS, [*TWO, CURTAILED, PETIT_STARTED]), FIRST)
    assert (gap["first_day"], gap["last_day"]) == ("2027-02-01", "2029-06-30")
    assert (gap["leaver"], gap["comer"]) == ("morel", "petit")


def test_who_has_a_next_posting_is_known_from_the_approval_on() -> None:
    known = shown(OFFICERS, [APPROVED, STARTED])
    assert (known["runs_until"], known["next"]) == ("2029-08-31", None)
    following = APPROVED.model_copy(update={"posting": "next", "starts_on": LAST + DAY})
    assert shown(OFFICERS, [APPROVED, STARTED, following])["next"] == "2029-09-01"
    given_up = PostingWithdrawn(**WHO | {"posting": "next"}, reason="plans")
    assert shown(OFFICERS, [APPROVED, STARTED, following, given_up])["next"] is None
    assert shown(OFFICERS, [APPROVED, STARTED, LONGER])["runs_until"] == "2029-09-30"
    assert shown(OFFICERS, [APPROVED, STARTED, CURTAILED])["runs_until"] is None


def test_an_officers_history_is_in_the_order_of_the_days() -> None:
    following = APPROVED.model_copy(update={"posting": "a-next", "starts_on": LAST + DAY})
    postings = officers.history(shown(OFFICERS, [following, APPROVED, STARTED, CURTAILED]))
    assert [(one["posting"], one["state"]) for one in postings] == [("morel", "curtailed"), ("a-next", "planned")]


def test_a_posts_history_is_in_the_order_of_the_days() -> None:
    facts = {key: POST_FACTS.evolve(None, event) or {} for event in (OPENED, CLOSED, CREATED, CURTAILED, STARTED)
             for key in POST_FACTS.keys(event)}  # fmt: skip
    assert [(facts[key]["what"], facts[key]["on"]) for key in sorted(facts)] == [
        ("PositionCreated", None),
        ("PostOpened", "2026-01-05"),
        ("PostClosed", "2026-08-31"),
        ("PostingStarted", "2026-09-01"),
        ("PostingCurtailed", "2027-01-31"),
    ]


def covered(day: date, *events: Event) -> Document:
    features = coverage.collection([shown(POSTS, events) | {"id": "lima"}], day)["features"]
    return {one["id"]: one["properties"]["coverage"] for one in features}


def test_every_country_is_covered_by_a_resident_post_an_accredited_one_or_none() -> None:
    found = covered(date(2026, 6, 1), OPENED, ACCREDITED)
    assert (found["PE"], found["BO"], found["EC"], found["FR"]) == ("resident", "non-resident", "non-resident", "none")
    assert len(found) == 250
    before = covered(date(2026, 1, 4), OPENED)
    assert set(before.values()) == {"none"}
    assert covered(date(2026, 9, 1), OPENED, CLOSED)["PE"] == "none"
    assert covered(date(2026, 8, 31), OPENED, CLOSED)["PE"] == "resident"
    assert covered(SUSPENDED.suspended_on, OPENED, SUSPENDED)["PE"] == "none"
    ended = (OPENED, ACCREDITED, ACCREDITATION_ENDED)
    assert [covered(day, *ended)["EC"] for day in (LAST, LAST + DAY)] == ["non-resident", "none"]
    assert covered(ACCREDITED.granted_on - DAY, *ended)["EC"] == "none"


def test_what_was_covered_once_stays_true_of_that_time() -> None:
    again = ACCREDITED.model_copy(update={"granted_on": LAST + 30 * DAY})
    twice = (OPENED, ACCREDITED, ACCREDITATION_ENDED, again)
    days = (ACCREDITED.granted_on, LAST, LAST + DAY, again.granted_on)
    assert [covered(day, *twice)["EC"] for day in days] == ["non-resident", "non-resident", "none", "non-resident"]
    resumed = PostResumed(post="lima", resumed_on=SUSPENDED.suspended_on + 30 * DAY)
    spell = (SUSPENDED.suspended_on - DAY, SUSPENDED.suspended_on, resumed.resumed_on - DAY, resumed.resumed_on)
    found = [covered(day, OPENED, SUSPENDED, resumed)["PE"] for day in spell]
    assert found == ["resident", "none", "none", "resident"]


def test_coverage_is_geojson() -> None:
    whole = coverage.collection([], FIRST)
    assert whole["type"] == "FeatureCollection"
    peru = next(one for one in whole["features"] if one["id"] == "PE")
    assert (peru["type"], peru["geometry"], peru["properties"]["name"]["fr"]) == ("Feature", None, "Pérou")


def test_an_approval_is_waited_for_from_those_who_have_not_had_their_say() -> None:
    proposal = waiting(shown(POSTINGS, [OFFER, POLICE_APPROVED]))
    assert proposal["missing"] == ["gendarmerie"]
    assert proposal["since"] == "2026-05-01T08:00:00Z"
    assert waiting(shown(POSTINGS, [PROPOSED]))["since"] is None


def test_a_posting_shows_its_course() -> None:
    way = [PROPOSED, APPROVED, ASKED, GRANTED, SCHEDULED, *TICKED, ARRIVED, STARTED, LONGER]
    assert [shown(POSTINGS, way[:length])["status"] for length in (2, 5, len(way) - 2, len(way))] == [
        "approved", "scheduled", "arrived", "started",
    ]  # fmt: skip
    posting = shown(POSTINGS, way)
    assert (posting["agrement"]["state"], posting["undone"], posting["arrived_on"]) == ("granted", [], "2026-09-04")
    assert (posting["estimated_last_day"], len(posting["extensions"])) == ("2029-09-30", 1)


def test_an_overlapping_predecessor_is_still_a_tenure_and_the_newcomer_the_holder() -> None:
    stays = PostingEnded(**WHO, ended_on=PETIT_STARTED.started_on + DAY, successor="petit")
    position = shown(holders.HOLDERS, [*TWO, PETIT_STARTED, stays])
    assert holders.on_day(position, PETIT_STARTED.started_on)["holder"]["posting"] == "petit"
    assert PostingStarted.type_name() in {one.type_name() for one in holders.HOLDERS.handles}
    assert vacancies.on_day(shown(vacancies.VACANCIES, [CREATED, FILLED, PETIT_FILLED]), LAST) is None


def test_a_gap_is_what_the_vacancies_to_come_call_one() -> None:
    comes = PETIT_APPROVED.model_copy(update={"starts_on": LAST + 11 * DAY})
    events = (CREATED, APPROVED, STARTED, FILLED, comes)

    def gaps(today: date, *more: Event) -> list[tuple[str, str]]:
        position = shown(holders.HOLDERS, [*events, *more])
        return [(one["first_day"], one["last_day"]) for one in holders.seams(position, today)]

    for today in (FIRST, LAST, LAST + 5 * DAY):  # the holder is there on that day, also beyond the estimate
        free = vacancies.forecast(shown(vacancies.VACANCIES, events), today, comes.starts_on)
        assert gaps(today) == [(one["first_day"], one["last_day"]) for one in free]
    assert gaps(LAST + 5 * DAY) == [((LAST + 6 * DAY).isoformat(), (LAST + 10 * DAY).isoformat())]
    suspended = PositionSuspended(position="lima-lo", suspended_on=LAST + 4 * DAY, reason="budget")
    assert gaps(FIRST, suspended) == [((LAST + DAY).isoformat(), (LAST + 3 * DAY).isoformat())]
    abolished = PositionAbolished(position="lima-lo", last_day=LAST + 2 * DAY, reason="merged")
    assert gaps(FIRST, abolished) == [((LAST + DAY).isoformat(), (LAST + 2 * DAY).isoformat())]


def test_whose_first_day_is_over_is_expected_from_one_day_to_the_next() -> None:
    late = FIRST + 3 * DAY
    assert expected(late, CREATED, APPROVED)[0] == (late.isoformat(), late.isoformat())
    assert expected(late, CREATED, APPROVED)[1][0] == "2029-09-01"


def test_an_offer_that_expires_is_not_planned_any_more() -> None:
    expired = PostingOfferExpired(**WHO, expired_on=FIRST, approved=True)
    assert holders.on_day(shown(holders.HOLDERS, [CREATED, APPROVED, expired]), FIRST)["planned"] == []
    assert expected(FIRST, CREATED, APPROVED, expired) == expected(FIRST, CREATED)
    assert shown(OFFICERS, [APPROVED, expired])["next"] is None


def test_through_a_declared_overlap_both_are_there() -> None:
    overlap = PETIT_FILLED.model_copy(update={"overlap_until": PETIT_FILLED.started_on + 9 * DAY})
    held = shown(vacancies.VACANCIES, [CREATED, FILLED, overlap])["held"]
    assert [spell["last_day"] for spell in held] == [(PETIT_FILLED.started_on + 9 * DAY).isoformat(), None]
    gone = PositionVacated(position="lima-lo", posting="petit", last_day=PETIT_FILLED.started_on + DAY)
    left = shown(vacancies.VACANCIES, [CREATED, FILLED, overlap, gone])
    vacancy = vacancies.on_day(left, PETIT_FILLED.started_on + 10 * DAY)
    assert vacancies.on_day(left, PETIT_FILLED.started_on + 9 * DAY) is None
    assert (vacancy or {})["vacant_since"] == (PETIT_FILLED.started_on + 10 * DAY).isoformat()
