"""The showcase: a technology or equipment that the ministry's services use, described, published and withdrawn."""

from dataclasses import dataclass

from services.delegations.domain.labels import distinct
from shared.contracts.delegations.showcase import (
    ShowcaseEvent,
    ShowcaseItemDescribed,
    ShowcaseItemPublished,
    ShowcaseItemWithdrawn,
)
from shared.eventing.decider import Decider, Refused


@dataclass(frozen=True)
class Item:
    described: ShowcaseItemDescribed | None = None
    published: bool = False


@dataclass(frozen=True)
class Describe:
    """The item is this, whole; `companies` are ids whose existence is the caller's to know."""

    item: str
    title: str
    description: str
    categories: tuple[str, ...]
    used_by: tuple[str, ...]
    companies: tuple[str, ...]


@dataclass(frozen=True)
class Publish:
    item: str


@dataclass(frozen=True)
class Withdraw:
    item: str


@dataclass(frozen=True)
class Replace:
    """`company`, which makes the item, was a duplicate of `into`, which stands in its place from now on."""

    item: str
    company: str
    into: str


Command = Describe | Publish | Withdraw | Replace


def decide(item: Item, command: Command) -> list[ShowcaseEvent]:
    """Saying the same again changes nothing. Slugs: `showcase-item-unknown`, `showcase-item-without-company`."""
    if isinstance(command, Describe):
        lists = {"categories": distinct(command.categories), "used_by": distinct(command.used_by)}
        companies = tuple(dict.fromkeys(command.companies))
        described = ShowcaseItemDescribed(**vars(command) | lists | {"companies": companies})
        if item.published and not companies:
            raise _nobody(command.item)
        return [] if described == item.described else [described]
    if item.described is None:
        raise Refused("showcase-item-unknown", f"there is no showcase item {command.item}")
    match command:
        case Publish():
            if not item.described.companies:
                raise _nobody(command.item)
            return [] if item.published else [ShowcaseItemPublished(item=command.item)]
        case Withdraw():
            return [ShowcaseItemWithdrawn(item=command.item)] if item.published else []
        case Replace(company=company, into=into):
            companies = tuple(dict.fromkeys(into if one == company else one for one in item.described.companies))
            described = item.described.model_copy(update={"companies": companies})
            return [] if described == item.described else [described]


def _nobody(item: str) -> Refused:
    return Refused("showcase-item-without-company", f"{item} names no company that delegations could meet")


def evolve(item: Item, event: ShowcaseEvent) -> Item:
    match event:
        case ShowcaseItemDescribed():
            return Item(event, item.published)
        case ShowcaseItemPublished():
            return Item(item.described, published=True)
        case ShowcaseItemWithdrawn():
            return Item(item.described, published=False)


SHOWCASE: Decider[Item, Command, ShowcaseEvent] = Decider("showcase", Item(), decide, evolve, ShowcaseEvent)
