"""What holds of contacts whatever is commanded, by whomever, in whatever order and at whatever time."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.postings.domain.contact import CONTACT
from services.postings.domain.contact_commands import (
    Absorb,
    Erase,
    HandOver,
    Merge,
    Record,
    Remind,
    Revise,
    Share,
    Transfer,
)
from services.postings.domain.heirs import Staff, Tenure, heir
from services.postings.domain.known_contact import Place
from services.postings.domain.silence import months_after
from services.postings.views.contacts import CONTACTS
from shared.contracts.postings.contact import (
    ContactAbsorbed,
    ContactErased,
    ContactFellSilent,
    ContactHandedOver,
    ContactInteractionRecorded,
    ContactMerged,
    ContactRevised,
    ContactTransferred,
)
from shared.eventing.decider import Refused
from tests.unit.postings.one_contact import REGISTER
from tests.unit.postings.one_inquiry import AT, HQ, LIMA, POLICE, QUITO

BY = st.sampled_from([LIMA, QUITO, POLICE, HQ])
K1, WHEN = st.just("k1"), st.just(AT)  # the time comes with the story
PLACES = st.builds(Place, st.just("police"), st.sampled_from(["senior", "operational"]), st.integers(1, 12), st.none())
KEEPERS = st.sampled_from([None, "morel", "petit"])
HELD_ON = st.dates(AT.date() - timedelta(days=300), AT.date() + timedelta(days=900))
STEPS = st.one_of(
    st.builds(Revise, K1, BY, PLACES, WHEN),
    st.builds(Record, K1, BY, st.sampled_from(["i1", "i2", "i3"]), st.just("call"), HELD_ON, st.just("c"), WHEN),
    st.builds(HandOver, K1, BY, KEEPERS, st.just("decision"), WHEN),
    st.builds(HandOver, K1, st.none(), KEEPERS, st.just("succession"), WHEN, KEEPERS),
    st.builds(Transfer, K1, st.sampled_from(["lima", "quito"]), WHEN, st.just(True)),
    st.builds(Share, K1, BY, st.booleans(), WHEN),
    st.builds(Merge, K1, BY, st.sampled_from(["k1", "k2", "k3"]), WHEN),
    st.builds(Absorb, K1, BY, st.sampled_from(["k4", "k5"]), HELD_ON, WHEN),
    st.builds(Remind, K1, WHEN),
    st.builds(Erase, K1, BY, WHEN),
)
STORY = st.lists(st.tuples(STEPS, st.integers(0, 120)), max_size=16)


def history(steps: Any) -> list[Any]:
    """What happens when these commands arrive, each so many days after the one before; refused ones change nothing."""
    events: list[Any] = list(CONTACT.decide(CONTACT.initial, REGISTER))
    at = AT
    for step, days in steps:
        at += timedelta(days=days)
        command = replace(step, at=at)
        with suppress(Refused):
            events.extend(CONTACT.decide(CONTACT.fold(events), command))
            try:
                assert list(CONTACT.decide(CONTACT.fold(events), command)) == []
            except Refused:
                assert isinstance(events[-1], ContactTransferred | ContactMerged | ContactErased)
    return events


@given(STORY)
def test_every_history_tells_a_story_that_makes_sense(steps: Any) -> None:
    post, last_on, months, reminded, over = "lima", AT.date(), 6, False, False
    keeper: str | None = "morel"
    recorded: set[str] = set()
    for event in history(steps)[1:]:
        assert not over
        match event:
            case ContactFellSilent(silent_since=day, at=at):
                assert (day, reminded) == (last_on, False)
                assert at.date() >= months_after(last_on, months)
                reminded = True
            case ContactInteractionRecorded(interaction=id, held_on=day):
                assert id not in recorded
                last_on = last_on if recorded else min(day, last_on)
                recorded.add(id)
                last_on, reminded = (day, False) if day > last_on else (last_on, reminded)
            case ContactAbsorbed(last_on=day, absorbed=absorbed):
                recorded.add(absorbed)
                last_on, reminded = (day, False) if day > last_on else (last_on, reminded)
            case ContactRevised(remind_after_months=number):
                months, reminded = number, False
            case ContactHandedOver(former=former):
                assert (former, event.keeper != keeper) == (keeper, True)
                keeper = event.keeper
            case ContactTransferred(former=former):
                assert former == post
                post, keeper = event.post, None
            case ContactMerged(into=into):
                assert into != "k1"
                over = True
            case ContactErased():
                over = True
        assert (event.post, event.keeper) == (post, keeper)


@given(STORY)
def test_the_view_agrees_with_the_contact(steps: Any) -> None:
    events = history(steps)
    document: Any = None
    for event in events:
        document = CONTACTS.evolve(document, event)
    contact = CONTACT.fold(events)
    assert (document["post"], document["keeper"], document["active"]) == (
        contact.post, contact.keeper, contact.is_active,
    )  # fmt: skip
    assert date.fromisoformat(document["last_on"]) == contact.last_on
    assert date.fromisoformat(document["remind_on"]) == contact.remind_on
    assert document["watched"] == (contact.is_active and not contact.reminded)
    assert document["fit"] == (contact.fit and contact.is_active)
    assert "card-1" not in str(document)


NAMES = st.sampled_from(["a", "b", "c", "d"])
SPELL = st.builds(
    Tenure, st.sampled_from(["head", "lo"]), st.sampled_from(["1", "2"]), st.booleans(), st.none() | NAMES
)
TENURES = st.dictionaries(NAMES, SPELL)


@given(TENURES, NAMES)
def test_nobody_who_has_left_takes_over(tenures: Any, leaving: str) -> None:
    to = heir(Staff(frozenset({"head"}), tenures), leaving)
    assert to is None or to not in tenures or not tenures[to].ended
