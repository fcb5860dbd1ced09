"""What the delegations service knows of the network: which post covers what, and who serves there."""

from datetime import date

from services.delegations.domain.routing import Tenure
from services.delegations.views.coverage import COVERAGE, station, suspended
from shared.contracts.postings.post import PostClosed, PostResumed, PostSuspended
from shared.contracts.postings.posting import PostingCurtailed, PostingEnded, PostingStarted
from shared.contracts.postings.posting_record import PostingRecorded
from tests.unit.delegations.test_views import POST, shown


def test_the_coverage_knows_a_post_by_what_it_covers_and_who_serves_there() -> None:
    tenure = {"position": "p", "post": "lima", "officer": "o"}
    events = [
        PostingStarted(posting="morel", started_on=date(2027, 1, 1), **tenure),
        POST,
        PostingEnded(posting="morel", ended_on=date(2027, 2, 1), successor="girard", **tenure),
        PostingStarted(posting="girard", started_on=date(2027, 2, 2), **tenure),
        PostingCurtailed(posting="girard", last_day=date(2027, 3, 1), reason="medical", **tenure),
    ]
    before, after = shown(COVERAGE, events[:4])["lima"] or {}, shown(COVERAGE, events)["lima"] or {}
    assert station({"id": "lima", **before}).covers("BO") == "accreditation"
    assert station({"id": "lima", **before}).tenures["morel"] == Tenure(ended=True, successor="girard")
    assert station({"id": "lima", **after}).covers("PE") is None
    unknown = station({"id": "lima", **(shown(COVERAGE, events[:1])["lima"] or {})})
    assert (unknown.country, unknown.serves) == (None, True)
    end = PostClosed(post="lima", closed_on=date(2027, 3, 1))
    closed = station({"id": "lima", **(shown(COVERAGE, [POST, end])["lima"] or {})})
    assert (closed.closed, closed.covers("PE")) == (True, None)


def test_the_coverage_knows_who_is_recorded_to_serve_and_forgets_who_served_long_ago() -> None:
    tenure = {"position": "p", "post": "lima", "officer": "o", "ends_on": date(2029, 1, 1)}
    past = PostingRecorded(posting="morel", started_on=date(2009, 1, 1), ended_on=date(2012, 1, 1), **tenure)
    present = PostingRecorded(posting="girard", started_on=date(2026, 1, 1), **tenure)
    known = station({"id": "lima", **(shown(COVERAGE, [past, POST])["lima"] or {})})
    assert (known.covers("PE"), known.tenures) == ("residence", {})
    known = station({"id": "lima", **(shown(COVERAGE, [POST, present])["lima"] or {})})
    assert known.tenures == {"girard": Tenure()}


def test_the_coverage_knows_since_when_a_post_is_suspended_and_who_works_in_its_place() -> None:
    halt = PostSuspended(post="lima", suspended_on=date(2027, 3, 1), reason="x", people="recalled", work_to="quito")
    held = shown(COVERAGE, [POST, halt])["lima"] or {}
    known = station({"id": "lima", **held})
    assert (known.suspended, known.work_to, known.covers("PE"), known.reaches("PE")) == (
        True, "quito", None, "residence",
    )  # fmt: skip
    assert [suspended(held, day) for day in ("2027-02-28", "2027-03-01")] == [False, True]
    resumed = shown(COVERAGE, [POST, halt, PostResumed(post="lima", resumed_on=date(2027, 4, 1))])["lima"] or {}
    assert station({"id": "lima", **resumed}).covers("PE") == "residence"
    assert not suspended(resumed, "2027-03-01")
    assert not suspended(None, "2027-03-01")
    old = {name: value for name, value in resumed.items() if name != "suspension"}
    assert station({"id": "lima", **old}).covers("PE") == "residence"
