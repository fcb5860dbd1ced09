"""How views are searched for words: each keeps its distinct words, without accents and case, under `words`."""

import re
from typing import Any

from shared.words import words


def by_words(text: str) -> dict[str, Any]:
    """The filter for documents that have a word beginning with each word of the text; none where that has no word."""
    begins = [{"words": {"$regex": f"^{re.escape(word)}"}} for word in words(text)]
    return {"$and": begins or [{"words": {"$in": []}}]}
