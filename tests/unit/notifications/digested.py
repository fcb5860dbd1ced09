"""Digests of messages as their examples make them."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import cast

from services.notifications.composing import Letter
from services.notifications.digesting import Item, written
from services.notifications.examples import example
from services.notifications.rendering import Text, content, render
from services.notifications.rule import Context
from shared.contracts.people import Language


def item(message: str, language: Language, context: Context) -> Item:
    """A message as it stands in a digest."""
    letter = SimpleNamespace(kept=render(message, language, context).hiding(), language=language)
    return Item(cast(Letter, letter), content(message, language, context))


def as_digest(language: Language, messages: Iterable[str], page: str) -> Text:
    """The examples of these messages in one mail; `page` is the link to the preferences."""
    return written(language, [item(message, language, example(message) or {}) for message in messages], page)
