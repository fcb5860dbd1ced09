"""Names that may be one company's, and words as they are searched for: accents, case and legal forms set aside."""

from collections.abc import Iterable

from shared.words import words

LEGAL_FORMS = frozenset(
    (
        "sa", "sas", "sasu", "sarl", "eurl", "sca", "scop", "se", "snc", "gmbh", "ag", "kg", "ltd", "limited", "llc",
        "llp", "plc", "inc", "corp", "corporation", "co", "company", "bv", "nv", "spa", "srl", "sl", "oy", "ab",
        "as", "aps", "group", "groupe", "holding",
    )
)  # fmt: skip


def likeness(name: str) -> str:
    """Two names with the same likeness may be one company; a name of legal forms alone keeps them."""
    found = words(name)
    return "".join(word for word in found if word not in LEGAL_FORMS) or "".join(found)


def tokens(texts: Iterable[str]) -> list[str]:
    """The distinct words of several texts, sorted."""
    return sorted({word for text in texts for word in words(text)})
