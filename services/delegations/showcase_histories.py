"""The showcase as it is at this moment, read from its streams: what matching needs, which can wait for no view."""

from services.delegations.domain.showcase import SHOWCASE
from shared.contracts.delegations.showcase import ShowcaseItemDescribed
from shared.eventing.states import ids_of, states
from shared.mongo import Mongo


async def published(mongo: Mongo) -> list[ShowcaseItemDescribed]:
    """The items that are published, by their ids."""
    items = await states(mongo, SHOWCASE, await ids_of(mongo, SHOWCASE))
    return [item.described for _, item in sorted(items.items()) if item.published and item.described is not None]
