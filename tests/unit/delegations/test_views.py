"""What the views show after what has happened."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.delegations.views.agendas import AGENDAS
from services.delegations.views.companies import COMPANIES
from services.delegations.views.days import DAYS
from services.delegations.views.delegations import DELEGATIONS
from services.delegations.views.fairs import FAIRS
from shared.contracts.delegations.company import CompanyChanged, CompanyExhibited, CompanyRegistered
from shared.contracts.delegations.day import MeetingAnswered, MeetingCancelled
from shared.contracts.delegations.delegation import (
    DelegationConfirmed,
    DelegationRefused,
    DelegationRegistered,
    ExhibitorsMatched,
    Match,
)
from shared.contracts.delegations.fair import FairAnnounced
from shared.eventing.event import Event
from shared.eventing.view import Document, View
from tests.unit.delegations.one_day import ASKED, BEFORE, DRAFTED, M1, PUBLISHED, REVIEWED, appointment, joined

ANSWERED = MeetingAnswered(
    day="lima", post="lima", appointment=M1, participant="b1", counterpart="c1", answer="accepted", answered_at=BEFORE
)
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
    documents: Any = shown(DAYS, [*ASKED, DRAFTED, REVIEWED, PUBLISHED, ANSWERED, CANCELLED])
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
    documents: Any = shown(AGENDAS, [*ASKED, DRAFTED, REVIEWED, PUBLISHED, ANSWERED, CANCELLED])
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
    DAYS.evolve(DAYS.evolve(before, ANSWERED), CANCELLED)
    assert repr(before) == copy
