"""The rules of contacts: whose they are, when they fall silent, how they are handed on, merged and erased."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

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
from services.postings.views.contact_interactions import CONTACT_INTERACTIONS
from services.postings.views.contacts import CONTACTS
from services.postings.views.staffing import STAFFING, staff
from shared.contracts.postings.contact import (
    ContactAbsorbed,
    ContactErased,
    ContactFellSilent,
    ContactHandedOver,
    ContactMerged,
    ContactRevised,
    ContactSharingDecided,
    ContactTransferred,
)
from shared.contracts.postings.position import PositionCreated
from shared.contracts.postings.posting import PostingEnded, PostingStarted
from shared.contracts.postings.posting_course import PostingLeft
from tests.scenario import Scenario
from tests.unit.postings.one_contact import ABOUT, MET, MET_ON, PLACE, REGISTER, REGISTERED, TOLD
from tests.unit.postings.one_inquiry import AT, HQ, LIMA, POLICE, QUITO

AUTUMN = AT.replace(month=9)
RECORD = Record("k1", LIMA, "i1", "meeting", MET_ON, "c1", AT)
SILENT = ContactFellSilent.model_validate({**ABOUT, "at": AUTUMN, "silent_since": MET_ON})
HANDED = ContactHandedOver.model_validate(
    {**ABOUT, "keeper": "petit", "former": "morel", "because": "succession", "at": AT}
)
MERGED = ContactMerged.model_validate({**ABOUT, "at": AT, "into": "k2"})
ABSORBED = ContactAbsorbed.model_validate({**ABOUT, "at": AT, "absorbed": "k0", "last_on": date(2026, 5, 1)})
ERASED = ContactErased.model_validate({**ABOUT, "at": AT})

nobody = Scenario(CONTACT)
known = nobody.given(REGISTERED)


def test_a_post_registers_its_contact_and_the_same_again_changes_nothing() -> None:
    nobody.when(REGISTER).then(REGISTERED)
    known.when(replace(REGISTER, at=AUTUMN)).nothing_happens()
    known.when(replace(REGISTER, card="card-2")).refused("contact-already-registered")
    nobody.when(replace(REGISTER, by=HQ)).then(REGISTERED)
    for by in (QUITO, POLICE):
        nobody.when(replace(REGISTER, by=by)).refused("contact-forbidden")


def test_what_a_contact_rests_on_must_be_there() -> None:
    nobody.when(replace(REGISTER, post_open=None)).refused("post-unknown")
    nobody.when(replace(REGISTER, post_open=False)).refused("post-closed")
    nobody.when(replace(REGISTER, keeper_serves=False)).refused("posting-not-at-post")
    nobody.when(replace(REGISTER, introduced_by="k9", introducer_known=False)).refused("introducer-unknown")
    nobody.when(replace(REGISTER, introduced_by="k1")).refused("introducer-unknown")


def test_its_place_in_its_service_can_change() -> None:
    place = Place("police", "operational", 3, None)
    revised = {"force": "police", "level": "operational", "remind_after_months": 3, "priority": None}
    known.when(Revise("k1", LIMA, place, AT)).then(ContactRevised.model_validate({**ABOUT, **revised, "at": AT}))
    known.when(Revise("k1", LIMA, PLACE, AT)).nothing_happens()
    nobody.when(Revise("k1", LIMA, PLACE, AT)).refused("contact-unknown")


def test_an_interaction_is_recorded_once_and_not_before_it_was() -> None:
    known.when(RECORD).then(MET)
    known.given(MET).when(RECORD).nothing_happens()
    known.given(MET).when(replace(RECORD, content="c2")).refused("interaction-already-recorded")
    known.when(replace(RECORD, held_on=MET_ON + timedelta(days=2))).refused("interaction-in-future")
    tomorrow = MET_ON + timedelta(days=1)
    known.when(replace(RECORD, held_on=tomorrow)).then(MET.model_copy(update={"held_on": tomorrow}))
    known.when(replace(RECORD, by=QUITO)).refused("contact-forbidden")


def test_silence_is_said_once_until_something_is_heard_again() -> None:
    known.when(Remind("k1", AUTUMN - timedelta(days=1))).nothing_happens()
    known.when(Remind("k1", AUTUMN)).then(SILENT)
    silent = known.given(SILENT)
    silent.when(Remind("k1", AUTUMN + timedelta(days=99))).nothing_happens()
    late = MET.model_copy(update={"held_on": MET_ON - timedelta(days=9)})
    silent.given(late).when(Remind("k1", AUTUMN + timedelta(days=99))).nothing_happens()
    august = MET.model_copy(update={"held_on": date(2026, 8, 31)})
    heard = silent.given(august)
    heard.when(Remind("k1", AT.replace(year=2027, month=2, day=27))).nothing_happens()
    again = AT.replace(year=2027, month=2, day=28)
    heard.when(Remind("k1", again)).then(SILENT.model_copy(update={"at": again, "silent_since": date(2026, 8, 31)}))
    known.given(MERGED).when(Remind("k1", AUTUMN)).nothing_happens()


def test_who_was_known_before_being_registered_is_silent_since_the_first_word_that_is_recorded() -> None:
    winter = MET.model_copy(update={"held_on": date(2025, 12, 1)})
    recorded = known.given(winter)
    june = AT.replace(month=6, day=1)
    recorded.when(Remind("k1", june - timedelta(days=1))).nothing_happens()
    silent = SILENT.model_copy(update={"at": june, "silent_since": date(2025, 12, 1)})
    recorded.when(Remind("k1", june)).then(silent)
    earlier = winter.model_copy(update={"interaction": "i2", "held_on": date(2025, 1, 1)})
    recorded.given(earlier).when(Remind("k1", june)).then(silent)
    document: Any = None
    for event in (REGISTERED, winter, earlier):
        document = CONTACTS.evolve(document, event)
    assert (document["last_on"], document["remind_on"], document["interactions"]) == ("2025-12-01", "2026-06-01", 2)
    merged: Any = CONTACTS.evolve(CONTACTS.evolve(CONTACTS.evolve(None, REGISTERED), ABSORBED), winter)
    assert merged["last_on"] == "2026-05-01"


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(9999, 8, 1), 6, date.max),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_a_contact_is_handed_over_by_its_post_or_when_its_keeper_leaves() -> None:
    decided = HANDED.model_copy(update={"because": "decision"})
    known.when(HandOver("k1", LIMA, "petit", "decision", AT)).then(decided)
    known.when(HandOver("k1", LIMA, "morel", "decision", AT)).nothing_happens()
    known.when(HandOver("k1", QUITO, "petit", "decision", AT)).refused("contact-forbidden")
    known.when(HandOver("k1", LIMA, "x", "decision", AT, keeper_serves=False)).refused("posting-not-at-post")
    known.when(HandOver("k1", None, "petit", "succession", AT, former="morel")).then(HANDED)
    known.when(HandOver("k1", None, "petit", "succession", AT, former="girard")).nothing_happens()
    known.given(ERASED).when(HandOver("k1", None, "petit", "succession", AT, former="morel")).nothing_happens()


def test_another_post_gets_it_from_headquarters() -> None:
    moved = ContactTransferred.model_validate({**ABOUT, "post": "quito", "keeper": None, "former": "lima", "at": AT})
    known.when(Transfer("k1", "quito", AT, post_open=True)).then(moved)
    known.when(Transfer("k1", "lima", AT, post_open=True)).nothing_happens()
    known.when(Transfer("k1", "quito", AT, post_open=False)).refused("post-closed")
    known.when(Transfer("k1", "quito", AT, post_open=None)).refused("post-unknown")
    known.given(moved).when(replace(RECORD, by=LIMA)).refused("contact-forbidden")


def test_the_post_decides_whether_companies_may_be_told() -> None:
    fit = ContactSharingDecided.model_validate({**ABOUT, "at": AT, "fit": True})
    known.when(Share("k1", LIMA, True, AT)).then(fit)
    known.when(Share("k1", LIMA, False, AT)).nothing_happens()
    known.given(fit).when(Share("k1", LIMA, True, AT)).nothing_happens()


def test_what_was_the_same_is_merged_and_says_where_it_goes_on() -> None:
    known.when(Merge("k1", LIMA, "k2", AT)).then(MERGED)
    known.when(Merge("k1", LIMA, "k1", AT)).refused("contact-merged-with-itself")
    merged = known.given(MERGED)
    merged.when(Merge("k1", LIMA, "k2", AT)).nothing_happens()
    merged.when(Merge("k1", LIMA, "k3", AT)).refused("contact-merged")
    merged.when(RECORD).refused("contact-merged")
    merged.when(Erase("k1", LIMA, AT)).refused("contact-merged")
    absorb = Absorb("k1", LIMA, "k0", date(2026, 5, 1), AT)
    known.when(absorb).then(ABSORBED)
    known.given(ABSORBED).when(absorb).nothing_happens()
    known.given(MERGED).when(absorb).refused("contact-merged")
    known.given(ABSORBED).when(Remind("k1", AUTUMN)).nothing_happens()


def test_who_is_erased_is_gone_for_good() -> None:
    known.when(Erase("k1", LIMA, AT)).then(ERASED)
    known.when(Erase("k1", QUITO, AT)).refused("contact-forbidden")
    erased = known.given(ERASED)
    erased.when(Erase("k1", LIMA, AT)).nothing_happens()
    erased.when(RECORD).refused("contact-erased")
    erased.when(Remind("k1", AUTUMN)).nothing_happens()


def test_the_view_shows_the_silence_and_no_private_record() -> None:
    document: Any = None
    for event in (REGISTERED, MET, SILENT):
        document = CONTACTS.evolve(document, event)
    assert (document["last_on"], document["remind_on"]) == ("2026-03-02", "2026-09-02")
    assert (document["silent_since"], document["watched"], document["interactions"]) == ("2026-03-02", False, 1)
    document = CONTACTS.evolve(document, MET.model_copy(update={"held_on": date(2026, 9, 9)}))
    assert (document["silent_since"], document["watched"], document["remind_on"]) == (None, True, "2027-03-09")
    assert (CONTACTS.evolve(document, HANDED) or {})["keeper"] == "petit"
    assert "card-1" not in str(document)
    assert document.items() >= TOLD.items()
    gone: Any = CONTACTS.evolve(document, ERASED)
    assert (gone["active"], gone["watched"], gone["fit"]) == (False, False, False)
    interaction = CONTACT_INTERACTIONS.evolve(None, MET)
    assert (interaction or {})["held_on"] == "2026-03-02"
    assert "c1" not in str(interaction)


ASSOCIATE = PositionCreated(position="head", post="lima", title="Associate", kind="associate", service="police")
BOSS = PostingStarted(posting="boss", position="head", post="lima", officer="o1", started_on=date(2026, 1, 1))
MOREL = PostingStarted(posting="morel", position="lo", post="lima", officer="o2", started_on=date(2026, 2, 1))
ENDED = PostingEnded(posting="morel", position="lo", post="lima", officer="o2", ended_on=date(2026, 9, 1))
GONE = PostingLeft(posting="morel", position="lo", post="lima", officer="o2", last_day=date(2026, 9, 1))


def test_the_view_of_who_serves_does_not_depend_on_which_stream_comes_first() -> None:
    events = [ASSOCIATE, BOSS, MOREL, ENDED.model_copy(update={"successor": "petit"})]
    documents = []
    for order in (events, [events[1], events[2], events[3], events[0]]):
        document: Any = None
        for event in order:
            document = STAFFING.evolve(document, event)
        documents.append(document)
    assert documents[0] == documents[1]
    assert heir(staff(documents[0]), "morel") == "petit"
    assert heir(staff(None), "morel") is None


def test_who_serves_is_known_by_the_day() -> None:
    document: Any = None
    for event in (ASSOCIATE, BOSS, MOREL, ENDED):
        document = STAFFING.evolve(document, event)
    assert not staff(document).tenures["morel"].ended  # that is said ahead
    assert staff(STAFFING.evolve(document, GONE)).tenures["morel"].ended
    assert heir(staff(document, date(2025, 12, 31)), "morel") is None  # the head is still to come
    assert heir(staff(document, date(2026, 1, 1)), "morel") == "boss"
    follows = MOREL.model_copy(update={"posting": "petit", "predecessor": "morel"})
    for order in ((MOREL, ENDED, follows), (follows, MOREL, ENDED)):
        document = None
        for event in order:
            document = STAFFING.evolve(document, event)
        assert heir(staff(document), "morel") == "petit"


def serving(position: str, *, ended: bool = False, successor: str | None = None, since: str = "2026-01-01") -> Tenure:
    return Tenure(position, since, ended, successor)


@pytest.mark.parametrize(
    ("tenures", "to"),
    [
        ({"morel": serving("lo", ended=True, successor="petit"), "petit": serving("lo")}, "petit"),
        ({"morel": serving("lo", ended=True, successor="unheard")}, "unheard"),
        ({"morel": serving("lo", ended=True), "boss": serving("head")}, "boss"),
        ({"morel": serving("lo", ended=True, successor="petit"), "petit": serving("lo", ended=True), "boss": serving("head")}, "boss"),  # noqa: E501
        ({"morel": serving("lo", ended=True), "old": serving("head"), "new": serving("head", since="2026-02-01")}, "new"),  # noqa: E501
        ({"morel": serving("lo", ended=True), "boss": serving("head", ended=True)}, None),
        ({"morel": serving("head", ended=True)}, None),
        ({"morel": serving("lo", ended=True, successor="morel")}, None),
    ],
)  # fmt: skip
def test_the_successor_takes_over_else_whoever_heads_the_post(tenures: dict[str, Tenure], to: str | None) -> None:
    assert heir(Staff(frozenset({"head"}), tenures), "morel") == to
