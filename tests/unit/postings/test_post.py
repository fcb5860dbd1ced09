"""The rules of opening a post."""

from dataclasses import replace
from datetime import date

from services.postings.domain.post import POST, Open
from shared.contracts.postings import PostOpened
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
post = Scenario(POST)


def test_a_post_opens() -> None:
    post.when(OPEN).then(OPENED)


def test_opening_it_again_with_the_same_facts_changes_nothing() -> None:
    post.given(OPENED).when(OPEN).nothing_happens()


def test_opening_it_again_with_other_facts_is_refused() -> None:
    post.given(OPENED).when(replace(OPEN, country="BO")).refused("post-already-open")
