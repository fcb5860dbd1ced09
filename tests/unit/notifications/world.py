"""A small invented world that the notifications tests share: events, and the facts as the real views keep them."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, cast, get_args

from services.notifications.causes import Causes
from services.notifications.channels.email import Letterhead, address
from services.notifications.composing import Composer
from services.notifications.look import Look
from services.notifications.people import People
from services.notifications.routing import Routing
from shared.contracts.delegations.assistance import (
    AssistanceAccepted,
    AssistanceAnswered,
    AssistanceEscalated,
    AssistanceHandedOver,
    AssistanceRouted,
    Desk,
    ExportWinDeclared,
    ExportWinRejected,
    ExportWinSigned,
)
from shared.contracts.delegations.company import CompanyRegistered, StaffAppointed, StaffDismissed
from shared.contracts.delegations.day import (
    Appointment,
    DayPlanned,
    MeetingAnswered,
    MeetingCancelled,
    ParticipantJoined,
    TimetablePublished,
)
from shared.contracts.delegations.day_repair import AppointmentAdded, AppointmentMoved
from shared.contracts.delegations.delegation import DelegationConfirmed, DelegationRefused, ExhibitorsMatched, Match
from shared.contracts.delegations.fair import FairAnnounced
from shared.contracts.delegations.roster import Function, Guest
from shared.contracts.notifications.canary import CanaryReleased
from shared.contracts.notifications.endpoint import EndpointDisabled, EndpointWarned
from shared.contracts.people import Person
from shared.contracts.postings.agreement import AgreementExpiring
from shared.contracts.postings.high_level_visit import HighLevelVisitCommitmentDue
from shared.contracts.postings.position import PositionCreated
from shared.contracts.postings.post import PostClosed, PostOpened
from shared.contracts.postings.posting import PostingCurtailed, PostingEnded, PostingStarted
from shared.contracts.postings.technical_action import TechnicalActionEvaluationDue
from shared.eventing.event import Event, Recorded
from shared.eventing.view import Document
from shared.eventing.views import Views
from tests.unit.notifications import alarms, inquiries, postings_course, visitors
from tests.unit.notifications.known import Acquainted, OneCause, OneEndpoint, Remembered
from tests.unit.postings import europe
from tests.unit.postings.one_note import ANSWERED as ANSWERED_QUESTION
from tests.unit.postings.one_note import ASKED

AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
SECRET = "an invented secret of more than 32 characters"

LIMA = PostOpened(
    post="lima", name="Lima", country="PE", embassy="Ambassade de France au Pérou", embassy_mail="embassy@lima.example",
    embassy_language="fr", mail="post@lima.example", language="en", time_zone="America/Lima",
    opened_on=date(2020, 1, 1),
)  # fmt: skip
OFFICER = PositionCreated(
    position="lima-lo", post="lima", title="Liaison officer", kind="liaison-officer", service="police"
)
FAIR = FairAnnounced(
    fair="milipol", name="Milipol", edition="2027", country="FR", starts_on=date(2027, 11, 16),
    ends_on=date(2027, 11, 19)
)  # fmt: skip
ACME = CompanyRegistered(company="acme", name="Acme Optique", country="FR", contact="p-acme")
BOLT = CompanyRegistered(company="bolt", name="Bolt Drones", country="FR", contact="p-bolt")
ORPHAN = CompanyRegistered(company="orphan", name="Orphan")
DAY = DayPlanned(
    day="lima-2097", title="Journée Lima", post="lima", country="PE", venue="Hôtel Miramar", held_on=date(2097, 4, 6),
    time_zone="America/Lima", slots=(datetime(2097, 4, 6, 14, tzinfo=UTC),), slot_minutes=20, tables=4,
)  # fmt: skip
JOINED = (
    ParticipantJoined(day="lima-2097", participant="acme", side="company", name="Acme Optique", contact="p-acme"),
    ParticipantJoined(day="lima-2097", participant="pnp", side="buyer", name="Policía Nacional", contact="p-pnp"),
    ParticipantJoined(day="lima-2097", participant="sucamec", side="buyer", name="Sucamec", contact="p-bolt"),
)
FACTS = (LIMA, OFFICER, FAIR, ACME, BOLT, ORPHAN, DAY, *JOINED, visitors.APPLIED, *alarms.BOXES)
KNOWN = (*FACTS, alarms.ISSUED)  # what is looked up, besides the facts that tell nobody of anything


def encoded(record: Document) -> bytes:
    return json.dumps(record).encode()


def person(id: str, name: str, mail: str | None, language: str) -> Document:
    return Person.model_validate({"id": id, "name": name, "mail": mail, "language": language}).model_dump(mode="json")


PEOPLE: Mapping[str, Document | None] = {
    "o-morel": person("o-morel", "Claire Morel", None, "fr"),
    "o-girard": person("o-girard", "Paul Girard", None, "fr"),
    "p-acme": person("p-acme", "Anne Petit", "anne@acme.example", "fr"),
    "p-bolt": person("p-bolt", "Bob Low", "bob@bolt.example", "en"),
    "p-pnp": person("p-pnp", "Luz Quispe", "luz@pnp.example", "en"),
    "p-silent": person("p-silent", "No Mail", None, "en"),
    "p-erased": None,
}

STARTED = PostingStarted(
    posting="morel", position="lima-lo", post="lima", officer="o-morel", started_on=date(2026, 9, 1),
    predecessor="girard", predecessor_officer="o-girard",
)  # fmt: skip
ENDED = PostingEnded(posting="girard", position="lima-lo", post="lima", officer="o-girard", ended_on=date(2026, 8, 31))
CURTAILED = PostingCurtailed(
    posting="morel", position="lima-lo", post="lima", officer="o-morel", last_day=date(2027, 1, 15), reason="medical"
)
MATCHED = ExhibitorsMatched(
    delegation="peru-2027", fair="milipol", country="PE",
    matches=(Match(company="acme", because=("Optronics",)), Match(company="bolt", because=("Drones", "Counter-UAS"))),
)  # fmt: skip
CONFIRMED = DelegationConfirmed(
    delegation="peru-2027", fair="milipol", country="PE", head="p-pnp", interests=("Optronics", "Drones")
)
REFUSED = DelegationRefused(delegation="peru-2027", fair="milipol", country="PE", head="p-pnp", reason="too late")


def appointment(meeting: str, buyer: str, hour: int, sequence: int = 0) -> Appointment:
    starts_at = datetime(2097, 4, 6, hour, tzinfo=UTC)  # far off, since real clocks decide whether a link is still open
    return Appointment(
        meeting=meeting, company="acme", buyer=buyer, starts_at=starts_at, ends_at=starts_at.replace(minute=20),
        table=3, sequence=sequence,
    )  # fmt: skip


FIRST, SECOND = appointment("m1", "pnp", 14), appointment("m2", "sucamec", 15)
PUBLISHED = TimetablePublished(day="lima-2097", timetable="t1", post="lima", appointments=(SECOND, FIRST))
ANSWERED = MeetingAnswered(
    day="lima-2097",
    post="lima",
    appointment=FIRST,
    participant="acme",
    counterpart="pnp",
    answer="accepted",
    answered_at=AT,
)
CANCELLED = MeetingCancelled(
    day="lima-2097", post="lima", appointment=appointment("m1", "pnp", 14, sequence=1), reason="illness"
)
REPAIRED: dict[str, Any] = {"day": "lima-2097", "post": "lima", "repair": "r1"}
LATER, OTHER_TABLE = appointment("m1", "pnp", 16, sequence=1), FIRST.model_copy(update={"table": 9, "sequence": 1})
MOVED = AppointmentMoved(**REPAIRED, before=FIRST, appointment=LATER, moved_at=AT)
ADDED = AppointmentAdded(**REPAIRED, appointment=SECOND, added_at=AT)

HELPED: dict[str, Any] = {
    "request": "r1", "company": "acme", "market": "PE", "sector": "Drones", "confidentiality": "open", "at": AT,
    "due_at": datetime(2026, 9, 16, 12, tzinfo=UTC),
}  # fmt: skip
LIMA_DESK = Desk(kind="post", id="lima")
ROUTED = AssistanceRouted(**HELPED, desk=LIMA_DESK, because="residence")
HANDED = AssistanceHandedOver(
    **HELPED | {"confidentiality": "restricted"}, former=Desk(kind="hq", id="hq"), desk=LIMA_DESK, because="residence"
)
ACCEPTED = AssistanceAccepted(**HELPED, desk=LIMA_DESK)
ASSISTED = AssistanceAnswered(**HELPED, desk=LIMA_DESK, answer="The police buys.")
OVERDUE = AssistanceEscalated(**HELPED, desk=LIMA_DESK)
WON = ExportWinDeclared(
    **HELPED, desk=LIMA_DESK, win="w1", product="Drone", reached_on=date(2026, 9, 1), amount=90_000,
    declared_by="desk", sign_by=datetime(2097, 9, 8, 12, tzinfo=UTC),
)  # fmt: skip

SETTLED = ExportWinSigned(**HELPED, desk=LIMA_DESK, win="w1", amount=90_000)
DISPUTED = ExportWinRejected(**HELPED, desk=LIMA_DESK, win="w1")
CANARY = CanaryReleased(day=AT.date(), number=48)
WARNED = EndpointWarned(endpoint="acme-hook", company="acme", warning=1, failing_since=AT, at=AT)
DISABLED = EndpointDisabled(endpoint="acme-hook", company="acme", reason="gone", at=AT)
IN_PERU: dict[str, Any] = {"post": "lima", "country": "PE"}
EVALUATION_DUE = TechnicalActionEvaluationDue(
    **IN_PERU, action="course", theme="drugs", year=2027, title="Profiling", evaluation_due_on=date(2027, 9, 12)
)
EXPIRING = AgreementExpiring(**IN_PERU, agreement="pe-security", title="Security", expires_on=date(2031, 8, 31))
PROMISE_DUE = HighLevelVisitCommitmentDue(
    **IN_PERU, visit="minister", title="Visit of the minister", commitment="dogs", due_on=date(2027, 10, 1)
)
CLOSED = PostClosed(post="lima", closed_on=date(2027, 8, 31))
AT_ACME: dict[str, Any] = {"company": "acme", "person": "p-bolt"}
STAFF = (
    *(StaffAppointed(**AT_ACME, role=role) for role in ("manager", "commercial", "technical", "legal")),
    StaffDismissed(**AT_ACME),
)

EXAMPLES: Mapping[str, tuple[Event, ...]] = {
    "posting_started": (
        STARTED, STARTED.model_copy(update={"predecessor": None, "predecessor_officer": None}),
        STARTED.model_copy(update={"officer": "p-erased", "predecessor_officer": "p-erased"}),
    ),
    "posting_ended": (ENDED, CURTAILED, CURTAILED.model_copy(update={"officer": "p-erased"})),
    "exhibitor_matched": (MATCHED,),
    "delegation_confirmed": (CONFIRMED,),
    "delegation_refused": (REFUSED,),
    "meeting_invitation": (PUBLISHED,),
    "meeting_answered": (ANSWERED, ANSWERED.model_copy(update={"answer": "declined"})),
    "meeting_cancelled": tuple(
        CANCELLED.model_copy(update={"cancelled_by": party}) for party in (None, "acme", "pnp")
    ),
    "meeting_moved": (MOVED, MOVED.model_copy(update={"appointment": OTHER_TABLE}), ADDED),
    "assistance_routed": (ROUTED, HANDED),
    "assistance_progress": (ACCEPTED, ASSISTED),
    "assistance_escalated": (OVERDUE,),
    "export_win_declared": (WON, WON.model_copy(update={"amount": None})),
    "export_win_settled": (SETTLED, DISPUTED),
    "post_closed": (CLOSED,),
    "member_invited": tuple(
        visitors.INVITED.model_copy(update={"guests": (Guest(person="p-pnp", function=function),)})
        for function in get_args(Function)
    ),
    "member_accredited": (visitors.ACCREDITED,),
    "member_refused": (visitors.NOT_ACCREDITED,),
    "company_vetted": (visitors.VETTED, visitors.NOT_VETTED),
    "company_suspended": (visitors.SUSPENDED, visitors.REINSTATED),
    "application_decided": (visitors.SELECTED, visitors.NOT_SELECTED),
    "meeting_requested": (visitors.REQUESTED, visitors.REQUESTED.model_copy(update={"needs_acceptance": True})),
    "request_expired": (visitors.EXPIRED,),
    "request_settled": visitors.SETTLED,
    "follow_up_overdue": (visitors.OVERDUE, visitors.OVERDUE.model_copy(update={"side": "buyer"})),
    "canary": (CANARY,),
    "endpoint_warned": (WARNED,),
    "endpoint_disabled": tuple(DISABLED.model_copy(update={"reason": why}) for why in ("gone", "failing", "asked")),
    "evaluation_due": (EVALUATION_DUE,),
    "agreement_expiring": (EXPIRING,),
    "commitment_due": (PROMISE_DUE,),
    "information_request": inquiries.ALL,
    "contact_silent": (inquiries.SILENT,),
    "environment_question": (ASKED, ANSWERED_QUESTION),
    "notice_issued": alarms.ISSUES,
    "notice_escalated": alarms.ESCALATIONS,
    "notice_withdrawn": alarms.WITHDRAWALS,
    "eu_position_instructed": (europe.INSTRUCTED,),
    "eu_position_reminder": (europe.REMINDED,),
    "eu_project_deadline": (europe.REPORT_NEAR, europe.MILESTONE_DUE),
    **postings_course.EXAMPLES,
    "tenure_ended": (ENDED, CURTAILED),
    "company_staff": STAFF,
}  # fmt: skip


def recorded(event: Event, stream: str = "some-stream", sequence: int = 1) -> Recorded:
    return Recorded(event, stream, sequence, AT, "/elsewhere", "conversation")


def look(facts: Iterable[Event] = KNOWN, people: Mapping[str, Document | None] = PEOPLE) -> Look:
    known = cast(People, Acquainted(people))
    return Look(cast(Views, Remembered(facts)), known, known)


def composer(
    event: Event,
    facts: Iterable[Event] = KNOWN,
    people: Mapping[str, Document | None] = PEOPLE,
    endpoint: str | None = None,
) -> Composer:
    return Composer(
        causes=cast(Causes, OneCause(event)),
        routing=cast(Routing, OneEndpoint(endpoint)),
        look=lambda: look(facts, people),
        head=Letterhead(address("Liaison <no-reply@liaison.example>")),
        organizer=address("Liaison <meetings@liaison.example>"),
        public_url="https://liaison.example",
        registration_url="https://fairs.example",
        link_secret=SECRET,
    )
