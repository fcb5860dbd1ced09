"""Reminds posts of contacts that have been silent for too long."""

from datetime import datetime

from services.postings.domain.contact import CONTACT
from services.postings.domain.contact_commands import Remind
from services.postings.views.contacts import CONTACTS
from shared.eventing.store import Store, Task
from shared.eventing.views import Views
from shared.rounds import Rounds, by

NAME = "contact-reminders"
PAUSE = 60.0  # seconds between two looks; silence is counted in months


def contact_reminders(store: Store, views: Views) -> Rounds:
    """The store knows better than the view who has been heard of meanwhile."""

    async def look(at: datetime) -> None:
        silent = {"watched": True, "remind_on": {"$lte": at.date().isoformat()}}
        async for contact in views.each(CONTACTS, silent):
            await store.execute(Task(CONTACT, contact["id"], Remind(contact["id"], at)), origin=by(NAME))

    return Rounds(NAME, look, PAUSE)
