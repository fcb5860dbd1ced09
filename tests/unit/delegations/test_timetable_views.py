"""What the views show of a day's drafts and of what its timetable must be."""

from typing import Any

from services.delegations.views.day_arrangement import programme_of, room_of
from services.delegations.views.days import DAYS
from services.delegations.views.draft_comparison import compared
from services.delegations.views.timetables import SAYS, TIMETABLES, draft_id, listed, table_changes, whole
from shared.contracts.delegations.day import Placed, TimetableFrozen, TimetableReviewed
from shared.contracts.delegations.day_arrangement import (
    DayPartnersSet,
    DayRoomsSet,
    DaySession,
    MeetingLocked,
    MeetingUnlocked,
    ProgrammeItemRemoved,
    ProgrammeItemSet,
    Room,
    TimetableInterpretersSet,
    TimetableLanguagesSet,
    TimetableMeetingRestricted,
    TimetableMeetingsOrdered,
    TimetableOrderLifted,
    TimetableParticipantRestricted,
    TimetableRulesSet,
    TimetableSessionsSet,
    TimetableTeamsSet,
)
from shared.contracts.delegations.timetable_parts import Got, TimetableRules, UnservedRequests
from shared.eventing.event import Event
from tests.unit.delegations.one_day import ASKED, DRAFTED, PUBLISHED, REVIEWED, at
from tests.unit.delegations.test_views import shown

LATER = DRAFTED.model_copy(
    update={
        "timetable": "t2",
        "meetings": (Placed(meeting="m2", slot=2, table=2),),
        "weight": 6,
        "weight_bound": 8,
        "rules": TimetableRules(most_per_company=1),
        "unserved": (UnservedRequests(reason="cap-reached", of=("c1",), meetings=("m1",)),),
        "got": (Got(participant="c1", asked=2, held=1, weight=6, breaks=0, share=1),),
    }
)
RULES: dict[str, Any] = TimetableRules(most_per_company=1).model_dump(mode="json", exclude={"aims"})


def day(*events: Event) -> Any:
    documents: Any = shown(DAYS, [*ASKED, *events])
    return {"id": "lima", **documents["lima"]}


def draft(event: Event) -> Any:
    return shown(TIMETABLES, [event])[draft_id("lima", "t2" if event == LATER else "t1")]


def test_the_list_of_drafts_has_all_of_them_with_what_is_proven() -> None:
    found = day(DRAFTED, LATER)
    assert [listed(found, id)["status"] for id in found["drafts"]] == ["drafted", "drafted"]
    assert listed(found, "t2") == {
        "id": "t2",
        "status": "drafted",
        "rules": RULES,
        "breaks": 0,
        "bound": 0,
        "weight": 6,
        "weight_bound": 8,
        "waits": 0,
        "gap": 0.25,
        "held": 1,
        "unserved": 1,
        "table_changes": 0,
    }
    assert (listed(found, "t1")["gap"], listed(found, "t1")["rules"]) == (0.0, None)


def test_a_draft_shows_parties_reasons_and_what_everybody_got() -> None:
    seen = whole(day(DRAFTED, LATER), draft(LATER))
    assert seen["meetings"] == {"m2": {"company": "c1", "buyer": "b2", "slot": 2, "table": 2}}
    assert seen["unserved_requests"] == {
        "m1": {"company": "c1", "buyer": "b1", "reason": "cap-reached", "of": ["c1"], "says": SAYS["cap-reached"]}
    }
    assert seen["participants"] == {
        "c1": {"asked": 2, "held": 1, "weight": 6, "breaks": 0, "share": 1, "waits": None, "table_changes": 0}
    }


def test_two_drafts_are_compared_as_a_whole_and_for_each_participant() -> None:
    found = compared(day(DRAFTED, LATER), draft(DRAFTED), draft(LATER))
    assert (found["first"]["id"], found["second"]["id"]) == ("t1", "t2")
    assert [found[name] for name in ("only_first", "only_second", "moved", "reseated")] == [["m1"], [], ["m2"], []]
    assert found["participants"].keys() == {"c1", "b1", "b2"}
    assert found["participants"]["c1"] == {
        "first": {"held": 2, "breaks": 0, "table_changes": 0},
        "second": {"held": 1, "breaks": 0, "table_changes": 0},
        "only_first": ["m1"],
        "only_second": [],
        "moved": ["m2"],
        "reseated": [],
    }
    other_table = DRAFTED.model_copy(update={"meetings": (DRAFTED.meetings[0], Placed(meeting="m1", slot=1, table=2))})
    reseated = compared(day(DRAFTED), draft(DRAFTED), draft(other_table))
    assert (reseated["moved"], reseated["reseated"]) == ([], ["m1"])
    assert reseated["participants"]["c1"]["second"] == {"held": 2, "breaks": 0, "table_changes": 1}


def test_table_changes_are_counted_in_the_order_of_time() -> None:
    assert table_changes({}) == 0
    places = {id: {"slot": slot, "table": table} for id, slot, table in (("a", 5, 1), ("b", 0, 1), ("c", 3, 2))}
    assert table_changes(places) == 2


