"""The rules of opening and closing a post."""

from dataclasses import replace
from datetime import date
from typing import Any

from services.postings.domain.post import POST, Close, Open
from shared.contracts.postings.post import (
    PostAccreditationAsked,
    PostAccreditationEnded,
    PostAccreditationGranted,
    PostClosed,
    PostOpened,
)
from tests.scenario import Scenario

OPEN = Open(
    post="lima",
    name="Security service, Lima",
    country="PE",
    accredited=("BO",),
    embassy="Embassy of France in Peru",
    embassy_mail="embassy.lima@diplomatie.example",
    embassy_language="fr",
    mail="post.lima@interieur.example",
    language="fr",
    time_zone="America/Lima",
    opened_on=date(2026, 1, 5),
)
OPENED = PostOpened(
    post="lima",
    name="Security service, Lima",
    country="PE",
    accredited=("BO",),
    embassy="Embassy of France in Peru",
    embassy_mail="embassy.lima@diplomatie.example",
    embassy_language="fr",
    mail="post.lima@interieur.example",
    language="fr",
    time_zone="America/Lima",
    opened_on=date(2026, 1, 5),
)
LAST_DAY = date(2026, 8, 31)
CLOSE = Close("lima", LAST_DAY)
CLOSED = PostClosed(post="lima", closed_on=LAST_DAY)
post = Scenario(POST)


def test_a_post_opens() -> None:
    post.when(OPEN).then(OPENED)


def test_opening_it_again_with_the_same_facts_changes_nothing() -> None:
    post.given(OPENED).when(OPEN).nothing_happens()


def test_opening_it_again_with_other_facts_is_refused() -> None:
    post.given(OPENED).when(replace(OPEN, country="BO")).refused("post-already-open")


def test_a_post_covers_where_it_resides_and_the_countries_that_accredit_it_now() -> None:
    opened = post.given(OPENED)
    granted = PostAccreditationGranted(post="lima", country="EC", granted_on=date(2026, 3, 1))
    ended = PostAccreditationEnded(post="lima", country="BO", last_day=date(2026, 4, 1), reason="A post of its own")
    assert covered(post) == set()
    assert covered(opened) == {"PE", "BO"}
    assert covered(opened.given(PostAccreditationAsked(post="lima", country="EC", asked_on=date(2026, 2, 1)))) == {
        "PE",
        "BO",
    }
    assert covered(opened.given(granted, ended)) == {"PE", "EC"}
    assert covered(opened.given(CLOSED)) == set()


def covered(scenario: Scenario[Any, Any, Any]) -> set[str]:
    return set(POST.fold(scenario.history).covers)


def test_a_post_closes_and_saying_so_again_changes_nothing() -> None:
    post.given(OPENED).when(CLOSE).then(CLOSED)
    post.given(OPENED, CLOSED).when(CLOSE).nothing_happens()


def test_a_post_closes_once() -> None:
    later = replace(CLOSE, closed_on=date(2026, 9, 30))
    post.given(OPENED, CLOSED).when(later).refused("post-already-closed")


def test_a_post_that_never_opened_does_not_close_and_none_before_it_opened() -> None:
    post.when(CLOSE).refused("post-unknown")
    post.given(OPENED).when(replace(CLOSE, closed_on=date(2026, 1, 4))).refused("closed-before-opened")
    first_day = date(2026, 1, 5)
    post.given(OPENED).when(replace(CLOSE, closed_on=first_day)).then(PostClosed(post="lima", closed_on=first_day))


def test_a_closed_post_does_not_open_again() -> None:
    post.given(OPENED, CLOSED).when(OPEN).nothing_happens()
    post.given(OPENED, CLOSED).when(replace(OPEN, opened_on=date(2027, 1, 1))).refused("post-already-open")
    assert [POST.fold(history).is_open for history in ((), (OPENED,), (OPENED, CLOSED))] == [False, True, False]
