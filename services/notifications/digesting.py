"""Writes a digest: what several messages say to one recipient, one below the other, in one mail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from structlog.stdlib import get_logger

from services.notifications.channels import email
from services.notifications.choices import treated
from services.notifications.composing import DEFECTS, Composer, Letter
from services.notifications.deliveries import reader
from services.notifications.digests import Digests
from services.notifications.outcomes import Undelivered, Withdrawn
from services.notifications.preference_links import page_link
from services.notifications.registry import BY_MESSAGE
from services.notifications.rendering import SUBJECT, Text, content, environment, html
from shared.contracts.people import Language
from shared.mongo import Document

OF_ADDRESS = ("address", "simulator")  # what is stored of where a mail went

log = get_logger(__name__)


@dataclass(frozen=True)
class Item:
    """One message in a digest: as it would go alone, and its MJML without a page."""

    letter: Letter
    content: Markup


@dataclass(frozen=True)
class DigestWriter:
    """Composes digests of what the composer can tell at this time; the rest goes alone when the digest is settled."""

    composer: Composer
    digests: Digests

    async def compose(self, digest: Document, at: datetime) -> Letter:
        """Raises Withdrawn where none of its messages can be told, which then go alone or end one by one."""
        told: dict[str, Item] = {}
        kinds: set[str] = set()
        for item in await self.digests.items(digest):
            kind = await self._kind(item)
            if digest["wanted"].often(kind) == "never":
                continue
            item["wanted"], item["mail_only"] = digest["wanted"], True
            try:
                made = await self._item(item, at)
            except (Undelivered, *DEFECTS) as why:
                log.info("not told in its digest", delivery=item["_id"], why=type(why).__name__)
                continue
            if made is not None:
                told[item["_id"]] = made
                kinds.add(kind)
        if not told:
            raise Withdrawn("none of its messages can be told together")
        return self._letter(digest, told, sorted(kinds), at)

    async def _item(self, delivery: Document, at: datetime) -> Item | None:
        """None where it would be no mail."""
        letter = await self.composer.compose(delivery, at)
        if not isinstance(letter, Letter):
            return None
        context = await self.composer.context(delivery)
        return Item(letter, content(delivery["message"], letter.language, context))

    async def _kind(self, item: Document) -> str:
        return treated(BY_MESSAGE[item["message"]], await self.composer.causes.get(item["cause"])).kind

    def _letter(self, digest: Document, told: Mapping[str, Item], kinds: list[str], at: datetime) -> Letter:
        recipient, composer, items = reader(digest), self.composer, list(told.values())
        letters = [item.letter for item in items]
        language = letters[-1].language
        page = page_link(recipient, language, composer.public_url, composer.link_secret)
        text = written(language, items, page)
        digest["out_of"] = kinds
        ways = composer.unsubscribe(digest, language)
        out = ways.out if ways else None
        to = letters[0].mail["To"].addresses[0]
        mail = email.written(digest["_id"], composer.head, to, text, at, unsubscribe=out)
        kept = text.hiding(page.rpartition("/")[2])
        people = tuple(sorted({person for letter in letters for person in letter.people}))
        where = {name: letters[0].facts[name] for name in OF_ADDRESS if name in letters[0].facts}
        facts = {**where, "told_items": list(told)}
        return Letter(mail, letters[0].to, kept, people, facts, language)


def written(language: Language, items: Sequence[Item], page: str) -> Text:
    """What the messages say, with the digest's own words around them; `page` is the link to the preferences."""
    frame = environment(language).get_template(f"digest.{language}.txt.j2").render(count=len(items), page=page)
    subject, opening, closing = (part.strip() for part in frame.removeprefix(SUBJECT).split("\n\n", 2))
    texts = [item.letter.kept for item in items]
    messages = (f"{text.subject}\n{'-' * min(len(text.subject), 72)}\n\n{text.body.strip()}" for text in texts)
    shown = [{"subject": item.letter.kept.subject, "content": item.content} for item in items]
    about = {"subject": subject, "messages": shown, "page": page, "unsubscribe": None}
    body = "\n\n\n".join((opening, *messages, closing)) + "\n"
    return Text(subject, body, html(f"digest.{language}.mjml.j2", language, about))
