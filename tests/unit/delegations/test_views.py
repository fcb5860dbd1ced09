"""What the views show after what has happened."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.delegations.domain.assistance_case import HQ
from services.delegations.views.agendas import AGENDAS
from services.delegations.views.assistance import ASSISTANCE_REQUESTS
from services.delegations.views.assistance_notes import ASSISTANCE_NOTES
from services.delegations.views.assistance_statistics import ASSISTANCE_STATISTICS, NONE_YET
from services.delegations.views.badges import BADGES
from services.delegations.views.companies import COMPANIES
from services.delegations.views.contingents import CONTINGENTS
from services.delegations.views.days import DAYS
from services.delegations.views.delegations import DELEGATIONS
from services.delegations.views.fairs import FAIRS
from services.delegations.views.rosters import ROSTERS
from shared.contracts.delegations.assistance import AssistanceNoted
from shared.contracts.delegations.company import CompanyChanged, CompanyExhibited, CompanyRegistered
from shared.contracts.delegations.contingent import PlaceFreed, PlaceTaken
from shared.contracts.delegations.day import MeetingAnswered, MeetingCancelled
from shared.contracts.delegations.delegation import (
    DelegationConfirmed,
    DelegationRefused,
    DelegationRegistered,
    ExhibitorsMatched,
    Match,
)
from shared.contracts.delegations.fair import FairAnnounced, FairDetailed
from shared.contracts.delegations.roster import Guest, MemberRefused, TravelArranged
from shared.contracts.postings.post import PostOpened
from shared.eventing.event import Event
from shared.eventing.view import Document, View
from tests.unit.delegations.one_day import ASKED, BEFORE, DRAFTED, M1, PUBLISHED, REVIEWED, appointment, joined
from tests.unit.delegations.one_request import (
    ACCEPTED,
    ANSWERED,
    AT,
    DECLARED,
    DUE,
    ESCALATED,
    HANDED,
    LIMA,
    NOTED,
    REJECTED,
    REQUESTED,
    ROUTED,
    SIGNED,
    TAKEN,
    UNCOVERED,
    WITHDRAWN,
)
from tests.unit.delegations.one_visit import (
    ACCREDITED,
    ANA,
    ANNOUNCED,
    ARRIVED,
    EVENING,
    INVITED,
    LEFT,
    REGISTERED,
    SUBMITTED,
)

COMING = MeetingAnswered(
    day="lima", post="lima", appointment=M1, participant="b1", counterpart="c1", answer="accepted", answered_at=BEFORE
)
POST = PostOpened(
    post="lima", name="Lima", country="PE", accredited=("BO",), embassy="Embassy", embassy_mail="e@lima.example",
    embassy_language="fr", mail="p@lima.example", language="fr", time_zone="America/Lima",
    opened_on=date(2026, 1, 5),
)  # fmt: skip
CANCELLED = MeetingCancelled(day="lima", post="lima", appointment=appointment("m1", "c1", "b1", 1, 1), reason="ill")


def shown(view: View, events: Iterable[Event]) -> dict[str, Document | None]:
    """All documents of a view after these events."""
    documents: dict[str, Document | None] = {}
    for event in events:
        if isinstance(event, view.handles):
            for key in view.keys(event):
                documents[key] = view.evolve(documents.get(key), event)
    return documents


def test_a_fair_is_shown() -> None:
    days = {"starts_on": date(2027, 5, 4), "ends_on": date(2027, 5, 6)}
    documents = shown(FAIRS, [FairAnnounced(fair="exposec", name="Exposec", edition="2027", country="FR", **days)])
    particulars = {"name": "Exposec", "edition": "2027", "country": "FR"}
    assert documents == {"exposec": {**particulars, "starts_on": "2027-05-04", "ends_on": "2027-05-06"}}


def test_a_company_is_found_under_all_its_categories() -> None:
    documents: Any = shown(
        COMPANIES,
        [
            CompanyRegistered(company="acme", name="ACME", country="FR"),
            CompanyExhibited(company="acme", fair="exposec", categories=("Drones", "Boots")),
            CompanyExhibited(company="acme", fair="other", categories=("boots", "Radios")),
            CompanyChanged(company="acme", name="ACME", country="BE", categories=("Robots",)),
            CompanyExhibited(company="acme", fair="exposec", categories=("Drones",)),
        ],
    )
    assert documents["acme"]["fairs"] == ["exposec", "other"]
    assert documents["acme"]["categories"] == ["Robots", "Drones", "boots", "Radios"]
    assert (documents["acme"]["country"], documents["acme"]["declared"]) == ("BE", ["Robots"])


def test_a_delegation_shows_how_far_it_has_come() -> None:
    of = {"delegation": "peru", "fair": "exposec", "country": "PE"}
    registered = DelegationRegistered(**of, head="head", interests=("Drones",))
    confirmed = DelegationConfirmed(**of, head="head", interests=("Drones",))
    matched = ExhibitorsMatched(**of, matches=(Match(company="acme", because=("Drones",)),))
    refused = DelegationRefused(**of, head="head", reason="no visas")
    before = {
        "fair": "exposec",
        "country": "PE",
        "head": "head",
        "interests": ["Drones"],
        "reason": None,
        "matches": None,
    }
    assert shown(DELEGATIONS, [registered]) == {"peru": {**before, "status": "registered"}}
    assert shown(DELEGATIONS, [registered, refused]) == {"peru": {**before, "status": "refused", "reason": "no visas"}}
    assert shown(DELEGATIONS, [registered, confirmed, matched]) == {
        "peru": {**before, "status": "confirmed", "matches": [{"company": "acme", "because": ["Drones"]}]}
    }


def test_a_day_shows_its_meetings_with_places_answers_and_timetable() -> None:
    documents: Any = shown(DAYS, [*ASKED, DRAFTED, REVIEWED, PUBLISHED, COMING, CANCELLED])
    day = documents["lima"]
    assert (day["held_on"], day["time_zone"], len(day["slots"])) == ("2027-06-01", "America/Lima", 3)
    assert day["participants"]["b1"] == {"side": "buyer", "name": "B1", "contact": "of-b1", "absent": [0]}
    assert day["timetable"] == {"id": "t1", "status": "published", "breaks": 0, "bound": 0}
    assert day["meetings"]["m1"] == {
        "company": "c1",
        "buyer": "b1",
        "requested_by": "company",
        "rank": None,
        "needs_acceptance": False,
        "by_organiser": False,
        "status": "cancelled",
        "reason": "ill",
        "cancelled_by": None,
        "slot": 1,
        "table": 1,
        "starts_at": M1.starts_at,
        "ends_at": M1.ends_at,
        "sequence": 1,
        "answers": {"b1": "accepted"},
    }
    assert day["meetings"]["m2"]["status"] == "published"


def test_a_draft_is_shown_as_outdated_when_someone_joins() -> None:
    documents: Any = shown(DAYS, [*ASKED, DRAFTED, joined("c3")])
    assert documents["lima"]["timetable"]["status"] == "outdated"


def test_an_agenda_has_its_own_appointments_only_in_the_order_of_the_clock() -> None:
    documents: Any = shown(AGENDAS, [*ASKED, DRAFTED, REVIEWED, PUBLISHED, COMING, CANCELLED])
    assert {key: [each["meeting"] for each in document["appointments"]] for key, document in documents.items()} == {
        "lima/c1": ["m2", "m1"],
        "lima/c2": [],
        "lima/b1": ["m1"],
        "lima/b2": ["m2"],
    }
    first, second = documents["lima/c1"]["appointments"]
    assert (first["status"], first["counterpart"]) == ("published", "b2")
    assert (second["status"], second["sequence"], second["counterpart_answer"]) == ("cancelled", 1, "accepted")
    assert documents["lima/b1"]["appointments"][0]["answer"] == "accepted"


def test_evolving_leaves_the_document_before_as_it_was() -> None:
    before: Any = shown(DAYS, [*ASKED, DRAFTED, REVIEWED, PUBLISHED])["lima"]
    copy = repr(before)
    DAYS.evolve(DAYS.evolve(before, COMING), CANCELLED)
    assert repr(before) == copy


def test_a_fair_is_shown_with_its_details_in_words() -> None:
    details = FairDetailed(fair="exposec", time_zone="Europe/Paris", halls=("Hall 5",), closes_on=date(2027, 4, 1))
    fair: Any = shown(FAIRS, [ANNOUNCED, details])["exposec"]
    assert (fair["name"], fair["halls"], fair["closes_on"], fair["purge_on"]) == (
        "Exposec",
        ["Hall 5"],
        "2027-04-01",
        None,
    )


def test_a_roster_shows_each_member_and_what_came_of_it() -> None:
    travel = TravelArranged(**ANA, arrives_on=date(2027, 5, 3), leaves_on=date(2027, 5, 7), visa=True)
    refused = MemberRefused(**{**ANA, "person": "ben"}, reason="no visa")
    ben = Guest(person="ben", function="interpreter")
    invited = INVITED.model_copy(update={"guests": (*INVITED.guests, ben)})
    events = [invited, REGISTERED, SUBMITTED, ACCREDITED, travel, refused, ARRIVED, LEFT]
    roster: Any = shown(ROSTERS, events)["peru"]
    assert (roster["fair"], roster["country"], roster["purged_at"]) == ("exposec", "PE", None)
    assert roster["members"]["ana"] == {
        "function": "companion",
        "status": "left",
        "interpreter": "es",
        "interests": ("Drones",),
        "badge": "b1",
        "travel": {"arrives_on": "2027-05-03", "leaves_on": "2027-05-07", "visa": True},
        "reason": None,
        "came": True,
        "last_scan": EVENING,
    }
    assert (roster["members"]["ben"]["status"], roster["members"]["ben"]["reason"]) == ("refused", "no visa")


def test_a_badge_leads_to_its_member() -> None:
    assert shown(BADGES, [ACCREDITED]) == {"b1": {"delegation": "peru", "fair": "exposec", "person": "ana"}}


def test_a_contingent_shows_who_has_a_place() -> None:
    of = {"fair": "exposec", "country": "PE"}
    taken = [PlaceTaken(**of, person=person) for person in ("ana", "ben")]
    freed = PlaceFreed(**of, person="ana")
    assert shown(CONTINGENTS, [*taken, freed]) == {"exposec:PE": {**of, "persons": ["ben"]}}


def test_a_request_for_assistance_shows_where_it_is_and_how_far_it_has_come() -> None:
    documents: Any = shown(ASSISTANCE_REQUESTS, [REQUESTED, ROUTED, TAKEN])
    request = documents["r1"]
    assert (request["status"], request["open"], request["desk"]) == ("accepted", True, {"kind": "post", "id": "lima"})
    assert (request["posting"], request["because"], request["question"]) == ("morel", "residence", "Who buys?")
    assert (request["requested_at"], request["due_at"], request["accepted_at"]) == (AT, DUE, AT)
    moved: Any = shown(ASSISTANCE_REQUESTS, [REQUESTED, ROUTED, TAKEN, ESCALATED, HANDED])["r1"]
    assert (moved["status"], moved["posting"], moved["accepted_at"]) == ("routed", None, None)
    assert (moved["desk"]["id"], moved["escalated_at"]) == ("quito", DUE)
    withdrawn: Any = shown(ASSISTANCE_REQUESTS, [REQUESTED, WITHDRAWN])["r1"]
    assert (withdrawn["status"], withdrawn["open"], withdrawn["desk"]) == ("withdrawn", False, None)


def test_a_request_shows_its_answer_and_its_wins() -> None:
    history = [REQUESTED, ROUTED, ACCEPTED, ANSWERED, DECLARED]
    request: Any = shown(ASSISTANCE_REQUESTS, [*history, SIGNED])["r1"]
    assert (request["status"], request["open"], request["answer"]) == ("answered", False, "The police does.")
    win = request["wins"]["w1"]
    assert (win["status"], win["amount"], win["reached_on"], win["settled_at"]) == ("signed", 90_000, "2027-03-01", AT)
    rejected: Any = shown(ASSISTANCE_REQUESTS, [*history, REJECTED])["r1"]
    assert rejected["wins"]["w1"]["status"] == "rejected"


def test_notes_are_kept_apart_from_what_a_company_sees() -> None:
    assert AssistanceNoted not in ASSISTANCE_REQUESTS.handles
    notes: Any = shown(ASSISTANCE_NOTES, [REQUESTED, ROUTED, NOTED, NOTED])
    note = {"desk": {"kind": "post", "id": "lima"}, "note": "ask the attache", "at": AT}
    assert notes == {"r1": {"notes": [note, note]}}


def test_assistance_is_counted_for_whoever_has_the_request_then() -> None:
    over = [REQUESTED, UNCOVERED, ESCALATED.model_copy(update={"desk": HQ})]
    to_lima = HANDED.model_copy(update={"former": HQ, "desk": LIMA})
    succession = to_lima.model_copy(update={"former": LIMA, "because": "succession"})
    documents: Any = shown(ASSISTANCE_STATISTICS, [*over, to_lima, succession, ACCEPTED, ANSWERED, DECLARED, SIGNED])
    counted = {
        (one["desk"]["id"], one["market"], one["sector"]): tuple(one[name] for name in NONE_YET)
        for one in documents.values()
    }
    assert counted == {("hq", "PE", "drones"): (1, 0, 1, 0, 0, 0), ("lima", "PE", "drones"): (0, 1, 0, 1, 1, 90_000)}
    unrouted = ESCALATED.model_copy(update={"desk": None})
    assert list(ASSISTANCE_STATISTICS.keys(unrouted)) == []


def test_spellings_of_a_sector_are_counted_together() -> None:
    loud = ROUTED.model_copy(update={"sector": " DRONES "})
    [figures] = shown(ASSISTANCE_STATISTICS, [ROUTED, loud]).values()
    assert figures is not None
    assert figures["filed"] == 2
