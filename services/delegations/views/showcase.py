"""The showcase, found by category and by words."""

from collections.abc import Iterable
from typing import Any

from services.delegations.domain.labels import category_key
from services.delegations.domain.likeness import tokens
from services.delegations.views.searching import by_words
from shared.contracts.delegations.showcase import (
    ShowcaseEvent,
    ShowcaseItemDescribed,
    ShowcaseItemPublished,
    ShowcaseItemWithdrawn,
)
from shared.eventing.view import Document, View


def keys(event: ShowcaseEvent) -> Iterable[str]:
    return (event.item,)


def evolve(document: Document | None, event: ShowcaseEvent) -> Document:
    item = document or {"published": False}
    match event:
        case ShowcaseItemDescribed(categories=categories, used_by=used_by):
            shown = event.model_dump(mode="json", exclude={"type", "item"})
            return {
                **item,
                **shown,
                "category_keys": [category_key(category) for category in categories],
                "words": tokens((event.title, event.description, *categories, *used_by)),
            }
        case ShowcaseItemPublished():
            return {**item, "published": True}
        case ShowcaseItemWithdrawn():
            return {**item, "published": False}


def matching(category: str | None, text: str | None) -> dict[str, Any]:
    """The filter for items of a category, in any spelling, that have a word beginning with each word of the text."""
    found: dict[str, Any] = {} if category is None else {"category_keys": category_key(category)}
    return found if text is None else found | by_words(text)


SHOWCASE_ITEMS = View(
    "showcase",
    (ShowcaseItemDescribed, ShowcaseItemPublished, ShowcaseItemWithdrawn),
    keys,
    evolve,
    indexes=(("category_keys", "_id"), ("words", "_id"), ("published", "_id")),
)
