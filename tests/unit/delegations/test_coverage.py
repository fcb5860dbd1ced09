"""What the delegations service knows of the network: which post covers what, and who serves there."""

from datetime import date

from services.delegations.domain.routing import Tenure
from services.delegations.views.coverage import COVERAGE, station
from shared.contracts.postings.post import PostClosed
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
