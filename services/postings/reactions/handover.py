"""What passes on when an officer leaves or a post closes: contacts, the charge of requests and of other work.

Nothing passes before the last day is over, however early the end is said. An officer may leave while something is being
given into their charge. So both ends look: the leaving at what the views show in their charge, and whatever comes into
somebody's charge, once the view shows it, at whether they have left. Whoever is last sees the other.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from services.postings.domain.charge import CHARGE, Succeed
from services.postings.domain.contact import CONTACT
from services.postings.domain.contact_commands import HandOver
from services.postings.domain.heirs import Staff, head, heir
from services.postings.domain.information_commands import Succeed as SucceedInRequest
from services.postings.domain.information_request import INFORMATION_REQUEST
from services.postings.domain.posting import POSTING
from services.postings.views.charges import CHARGES
from services.postings.views.contacts import CONTACTS
from services.postings.views.information_requests import INFORMATION_REQUESTS
from services.postings.views.linked_work import key
from services.postings.views.staffing import STAFFING, staff
from shared.clock import now
from shared.contracts.postings.charge import ChargeGiven
from shared.contracts.postings.contact import ContactHandedOver, ContactHandover, ContactRegistered
from shared.contracts.postings.information_request import InformationRequestAssigned
from shared.contracts.postings.post import PostClosed
from shared.contracts.postings.posting_course import PostingLeft
from shared.eventing.event import Recorded
from shared.eventing.reaction import Reaction, provoked
from shared.eventing.store import Store, Task
from shared.eventing.view import Document, View
from shared.eventing.views import Views

NAME = "handover"
SETTLING = 10.0  # seconds that the view of who serves gets to show what was just heard


def hand_over(store: Store, views: Views) -> Reaction:
    """Passes things on, once per event and thing."""
    passing = Passing(store, views)

    async def react(recorded: Recorded) -> None:
        match recorded.event:
            case PostingLeft(posting=posting, post=post):
                await passing.from_officer(recorded, posting, post)
            case PostClosed(post=post):
                await passing.from_post(recorded, post)
            case (
                ContactRegistered(contact=id, post=post, keeper=str(keeper))
                | ContactHandedOver(contact=id, post=post, keeper=str(keeper))
            ):
                await views.reached(CONTACTS, id, recorded.stream, recorded.sequence, SETTLING)
                if to := await passing.after_the_end(keeper, post):
                    await passing.contact(recorded, id, keeper, to.posting, "succession")
            case InformationRequestAssigned(request=id, post=post, posting=str(posting)):
                await views.reached(INFORMATION_REQUESTS, id, recorded.stream, recorded.sequence, SETTLING)
                if to := await passing.after_the_end(posting, post):
                    await passing.request(recorded, id, posting, to.posting)
            case ChargeGiven(kind=kind, work=work, posting=str(posting), post=str(post)):
                await views.reached(CHARGES, key(kind, work), recorded.stream, recorded.sequence, SETTLING)
                if to := await passing.after_the_end(posting, post):
                    await passing.work(recorded, Succeed(kind, work, posting, to.posting, post))

    handles = (PostingLeft, PostClosed, ContactRegistered, ContactHandedOver)
    return Reaction(NAME, (*handles, InformationRequestAssigned, ChargeGiven), react)


@dataclass(frozen=True)
class Heir:
    """Who takes over; nobody where there is none at the post."""

    posting: str | None


@dataclass(frozen=True)
class Passing:
    """The ways in which things pass from one to the other."""

    store: Store
    views: Views

    async def from_officer(self, recorded: Recorded, posting: str, post: str) -> None:
        """To the successor, or to the head of the post."""
        to = heir(await self._staff(post, recorded.stream, recorded.sequence), posting)
        contacts = {"keeper": posting, "active": True}
        await self._each(CONTACTS, contacts, lambda one: self.contact(recorded, one, posting, to, "succession"))
        requests = {"posting": posting, "open": True}
        await self._each(INFORMATION_REQUESTS, requests, lambda one: self.request(recorded, one, posting, to))
        async for one in self.views.each(CHARGES, {"posting": posting}):
            kind, work = one["kind"], one["work"]
            await self.work(recorded, Succeed(kind, work, posting, to, post))

    async def from_post(self, recorded: Recorded, post: str) -> None:
        """The contacts of a post that closes to its head, who passes them on to other posts."""
        to = head(staff(await self.views.get(STAFFING, post), now().date()))
        wanted = {"post": post, "active": True, "keeper": {"$ne": to}}

        async def pass_on(id: str) -> None:
            known, _ = await self.store.load(CONTACT, id)
            await self.contact(recorded, id, known.keeper, to, "post-closed")

        if to is not None:
            await self._each(CONTACTS, wanted, pass_on)

    async def after_the_end(self, posting: str, post: str) -> Heir | None:
        """Who takes over from a posting whose officer has left by now; None where that is not said."""
        known, version = await self.store.load(POSTING, posting)
        if not known.left:
            return None
        return Heir(heir(await self._staff(post, POSTING.stream(posting), version), posting))

    async def contact(
        self, recorded: Recorded, id: str, former: str | None, to: str | None, because: ContactHandover
    ) -> None:
        """Pass a contact on, if it is active and its keeper still the same."""
        await self._give(recorded, Task(CONTACT, id, HandOver(id, None, to, because, recorded.time, former)))

    async def request(self, recorded: Recorded, id: str, former: str, to: str | None) -> None:
        """Pass the charge of a request on, if it is open and still in the same hands."""
        await self._give(recorded, Task(INFORMATION_REQUEST, id, SucceedInRequest(id, former, to, recorded.time)))

    async def work(self, recorded: Recorded, succeed: Succeed) -> None:
        """Pass the charge of other work on, if it is still in the same hands."""
        await self._give(recorded, Task(CHARGE, key(succeed.kind, succeed.work), succeed))

    async def _staff(self, post: str, stream: str, version: int) -> Staff:
        await self.views.reached(STAFFING, post, stream, version, SETTLING)
        return staff(await self.views.get(STAFFING, post), now().date())

    async def _give(self, recorded: Recorded, task: Task[Any]) -> None:
        origin = provoked(NAME, recorded)
        await self.store.execute(task, origin=replace(origin, key=f"{origin.key}:{task.stream}"))

    async def _each(self, view: View, wanted: Document, do: Callable[[str], Awaitable[None]]) -> None:
        async for document in self.views.each(view, wanted):
            await do(document["id"])
