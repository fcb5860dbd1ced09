"""What the views of a buyer-meeting day show of requests, applications and deadlines."""

from typing import Any

from services.delegations.views.days import DAYS
from services.delegations.views.deadlines import DEADLINES
from shared.contracts.delegations.day_requests import (
    BlockLifted,
    MeetingRequestAccepted,
    MeetingRequestDeclined,
    MeetingRequestExpired,
    MeetingRequestWithdrawn,
    MeetingsRanked,
    ParticipantBlocked,
)
from shared.contracts.delegations.day_selection import (
    ApplicationFiled,
    ApplicationRefused,
    ApplicationSelected,
    ApplicationWithdrawn,
    DayRulesSet,
)
from shared.eventing.event import Event
from tests.unit.delegations.one_day import ASKED, BEFORE, DRAFTED, PUBLISHED, REVIEWED, requested
from tests.unit.delegations.test_views import shown

M3 = requested("m3", "c2", "b1").model_copy(update={"needs_acceptance": True})
BY_B1 = {"day": "lima", "meeting": "m3", "participant": "b1", "by_organiser": True}


def day(*events: Event) -> Any:
    return shown(DAYS, [*ASKED, *events])["lima"]


def test_a_request_shows_what_became_of_it_and_who_settled_it() -> None:
    assert day(M3)["meetings"]["m3"]["status"] == "requested"
    for event, status in (
        (MeetingRequestAccepted(**BY_B1), "accepted"),
        (MeetingRequestDeclined(**BY_B1), "declined"),
        (MeetingRequestWithdrawn(**{**BY_B1, "participant": "c2"}), "withdrawn"),
    ):
        meeting = day(M3, event)["meetings"]["m3"]
        assert (meeting["status"], meeting["settled_by_organiser"]) == (status, True)
    assert day(M3, MeetingRequestExpired(day="lima", meeting="m3"))["meetings"]["m3"]["status"] == "expired"


def test_ranks_and_blocks_are_shown() -> None:
    ranked = MeetingsRanked(day="lima", participant="c1", meetings=("m2", "m1"), by_organiser=False)
    meetings = day(ranked)["meetings"]
    assert [meetings[id]["rank"] for id in ("m1", "m2")] == [2, 1]
    blocked = ParticipantBlocked(day="lima", participant="b1", blocked="c2", by_organiser=False)
    assert day(blocked)["blocks"] == [{"participant": "b1", "blocked": "c2", "by_organiser": False}]
    lifted = BlockLifted(day="lima", participant="b1", blocked="c2", by_organiser=False)
    assert day(blocked, lifted)["blocks"] == []


def test_a_draft_leaves_no_place_of_an_earlier_draft_behind() -> None:
    withdrawn = MeetingRequestWithdrawn(day="lima", meeting="m2", participant="c1", by_organiser=False)
    again = DRAFTED.model_copy(update={"timetable": "t2", "meetings": DRAFTED.meetings[1:]})
    seen = day(DRAFTED, withdrawn)
    assert (seen["timetable"]["status"], seen["meetings"]["m2"]["slot"]) == ("outdated", 0)
    seen = day(DRAFTED, withdrawn, again)
    assert (seen["timetable"]["status"], "slot" in seen["meetings"]["m2"]) == ("drafted", False)


def test_what_expires_after_publication_leaves_the_timetable_published() -> None:
    expired = MeetingRequestExpired(day="lima", meeting="m3")
    assert day(M3, DRAFTED, REVIEWED, PUBLISHED, expired)["timetable"]["status"] == "published"


def test_applications_show_how_they_were_decided() -> None:
    applied = ApplicationFiled(day="lima", company="c9", name="C9", contact="of-c9", by_organiser=True)
    before = {"name": "C9", "contact": "of-c9", "by_organiser": True}
    for event, more in (
        (applied, {"status": "applied"}),
        (ApplicationSelected(day="lima", company="c9"), {"status": "selected"}),
        (ApplicationRefused(day="lima", company="c9", reason="full"), {"status": "refused", "reason": "full"}),
        (ApplicationWithdrawn(day="lima", company="c9", by_organiser=False), {"status": "withdrawn"}),
    ):
        assert day(applied, event)["applications"] == {"c9": {**before, **more}}
    rules = DayRulesSet(day="lima", apply_by=BEFORE)
    assert day(rules)["rules"] == {
        "apply_by": BEFORE,
        "request_by": None,
        "answer_by": None,
        "needs_acceptance": False,
        "company_places": None,
    }


def test_the_deadlines_list_what_waits_for_an_answer() -> None:
    rules = DayRulesSet(day="lima", answer_by=BEFORE)
    waiting: Any = shown(DEADLINES, [*ASKED, M3, rules])
    assert waiting == {"lima": {"answer_by": BEFORE, "waiting": ["m3"]}}
    for settled in (MeetingRequestAccepted(**BY_B1), MeetingRequestExpired(day="lima", meeting="m3")):
        after: Any = shown(DEADLINES, [*ASKED, M3, rules, settled])
        assert after == {"lima": {"answer_by": BEFORE, "waiting": []}}
