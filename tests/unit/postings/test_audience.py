"""Whom a threat notice is for follows from posts and mailboxes alone, and so does who is told in whose place."""

from services.postings.domain.audience import Box, Station, audience
from services.postings.domain.mailbox import MAILBOX, CloseMailbox, SetMailbox
from services.postings.domain.neighbours import NEIGHBOURS, neighbours
from shared.contracts.postings.mailbox import MailboxClosed, MailboxSet
from shared.contracts.postings.notice import NoticeAddressee
from tests.scenario import Scenario
from tests.unit.postings.threats import CONTENT

LIMA, QUITO, TOKYO = Station("lima", "PE", ("BO",)), Station("quito", "EC"), Station("tokyo", "JP")
EMBASSY = (
    Box("lima-ambassador", "ambassador", "lima"),
    Box("lima-chancellery", "chancellery", "lima"),
    Box("lima-consul", "consular-section", "lima"),
)
DUTY, OWN_DUTY, HQ = Box("duty", "duty-officer"), Box("lima-duty", "duty-officer", "lima"), Box("hq", "hq")
TERROR, DRUGS = Box("dgsi", "directorate", themes=("terrorism",)), Box("ofast", "directorate", themes=("drugs",))


def found(*boxes: Box, countries: tuple[str, ...] = ("PE",)) -> dict[str, NoticeAddressee]:
    content = CONTENT.model_copy(update={"countries": countries})
    return {one.reader.key: one for one in audience(content, (TOKYO, QUITO, LIMA), boxes)}


def steps(one: NoticeAddressee) -> list[tuple[str, str]]:
    return [(step.step, step.reader.key) for step in one.escalation]


def test_embassy_post_next_door_and_directorate_are_told_each_as_what_it_is() -> None:
    told = found(*EMBASSY, TERROR, DRUGS)
    assert {key: one.role for key, one in told.items()} == {
        "mailbox/lima-ambassador": "ambassador",
        "mailbox/lima-chancellery": "chancellery",
        "mailbox/lima-consul": "consular-section",
        "post/lima": "post",
        "post/quito": "neighbouring-post",
        "mailbox/dgsi": "directorate",
    }


def test_an_accredited_country_is_covered_and_a_far_one_is_nobodys() -> None:
    assert set(found(countries=("BO",))) == {"embassy/lima", "post/lima"}
    assert found(countries=("ZA",)) == {}


def test_an_embassy_without_mailboxes_of_its_functions_is_told_as_a_whole() -> None:
    told = found()
    assert told["embassy/lima"].role == "embassy"
    assert steps(told["embassy/lima"]) == [("next-person", "post/lima")]


def test_the_next_person_then_the_duty_officer_of_the_embassy_then_headquarters() -> None:
    told = found(*EMBASSY, DUTY, OWN_DUTY, HQ)
    last = [("duty-officer", "mailbox/lima-duty"), ("hq", "mailbox/hq")]
    assert steps(told["mailbox/lima-ambassador"]) == [("next-person", "mailbox/lima-chancellery"), *last]
    assert steps(told["mailbox/lima-chancellery"]) == [("next-person", "mailbox/lima-ambassador"), *last]
    assert steps(told["mailbox/lima-consul"]) == [("next-person", "mailbox/lima-chancellery"), *last]
    assert steps(told["post/quito"]) == [
        ("next-person", "embassy/quito"),
        ("duty-officer", "mailbox/duty"),
        ("hq", "mailbox/hq"),
    ]


def test_nobody_is_told_in_its_own_place() -> None:
    told = found(DUTY, HQ, Box("hq-terror", "directorate", themes=("terrorism",)))
    assert steps(told["mailbox/hq-terror"]) == [("duty-officer", "mailbox/duty"), ("hq", "mailbox/hq")]
    for one in found(*EMBASSY, DUTY, HQ).values():
        assert one.reader not in [step.reader for step in one.escalation]


def test_who_was_told_before_is_told_again_with_whoever_reads_in_their_place_today() -> None:
    before = [one.model_copy(update={"escalation": ()}) for one in found(*EMBASSY, TERROR).values()]
    content = CONTENT.model_copy(update={"countries": ("JP",), "themes": ()})
    told = {one.reader.key: one for one in audience(content, (TOKYO, QUITO, LIMA), (*EMBASSY, DUTY, HQ), before)}
    assert set(told) == {one.reader.key for one in before} | {"embassy/tokyo", "post/tokyo"}
    last = [("duty-officer", "mailbox/duty"), ("hq", "mailbox/hq")]
    assert steps(told["mailbox/lima-ambassador"]) == [("next-person", "mailbox/lima-chancellery"), *last]
    assert steps(told["mailbox/dgsi"]) == last
    assert (told["post/quito"].role, steps(told["post/quito"])) == (
        "neighbouring-post", [("next-person", "embassy/quito"), *last],
    )  # fmt: skip


def test_borders_are_the_same_from_both_sides() -> None:
    assert neighbours(("PE",)) == {"BO", "BR", "CL", "CO", "EC"}
    assert neighbours(("PE", "BO")) == {"AR", "BR", "CL", "CO", "EC", "PY"}
    assert neighbours(("JP", "XX")) == frozenset()
    assert all(one in NEIGHBOURS[other] for one, others in NEIGHBOURS.items() for other in others)
    assert "DE" in neighbours(("FR",))
    assert 150 < len(NEIGHBOURS) < 180


def test_a_mailbox_belongs_where_its_kind_says() -> None:
    scenario = Scenario(MAILBOX)
    sets = SetMailbox("b", "ambassador", "lima", (), "a@lima.example", "fr", post_open=True)
    was_set = MailboxSet(mailbox="b", kind="ambassador", post="lima", mail="a@lima.example", language="fr")
    scenario.when(sets).then(was_set)
    scenario.given(was_set).when(sets).nothing_happens()
    for wrong, slug in (
        (SetMailbox("b", "ambassador", None, (), "a@b.example", "fr", post_open=False), "mailbox-needs-post"),
        (SetMailbox("b", "hq", "lima", (), "a@b.example", "fr", post_open=True), "mailbox-has-no-post"),
        (SetMailbox("b", "duty-officer", "lima", (), "a@b.example", "fr", post_open=False), "post-unknown"),
        (SetMailbox("b", "hq", None, (), "a@b.example", "fr", False, "police"), "mailbox-has-no-directorate"),
    ):
        scenario.when(wrong).refused(slug)
    police = SetMailbox("p", "directorate", None, (), "p@b.example", "fr", post_open=False, directorate="police")
    scenario.when(police).then(
        MailboxSet(mailbox="p", kind="directorate", mail="p@b.example", language="fr", directorate="police")
    )
    closed = MailboxClosed(mailbox="b")
    scenario.when(CloseMailbox("b")).refused("mailbox-unknown")
    scenario.given(was_set).when(CloseMailbox("b")).then(closed)
    scenario.given(was_set, closed).when(CloseMailbox("b")).nothing_happens()
    scenario.given(was_set, closed).when(sets).refused("mailbox-closed")
