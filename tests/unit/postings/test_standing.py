"""The rules of posts and positions between their beginning and their end."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.postings.domain.position import POSITION, Abolish, ChangeTour, Fill
from services.postings.domain.position import Resume as ResumePosition
from services.postings.domain.position import Suspend as SuspendPosition
from services.postings.domain.post import POST, Command
from services.postings.domain.post_running import (
    Arrange,
    AskAccreditation,
    EndAccreditation,
    GrantAccreditation,
    RefuseAccreditation,
    Resume,
    Suspend,
)
from services.postings.views.posts import POSTS
from shared.contracts.postings.position import (
    PositionAbolished,
    PositionResumed,
    PositionSuspended,
    PositionTourChanged,
)
from shared.contracts.postings.post import (
    PostAccreditationAsked,
    PostAccreditationEnded,
    PostAccreditationGranted,
    PostAccreditationRefused,
    PostArranged,
    PostResumed,
    PostSuspended,
)
from tests.scenario import Scenario
from tests.unit.postings.network import CREATED, FILLED, FIRST, LAST, VACATED
from tests.unit.postings.test_post import CLOSED, OPENED
from tests.unit.postings.test_views import shown

DAY = timedelta(days=1)
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
SUSPENDED = PostSuspended(post="lima", suspended_on=MARCH, reason="unrest", people="recalled", work_to="quito")
SUSPEND = Suspend(MARCH, "unrest", "recalled", "quito")
ASKED = PostAccreditationAsked(post="lima", country="EC", asked_on=MARCH)
GRANTED = PostAccreditationGranted(post="lima", country="EC", granted_on=APRIL)
ENDED = PostAccreditationEnded(post="lima", country="EC", last_day=LAST, reason="a post opens there")
STOPPED = PositionSuspended(position="lima-lo", suspended_on=FIRST, reason="budget")

post = Scenario(POST).given(OPENED)
position = Scenario(POSITION).given(CREATED)


def test_a_post_is_suspended_and_resumes() -> None:
    post.when(SUSPEND).then(SUSPENDED)
    suspended = post.given(SUSPENDED)
    suspended.when(SUSPEND).nothing_happens()
    suspended.when(replace(SUSPEND, people="stay")).refused("post-already-suspended")
    suspended.when(Resume(APRIL)).then(PostResumed(post="lima", resumed_on=APRIL))
    suspended.when(Resume(MARCH - DAY)).refused("resumed-before-suspended")
    post.when(Resume(APRIL)).refused("post-not-suspended")


def test_the_work_of_a_suspended_post_goes_to_another_that_is_at_work() -> None:
    post.when(replace(SUSPEND, work_to="lima")).refused("work-to-itself")
    post.when(replace(SUSPEND, work_open=False)).refused("work-to-unknown")
    post.when(replace(SUSPEND, suspended_on=date(2025, 1, 1))).refused("suspended-before-opened")


def test_a_post_says_its_languages_and_its_week_once() -> None:
    arranged = PostArranged(post="lima", languages=("es",), working_week=("monday",))
    post.when(Arrange(("es",), ("monday",))).then(arranged)
    post.given(arranged).when(Arrange(("es",), ("monday",))).nothing_happens()


def test_a_further_country_is_asked_and_agrees_or_refuses() -> None:
    post.when(AskAccreditation("EC", MARCH)).then(ASKED)
    asked = post.given(ASKED)
    asked.when(AskAccreditation("EC", MARCH)).nothing_happens()
    asked.when(AskAccreditation("EC", APRIL)).refused("accreditation-already-asked")
    asked.when(GrantAccreditation("EC", APRIL)).then(GRANTED)
    asked.when(GrantAccreditation("EC", MARCH - DAY)).refused("answer-before-question")
    refused = PostAccreditationRefused(post="lima", country="EC", refused_on=APRIL)
    asked.when(RefuseAccreditation("EC", APRIL)).then(refused)
    asked.given(refused).when(AskAccreditation("EC", LAST)).then(ASKED.model_copy(update={"asked_on": LAST}))
    asked.given(refused).when(GrantAccreditation("EC", LAST)).refused("accreditation-not-asked")
    asked.given(GRANTED).when(AskAccreditation("EC", LAST)).refused("accreditation-already-granted")
    post.when(GrantAccreditation("EC", APRIL)).refused("accreditation-not-asked")
    post.when(AskAccreditation("PE", MARCH)).refused("country-of-residence")


def test_an_accreditation_ends() -> None:
    granted = post.given(ASKED, GRANTED)
    granted.when(EndAccreditation("EC", LAST, "a post opens there")).then(ENDED)
    granted.given(ENDED).when(EndAccreditation("EC", LAST, "a post opens there")).nothing_happens()
    granted.when(EndAccreditation("EC", MARCH, "x")).refused("ended-before-granted")
    post.given(ASKED).when(EndAccreditation("EC", LAST, "x")).refused("accreditation-not-granted")
    bolivia = EndAccreditation("BO", LAST, "x")
    post.when(bolivia).then(ENDED.model_copy(update={"country": "BO", "reason": "x"}))


@pytest.mark.parametrize("command", [SUSPEND, Resume(APRIL), Arrange((), ("monday",)), AskAccreditation("EC", MARCH)])
def test_nothing_is_said_of_a_post_that_has_not_opened_or_has_closed(command: Command) -> None:
    Scenario(POST).when(command).refused("post-unknown")
    post.given(CLOSED).when(command).refused("post-closed")


def test_a_post_shows_what_each_country_has_said() -> None:
    assert shown(POSTS, [OPENED, ASKED])["accredited"] == ["BO"]
    known = shown(POSTS, [OPENED, ASKED, GRANTED])
    assert known["accredited"] == ["BO", "EC"]
    assert known["accreditations"]["EC"] == {"standing": "granted", "since": "2026-04-01"}
    assert shown(POSTS, [OPENED, ASKED, GRANTED, ENDED])["accredited"] == ["BO"]
    assert shown(POSTS, [OPENED, SUSPENDED])["suspension"]["work_to"] == "quito"


def test_the_tour_length_of_a_position_changes() -> None:
    changed = PositionTourChanged(position="lima-lo", tour_months=36)
    position.when(ChangeTour(36)).then(changed)
    position.given(changed).when(ChangeTour(36)).nothing_happens()


def test_nobody_starts_in_a_suspended_position() -> None:
    position.when(SuspendPosition(FIRST, "budget")).then(STOPPED)
    stopped = position.given(STOPPED)
    stopped.when(SuspendPosition(FIRST, "budget")).nothing_happens()
    stopped.when(SuspendPosition(LAST, "budget")).refused("position-already-suspended")
    stopped.when(Fill("morel", "o-morel", FIRST)).refused("position-suspended")
    resumed = PositionResumed(position="lima-lo", resumed_on=LAST)
    stopped.when(ResumePosition(LAST)).then(resumed)
    stopped.when(ResumePosition(FIRST - DAY)).refused("resumed-before-suspended")
    stopped.given(resumed).when(Fill("morel", "o-morel", FIRST)).then(FILLED)
    position.when(ResumePosition(LAST)).refused("position-not-suspended")


def test_a_position_that_nobody_holds_is_abolished_for_good() -> None:
    abolished = PositionAbolished(position="lima-lo", last_day=LAST, reason="merged")
    position.when(Abolish(LAST, "merged")).then(abolished)
    gone = position.given(abolished)
    gone.when(Abolish(LAST, "merged")).nothing_happens()
    for command in (Abolish(FIRST, "merged"), ChangeTour(12), SuspendPosition(FIRST, "x"), ResumePosition(FIRST)):
        gone.when(command).refused("position-abolished")
    gone.when(Fill("morel", "o-morel", FIRST)).refused("position-abolished")
    position.given(FILLED).when(Abolish(LAST, "merged")).refused("position-still-held")
    position.given(FILLED, VACATED).when(Abolish(LAST - DAY, "merged")).refused("position-still-held")
