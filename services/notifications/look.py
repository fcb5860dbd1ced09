"""What a message may look up when it is sent: this service's own views, and its copies of the people."""

from collections.abc import Iterable

from services.notifications.outcomes import NotYetKnown
from services.notifications.people import People
from services.notifications.views.applicants import APPLICANTS
from services.notifications.views.companies import COMPANIES
from services.notifications.views.days import DAYS
from services.notifications.views.fairs import FAIRS
from services.notifications.views.mailboxes import MAILBOXES
from services.notifications.views.notices import NOTICES
from services.notifications.views.participants import PARTICIPANTS
from services.notifications.views.positions import POSITIONS
from services.notifications.views.posts import POSTS
from services.notifications.views.staff import MANAGER, STAFF
from services.notifications.views.within_day import within_day
from shared.eventing.view import Document, View
from shared.eventing.views import Views


class Look:
    """Made anew for each message; `met` collects the ids of the people whose names or addresses it asked for.

    Everything raises NotYetKnown where the fact has not arrived.
    """

    def __init__(self, views: Views, officers: People, contacts: People) -> None:
        self._views, self._officers, self._contacts = views, officers, contacts
        self.met: set[str] = set()
        self._facts: dict[tuple[str, str], Document] = {}

    async def post(self, id: str) -> Document:
        return await self._fact(POSTS, id)

    async def position(self, id: str) -> Document:
        return await self._fact(POSITIONS, id)

    async def mailbox(self, id: str) -> Document:
        return await self._fact(MAILBOXES, id)

    async def mailbox_of(self, kind: str, directorate: str | None) -> Document | None:
        """The open mailbox of this kind and directorate, of several the first by its id; None where none is set."""
        wanted = {"kind": kind, "directorate": directorate, "closed": False}
        return next(iter(await self._views.find(MAILBOXES, wanted, limit=1)), None)

    async def notice(self, id: str) -> Document:
        return await self._fact(NOTICES, id)

    async def company(self, id: str) -> Document:
        return await self._fact(COMPANIES, id)

    async def managers(self, company: str) -> list[str]:
        """The people who answer for a company, in the order of their ids."""
        found = await self._views.get(STAFF, company)
        return [] if found is None else sorted(one for one, role in found["staff"].items() if role == MANAGER)

    async def fair(self, id: str) -> Document:
        return await self._fact(FAIRS, id)

    async def day(self, id: str) -> Document:
        return await self._fact(DAYS, id)

    async def participant(self, day: str, id: str) -> Document:
        return await self._fact(PARTICIPANTS, within_day(day, id))

    async def applicant(self, day: str, company: str) -> Document:
        return await self._fact(APPLICANTS, within_day(day, company))

    async def participants(self, day: str, ids: Iterable[str]) -> dict[str, Document]:
        """Several participants of a day, by their ids."""
        keys = {within_day(day, participant) for participant in ids}
        found = await self._views.find(PARTICIPANTS, {"_id": {"$in": sorted(keys)}}, limit=len(keys))
        if len(found) < len(keys):
            raise NotYetKnown(f"{len(keys) - len(found)} participants of day {day}")
        return {one["participant"]: one for one in found}

    async def officer(self, id: str) -> str | None:
        """An officer's name, None where erased."""
        person = await self.officer_record(id)
        return None if person is None else str(person["name"])

    async def officer_record(self, id: str) -> Document | None:
        """An officer with address and language, None where erased."""
        return self._met(id, await self._officers.person(id))

    async def contact(self, id: str) -> Document | None:
        """A company's, buyer's or delegation's person, None where erased."""
        return self._met(id, await self._contacts.person(id))

    def _met(self, id: str, person: Document | None) -> Document | None:
        """Of an erased person nothing can be told that would have to be deleted."""
        if person is not None:
            self.met.add(id)
        return person

    async def _fact(self, view: View, key: str) -> Document:
        if (view.name, key) not in self._facts:
            if (found := await self._views.get(view, key)) is None:
                raise NotYetKnown(f"{view.name} {key}")
            self._facts[view.name, key] = found
        return self._facts[view.name, key]
