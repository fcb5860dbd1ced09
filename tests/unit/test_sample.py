"""The sample's files before anybody loads them: what is in them, and what their days become."""

from collections import Counter
from datetime import date

from liaison.client import Json
from liaison.sample import network, things
from liaison.sample.days import Days
from liaison.sample.loading import FILES, content
from liaison.sample.steps import Life, caller, person

DAYS = Days(date(2027, 1, 15))


def lives() -> list[Life]:
    posts = content("network")
    found = network.before_all(posts, DAYS) + network.history(posts, DAYS) + network.at_last(posts, DAYS)
    for name in FILES:
        for wave in content(name):
            for kind, said in wave.items():
                if kind not in ("companies", "assistance", "readings"):
                    found += things.lives(kind, said, DAYS)
    return found


def test_offsets_become_days_and_priorities_are_those_of_their_year() -> None:
    said = {"signed_on": -20, "valid_until": 1, "year": -20, "budget": 40, "priority": "drugs@-20", "mission": "m1"}
    assert DAYS.told(said) == {
        "signed_on": "2026-12-26",
        "valid_until": "2027-01-16T12:00:00+00:00",
        "year": 2026,
        "budget": 40,
        "priority": "drugs-2026",
        "mission": "m1",
    }


def test_a_priority_is_adopted_for_each_year_that_it_is_for() -> None:
    adopted = [life.steps[0].body or {} for life in lives() if life.steps[0].path == "/priorities"]
    assert [one["year"] for one in adopted if one["theme"] == "drugs"] == [2025, 2026, 2027]
    named = {step.body["priority"] for life in lives() for step in life.steps if step.body and "priority" in step.body}
    assert named <= {one["priority"] for one in adopted}


def test_there_are_thirty_posts_and_every_course_that_a_posting_can_take() -> None:
    posts: list[Json] = content("network")["posts"]
    tenures = [one for post in posts for place in post["positions"] for one in place["tenures"]]
    courses = Counter(one.get("course", "started") for one in tenures)
    assert (len(posts), len({post["country"] for post in posts}), len(tenures)) == (30, 30, 90)
    assert set(courses) == network.NOT_STARTED | {"started", "arrived"}
    for special in ("curtailed", "extended", "overlap_until", "agrement", "expires_on", "late"):
        assert any(special in one for one in tenures), special
    assert {one["curtailed"] for one in tenures if "curtailed" in one} == {
        "medical", "service-need", "compassionate", "persona-non-grata",
    }  # fmt: skip


def test_each_step_has_a_key_of_its_own_that_is_the_same_tomorrow() -> None:
    keys = [key for life in lives() for key in life.keys]
    assert len(set(keys)) == len(keys) > 700
    assert keys == [key for life in lives() for key in life.keys]


def test_who_speaks_and_who_is_spoken_of() -> None:
    assert caller("post:rabat") == ("post", {"post": "rabat"})
    assert caller("hq") == ("hq", {})
    assert person("Élodie Saint-Evre") == "elodie-saint-evre"
    names = {
        one["officer"]
        for post in content("network")["posts"]
        for place in post["positions"]
        for one in place["tenures"]
    }
    assert len({person(name) for name in names}) == len(names)
