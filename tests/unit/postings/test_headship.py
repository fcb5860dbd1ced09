"""Two do not head one post at once, whichever of its positions they hold, but for an overlap that was declared."""

from datetime import date, timedelta

from services.postings.domain.headship import HEADSHIP, LeaveHead, TakeHead
from shared.contracts.postings.headship import PostHeadLeft, PostHeadTaken
from tests.scenario import Scenario
from tests.unit.postings.network import FIRST, LAST

DAY = timedelta(days=1)
TAKEN = PostHeadTaken(post="lima", posting="morel", officer="o-morel", started_on=FIRST)
LEFT = PostHeadLeft(post="lima", posting="morel", last_day=LAST)

headship = Scenario(HEADSHIP)
headed = headship.given(TAKEN)
leaving = headed.given(LEFT)


def take(day: date, overlap: date | None = None, last: date | None = None) -> TakeHead:
    return TakeHead("lima", "petit", "o-petit", day, last, overlap)


def taken(day: date, overlap: date | None = None, last: date | None = None) -> PostHeadTaken:
    said = {"started_on": day, "overlap_until": overlap, "last_day": last}
    return TAKEN.model_copy(update={"posting": "petit", "officer": "o-petit", **said})


def test_a_post_without_a_head_gets_one_and_again_changes_nothing() -> None:
    headship.when(TakeHead("lima", "morel", "o-morel", FIRST)).then(TAKEN)
    headed.when(TakeHead("lima", "morel", "o-morel", FIRST)).nothing_happens()


def test_nobody_heads_a_post_that_somebody_else_heads() -> None:
    headed.when(take(FIRST + DAY)).refused("post-already-headed")
    headed.when(take(FIRST + DAY, LAST)).refused("post-already-headed")
    leaving.when(take(LAST)).refused("post-already-headed")
    leaving.when(take(LAST + DAY)).then(taken(LAST + DAY))
    leaving.when(take(FIRST)).refused("post-already-headed")


def test_an_overlap_is_legal_where_it_is_declared_through_the_last_day_of_the_one_who_leaves() -> None:
    leaving.when(take(LAST - DAY, LAST)).then(taken(LAST - DAY, LAST))
    leaving.when(take(LAST - DAY, LAST - DAY)).refused("post-already-headed")


def test_whoever_takes_the_position_over_takes_the_head_over() -> None:
    follow = TakeHead("lima", "petit", "o-petit", LAST, overlap_until=LAST, follows="morel", leaves_on=LAST)
    headed.when(follow).then(LEFT, taken(LAST, LAST))


def test_of_those_who_do_not_head_the_post_nothing_is_said_when_they_leave() -> None:
    headed.when(LeaveHead("lima", "morel", LAST)).then(LEFT)
    headed.when(LeaveHead("lima", "somebody", LAST)).nothing_happens()
    leaving.when(LeaveHead("lima", "morel", LAST + DAY)).nothing_happens()


def test_terms_of_the_past_come_in_any_order() -> None:
    headed.when(take(FIRST - 9 * DAY, None, FIRST - DAY)).then(taken(FIRST - 9 * DAY, None, FIRST - DAY))
    headed.when(take(FIRST - 9 * DAY, None, FIRST)).refused("post-already-headed")
    overlapping = TAKEN.model_copy(update={"overlap_until": FIRST})
    headship.given(overlapping).when(take(FIRST - 9 * DAY, None, FIRST)).then(taken(FIRST - 9 * DAY, None, FIRST))
    past = headship.given(taken(FIRST - 9 * DAY))
    past.when(take(FIRST - 9 * DAY, None, FIRST - DAY)).then(
        PostHeadLeft(post="lima", posting="petit", last_day=FIRST - DAY)
    )
