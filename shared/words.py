"""The words of a text as they are compared and searched for: accents and case set aside."""

import re
from unicodedata import combining, normalize

WORD = re.compile(r"[^\W_]+")


def words(text: str) -> tuple[str, ...]:
    """The words of a text without accents and case; `S.A.S.` is one word."""
    joined = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", text)
    bare = "".join(sign for sign in normalize("NFKD", joined.casefold()) if not combining(sign))
    return tuple(WORD.findall(bare))
