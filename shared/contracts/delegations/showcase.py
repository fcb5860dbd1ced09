"""What is published of the showcase: technologies and equipment that the ministry's services use."""

from typing import Literal

from shared.contracts.delegations.fact import DelegationsFact


class ShowcaseItemDescribed(DelegationsFact):
    """The item is now this, whole; `used_by` names services of the ministry, `companies` are those that make it."""

    type: Literal["delegations.ShowcaseItemDescribed"] = "delegations.ShowcaseItemDescribed"
    item: str
    title: str
    description: str
    categories: tuple[str, ...]
    used_by: tuple[str, ...]
    companies: tuple[str, ...]


class ShowcaseItemPublished(DelegationsFact):
    """Delegations, posts and companies may see the item, as it is and as it will be described."""

    type: Literal["delegations.ShowcaseItemPublished"] = "delegations.ShowcaseItemPublished"
    item: str


class ShowcaseItemWithdrawn(DelegationsFact):
    type: Literal["delegations.ShowcaseItemWithdrawn"] = "delegations.ShowcaseItemWithdrawn"
    item: str


ShowcaseEvent = ShowcaseItemDescribed | ShowcaseItemPublished | ShowcaseItemWithdrawn
