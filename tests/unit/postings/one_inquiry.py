"""One request for information, invented, that the tests share: the police's narcotics office asks the post in Lima."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from services.postings.domain.handling import Speaker
from services.postings.domain.information_commands import File
from shared.contracts.postings.information_request import Handling, InformationRequestFiled

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = AT + timedelta(days=10)
LIMA = Speaker("lima-desk", "post", post="lima")
QUITO = Speaker("quito-desk", "post", post="quito")
POLICE = Speaker("police-desk", "directorate", directorate="police")
GENDARMERIE = Speaker("gendarmerie-desk", "directorate", directorate="gendarmerie")
HQ = Speaker("hq-desk", "hq")
RESTRICTED = Handling(marking="restricted")

FILE = File(
    "q1", POLICE, "lima", "ofast", "police", "to-post", "soon", RESTRICTED, "c1", AT, post_open=True, priority="drugs"
)
FILED = InformationRequestFiled(
    request="q1", post="lima", service="ofast", directorate="police", direction="to-post", urgency="soon", due_at=DUE,
    at=AT, priority="drugs", handling=RESTRICTED, content="c1",
)  # fmt: skip
ABOUT = FILED.model_dump(exclude={"type", "handling", "content", "at"})
TO_SERVICE = replace(FILE, by=LIMA, direction="to-service")
