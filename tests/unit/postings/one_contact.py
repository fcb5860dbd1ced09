"""One contact, invented, that the tests share: a head of service in Lima's narcotics police."""

from datetime import date

from services.postings.domain.contact_commands import Register
from services.postings.domain.known_contact import Place
from shared.contracts.postings.contact import ContactInteractionRecorded, ContactRegistered
from tests.unit.postings.one_inquiry import AT, LIMA

PLACE = Place("police", "head-of-service", 6, "drugs")
REGISTER = Register("k1", LIMA, "lima", "PE", PLACE, "card-1", AT, post_open=True, keeper="morel")
ABOUT = {"contact": "k1", "post": "lima", "keeper": "morel"}
TOLD = {"force": "police", "level": "head-of-service", "remind_after_months": 6, "priority": "drugs"}
REGISTERED = ContactRegistered.model_validate({**ABOUT, **TOLD, "at": AT, "country": "PE", "card": "card-1"})
MET_ON = date(2026, 3, 2)
MET = ContactInteractionRecorded(
    contact="k1", post="lima", keeper="morel", at=AT, interaction="i1", kind="meeting", held_on=MET_ON, content="c1"
)
