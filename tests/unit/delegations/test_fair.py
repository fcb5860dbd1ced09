"""The rules of a fair."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.delegations.domain.fair import FAIR, Announce, Detail, KnownFair
from shared.contracts.delegations.fair import FairAnnounced, FairDetailed, Quota, Session
from shared.eventing.decider import Refused
from tests.scenario import Scenario

ANNOUNCE = Announce("exposec", "Exposec", "2027", "FR", date(2027, 5, 4), date(2027, 5, 6))
ANNOUNCED = FairAnnounced(**vars(ANNOUNCE))

OPENING = Session(
    title="Opening",
    starts_at=datetime(2027, 5, 4, 8, tzinfo=UTC),
    ends_at=datetime(2027, 5, 4, 9, tzinfo=UTC),
    hall="Hall 5",
)
DETAILED = FairDetailed(
    fair="exposec",
    time_zone="Europe/Paris",
    series="exposec",
    halls=("Hall 5", "Hall 6"),
    programme=(OPENING,),
    closes_on=date(2027, 4, 1),
    quotas=(Quota(country="PE", members=2),),
    quota=5,
    purge_on=date(2027, 8, 1),
)

fair = Scenario(FAIR)
announced = fair.given(ANNOUNCED)


def test_a_fair_is_announced() -> None:
    fair.when(ANNOUNCE).then(ANNOUNCED)


def test_announcing_the_same_fair_again_changes_nothing() -> None:
    fair.given(ANNOUNCED).when(ANNOUNCE).nothing_happens()


def test_a_fair_cannot_be_announced_again_with_other_particulars() -> None:
    fair.given(ANNOUNCED).when(replace(ANNOUNCE, name="Other")).refused("fair-already-announced")


def test_a_fair_cannot_end_before_it_starts() -> None:
    fair.when(replace(ANNOUNCE, ends_on=date(2027, 5, 3))).refused("fair-ends-before-start")


def test_a_fair_is_given_its_details_and_may_be_given_others() -> None:
    announced.when(Detail(DETAILED)).then(DETAILED)
    announced.given(DETAILED).when(Detail(DETAILED)).nothing_happens()
    other = DETAILED.model_copy(update={"halls": ("Hall 5",)})
    announced.given(DETAILED).when(Detail(other)).then(other)


def test_only_an_announced_fair_has_details() -> None:
    fair.when(Detail(DETAILED)).refused("fair-unknown")


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        ({"closes_on": date(2027, 5, 7)}, "fair-closes-after-end"),
        ({"purge_on": date(2027, 5, 6)}, "fair-purged-before-end"),
        ({"quotas": (Quota(country="PE", members=1), Quota(country="PE", members=2))}, "quota-given-twice"),
        ({"halls": ("Hall 6",)}, "session-outside-halls"),
        ({"programme": (OPENING.model_copy(update={"ends_at": OPENING.starts_at}),)}, "session-ends-before-start"),
        ({"time_zone": "Pacific/Honolulu"}, "session-outside-fair"),
    ],
)
def test_details_that_contradict_each_other_are_refused(change: dict[str, object], slug: str) -> None:
    announced.when(Detail(DETAILED.model_copy(update=change))).refused(slug)


def test_a_quota_is_that_of_the_country_or_that_of_all_others() -> None:
    detailed = KnownFair(ANNOUNCED, DETAILED)
    assert (detailed.quota_of("PE"), detailed.quota_of("CL"), KnownFair(ANNOUNCED).quota_of("PE")) == (2, 5, None)


def test_days_begin_and_end_by_the_clocks_at_the_fair() -> None:
    late = datetime(2027, 5, 6, 22, 30, tzinfo=UTC)  # half past midnight in Paris
    assert KnownFair(ANNOUNCED).takes_place(late)
    assert not KnownFair(ANNOUNCED, DETAILED).takes_place(late)


def test_registrations_close_when_the_closing_date_is_over() -> None:
    detailed = KnownFair(ANNOUNCED, DETAILED)
    detailed.still_open(datetime(2027, 4, 1, 21, 59, tzinfo=UTC))
    with pytest.raises(Refused, match="registrations-closed"):
        detailed.still_open(datetime(2027, 4, 1, 22, 0, tzinfo=UTC))
    KnownFair(ANNOUNCED).still_open(datetime(2030, 1, 1, tzinfo=UTC))


def test_who_did_not_come_is_known_once_the_fair_is_over_where_it_is_held() -> None:
    in_paris = KnownFair(ANNOUNCED, DETAILED)
    late = datetime(2027, 5, 6, 22, 30, tzinfo=UTC)  # half past midnight in Paris, of the day after the last
    in_paris.is_over(late)
    in_paris.is_over(late, date(2027, 5, 7))
    for known, on, slug in (
        (KnownFair(ANNOUNCED), None, "fair-not-over"),
        (in_paris, date(2027, 5, 6), "fair-not-over"),
        (in_paris, date(2027, 5, 8), "day-to-come"),
        (KnownFair(ANNOUNCED), date(2027, 5, 7), "day-to-come"),
    ):
        with pytest.raises(Refused) as refusal:
            known.is_over(late, on)
        assert refusal.value.slug == slug
