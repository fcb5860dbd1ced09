"""Reminds posts of contacts that have been silent for too long."""

from services.postings.domain.contact import CONTACT
from services.postings.domain.contact_commands import Remind
from services.postings.views.contacts import CONTACTS
from shared.chasing import Due, chasing
from shared.eventing.store import Task

PAUSE = 60.0  # seconds between two looks; silence is counted in months

contact_reminders = chasing(
    "contact-reminders",
    PAUSE,
    Due(
        CONTACTS,
        lambda at: {"watched": True, "remind_on": {"$lte": at.date().isoformat()}},
        lambda contact, at: Task(CONTACT, contact["id"], Remind(contact["id"], at)),
    ),
)
