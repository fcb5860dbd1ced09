"""Companies that were merged into another one: what was for them is for the company that goes on."""

from dataclasses import replace
from functools import partial

from services.notifications.deliveries import Deliveries
from services.notifications.domain.preferences import PREFERENCES, Inherit
from services.notifications.endpoints import Endpoints
from services.notifications.recipients import Recipient
from shared.contracts.delegations.company import CompanyMerged
from shared.eventing.event import Recorded
from shared.eventing.reaction import Reaction, provoked
from shared.eventing.store import Store, Task
from shared.mongo import Document, Mongo, by_id
from shared.together import Together

NAME = "mergers"


class Mergers:
    """Which company goes on for which; a duplicate's duplicates follow it, in whatever order that is heard of."""

    def __init__(self, mongo: Mongo) -> None:
        self.collection = mongo["mergers"]
        self._found = Together(partial(by_id, self.collection))

    async def keep(self, company: str, into: str) -> None:
        """Remember a merger; a second time changes nothing."""
        await self.collection.update_one({"_id": company}, {"$setOnInsert": {"into": into}}, upsert=True)

    async def survivor(self, company: str) -> str:
        """Who goes on for this company, by itself or through others; itself where it was not merged."""
        before: set[str] = set()
        while company not in before and (found := await self._found(company)) is not None:
            before.add(company)
            company = found["into"]
        return company

    async def heir(self, recipient: Recipient) -> Recipient:
        """Whose preferences count for this recipient."""
        return replace(recipient, id=await self.survivor(recipient.id)) if recipient.kind == "company" else recipient

    async def follow(self, delivery: Document, deliveries: Deliveries) -> None:
        """Note in a delivery to a company who goes on for it, here and in the database."""
        recipient = delivery["recipient"]
        if recipient["kind"] not in OF_COMPANIES:
            return
        survivor = await self.survivor(recipient["id"])
        if survivor != delivery.get("successor", recipient["id"]):
            delivery["successor"] = survivor
            await deliveries.collection.update_one({"_id": delivery["_id"]}, {"$set": {"successor": survivor}})


OF_COMPANIES = ("company", "applicant")  # kinds of recipients whose id is a company's


def mergers_reaction(mergers: Mergers, endpoints: Endpoints, deliveries: Deliveries, store: Store) -> Reaction:
    """Endpoints go over to the company that goes on, and what was said of preferences where it has said nothing."""

    async def react(recorded: Recorded) -> None:
        event = recorded.event
        if not isinstance(event, CompanyMerged):
            return
        await mergers.keep(event.company, event.into)
        survivor = await mergers.survivor(event.company)
        await endpoints.hand_over(event.company, survivor)
        of_former = {"$or": [{"recipient.id": event.company}, {"successor": event.company}]}
        to_companies = {"recipient.kind": {"$in": OF_COMPANIES}, **of_former}
        await deliveries.collection.update_many(to_companies, {"$set": {"successor": survivor}})
        wanted, _ = await store.load(PREFERENCES, Recipient("company", event.company).key)
        heir = Recipient("company", survivor).key
        await store.execute(Task(PREFERENCES, heir, Inherit(heir, wanted)), origin=provoked(NAME, recorded))

    return Reaction(NAME, (CompanyMerged,), react)
