"""Names and category labels as people spell them, and what makes two spellings the same."""

from collections.abc import Iterable
from hashlib import sha256
from unicodedata import normalize


def category_key(label: str) -> str:
    """Two labels with the same key are the same category: letter case, width and blanks make no difference."""
    return " ".join(_folded(label).split())


def distinct(labels: Iterable[str]) -> tuple[str, ...]:
    """The labels without repeats, each in its first spelling, in the order of their appearance."""
    first: dict[str, str] = {}
    for label in labels:
        first.setdefault(category_key(label), label)
    return tuple(first.values())


def company_id(name: str) -> str | None:
    """The id of the company with this name, the same for every spelling with the same letters and digits.

    None where the name has no letter and no digit. A readable beginning is followed by a hash of the whole.
    """
    key = "".join(character for character in _folded(name) if character.isalnum())
    if not key:
        return None
    readable = normalize("NFKD", key).encode("ascii", "ignore").decode()
    return f"{readable[:40] or 'company'}-{sha256(key.encode()).hexdigest()[:10]}"


def _folded(text: str) -> str:
    return normalize("NFKC", normalize("NFKC", text).casefold())
