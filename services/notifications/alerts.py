"""What messages about threat notices have in common: what they tell of it, and the question whether it was read."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from services.notifications.links import Question
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context
from shared.contracts.postings.notice import NoticeContent, NoticeReader

ANSWERED_FOR = timedelta(days=30)  # beyond the notice's validity: that it was read late is worth knowing too


def recipient(reader: NoticeReader) -> Recipient:
    return Recipient(reader.kind, reader.id)


def told(readers: Iterable[NoticeReader], notice: str) -> tuple[Addressee, ...]:
    """Each reader once, in their order."""
    return tuple(Addressee(recipient(reader), notice) for reader in dict.fromkeys(readers))


def said(content: NoticeContent) -> Context:
    """What a message tells of a notice; of a restricted one only that there is one, how grave it is, and where."""
    restricted = content.marking == "restricted"
    return {
        "title": None if restricted else content.title,
        "paragraphs": () if restricted else tuple(line for line in content.text.splitlines() if line.strip()),
        "place": None if restricted else content.place,
        "level": content.level,
        "countries": content.countries,
        "concerned": content.concerned,
        "valid_until": content.valid_until,
    }


def question(
    notice: str, edition: int, addressee: NoticeReader, reader: NoticeReader, content: NoticeContent
) -> Question:
    """Asks `reader` whether it has read this edition, for itself or in the place of `addressee`."""
    about = {"notice": notice, "edition": str(edition), "addressee": addressee.key, "reader": reader.key}
    until = content.valid_until + ANSWERED_FOR
    return Question("notice", about, until, until)


def reader_of(to: Addressee) -> NoticeReader:
    """The reader that a recipient was made from."""
    return read_from(f"{to.recipient.kind}/{to.recipient.id}")


def read_from(key: str) -> NoticeReader:
    """The reader with this key. Raises ValueError."""
    kind, _, id = key.partition("/")
    fields: dict[str, Any] = {"kind": kind, "id": id}
    return NoticeReader.model_validate(fields)