def test_an_earlier_draft_that_is_reviewed_takes_the_place_of_the_latest() -> None:
    first = TimetableReviewed(day="lima", timetable="t1")
    seen = day(DRAFTED, LATER, first)
    assert seen["timetable"] == {"id": "t1", "status": "reviewed", "breaks": 0, "bound": 0}
    assert "slot" not in seen["meetings"]["m2"]
    assert [listed(seen, id)["status"] for id in ("t1", "t2")] == ["reviewed", "drafted"]
    seen = day(DRAFTED, LATER, first, PUBLISHED)
    assert [(seen["meetings"][id]["slot"], seen["meetings"][id]["table"]) for id in ("m1", "m2")] == [(1, 1), (0, 1)]


def test_a_frozen_timetable_shows() -> None:
    frozen = TimetableFrozen(day="lima", timetable="t1", post="lima")
    seen = day(DRAFTED, REVIEWED, PUBLISHED, frozen)
    assert seen["timetable"]["status"] == listed(seen, "t1")["status"] == "frozen"


def test_what_the_timetable_must_be_shows_in_the_day() -> None:
    seen = day(
        TimetableRulesSet(day="lima", rules=TimetableRules(most_per_company=1)),
        MeetingLocked(day="lima", meeting="m1", slot=1, table=1),
        TimetableSessionsSet(day="lima", sessions=(DaySession(name="late", slots=(1, 2)),)),
        TimetableMeetingRestricted(day="lima", meeting="m2", session="late", forbidden=(1,)),
        TimetableParticipantRestricted(day="lima", participant="b1", session="late"),
        TimetableMeetingsOrdered(day="lima", earlier="m1", later="m2"),
        DayRoomsSet(day="lima", rooms=(Room(name="Salon", tables=(1,)),), spare_tables=(2,)),
        DayPartnersSet(day="lima", partners=("bpifrance",)),
        TimetableTeamsSet(day="lima", participant="c1", teams=2, by_organiser=False),
        TimetableLanguagesSet(day="lima", participant="c1", languages=("fr",), by_organiser=False),
        TimetableInterpretersSet(day="lima", language="es", interpreters=(1, 1, 1)),
    )
    assert seen["timetable_rules"] == RULES
    assert seen["meetings"]["m1"]["locked"] == {"slot": 1, "table": 1}
    assert seen["sessions"] == [{"name": "late", "slots": [1, 2]}]
    assert (seen["meetings"]["m2"]["session"], seen["meetings"]["m2"]["forbidden"]) == ("late", [1])
    assert seen["participants"]["b1"]["session"] == "late"
    assert seen["orders"] == [{"earlier": "m1", "later": "m2"}]
    assert (seen["rooms"], seen["spare_tables"]) == ([{"name": "Salon", "tables": [1]}], [2])
    assert (room_of(seen, 1), room_of(seen, 2), room_of(day(), 1)) == ("Salon", None, None)
    assert seen["partners"] == ["bpifrance"]
    assert (seen["participants"]["c1"]["teams"], seen["participants"]["c1"]["languages"]) == (2, ["fr"])
    assert seen["interpreters"] == {"es": [1, 1, 1]}


def test_what_is_lifted_shows_no_more() -> None:
    seen = day(
        MeetingLocked(day="lima", meeting="m1", slot=1),
        MeetingUnlocked(day="lima", meeting="m1"),
        TimetableMeetingsOrdered(day="lima", earlier="m1", later="m2"),
        TimetableOrderLifted(day="lima", earlier="m1", later="m2"),
        TimetableRulesSet(day="lima", rules=TimetableRules()),
        TimetableRulesSet(day="lima", rules=None),
    )
    assert (seen["meetings"]["m1"]["locked"], seen["orders"], seen["timetable_rules"]) == (None, [], None)


def item(id: str, hour: int, *participants: str) -> ProgrammeItemSet:
    return ProgrammeItemSet(
        day="lima",
        item=id,
        title=id.title(),
        starts_at=at(hour),
        ends_at=at(hour + 1),
        slots=(),
        participants=participants,
    )


def test_a_participant_sees_its_own_programme_in_the_order_of_time() -> None:
    removed = ProgrammeItemRemoved(day="lima", item="speech")
    seen = day(item("panel", 18, "c1"), item("opening", 13), item("speech", 12), removed)
    assert [one["item"] for one in programme_of(seen, "c1")] == ["opening", "panel"]
    assert programme_of(seen, "b1") == [
        {"item": "opening", "title": "Opening", "starts_at": at(13), "ends_at": at(14)},
    ]


def test_a_demand_after_the_draft_outdates_it_and_a_partner_does_not() -> None:
    assert day(DRAFTED, DayPartnersSet(day="lima", partners=("a",)))["timetable"]["status"] == "drafted"
    assert day(DRAFTED, MeetingLocked(day="lima", meeting="m1", slot=1))["timetable"]["status"] == "outdated"


def test_the_order_that_counts_is_shown_whole() -> None:
    rules = TimetableRules(order=("breaks", "fairness"), aims=("waits", "breaks", "fairness"))
    seen = day(TimetableRulesSet(day="lima", rules=rules), DRAFTED.model_copy(update={"rules": rules}))
    assert seen["timetable_rules"]["order"] == listed(seen, "t1")["rules"]["order"] == ["waits", "breaks", "fairness"]
    assert "aims" not in seen["timetable_rules"]
