"""Writes a digest: the texts of several messages to one recipient, one below the other, in one mail."""

from dataclasses import dataclass
from datetime import datetime

from structlog.stdlib import get_logger

from services.notifications.channels import email
from services.notifications.choices import treated
from services.notifications.composing import DEFECTS, Composer, Letter
from services.notifications.deliveries import addressee
from services.notifications.digests import Digests
from services.notifications.outcomes import Undelivered, Withdrawn
from services.notifications.preference_links import page_link
from services.notifications.registry import BY_MESSAGE
from services.notifications.rendering import SUBJECT, Text, environment
from shared.contracts.people import Language
from shared.mongo import Document

log = get_logger(__name__)


@dataclass(frozen=True)
class DigestWriter:
    """Composes digests of what the composer can tell at this time; the rest goes alone when the digest is settled."""

    composer: Composer
    digests: Digests

    async def compose(self, digest: Document, at: datetime) -> Letter:
        """Raises Withdrawn where none of its messages can be told, which then go alone or end one by one."""
        told: dict[str, Letter] = {}
        kinds: set[str] = set()
        language: Language = "fr"
        for item in await self.digests.items(digest):
            kind = await self._kind(item)
            if digest["wanted"].often(kind) == "never":
                continue
            item["wanted"], item["mail_only"] = digest["wanted"], True
            try:
                made = await self.composer.compose(item, at)
            except (Undelivered, *DEFECTS) as why:
                log.info("not told in its digest", delivery=item["_id"], why=type(why).__name__)
                continue
            if isinstance(made, Letter):
                told[item["_id"]], language = made, made.language
                kinds.add(kind)
        if not told:
            raise Withdrawn("none of its messages can be told together")
        return self._letter(digest, tuple(told), tuple(told.values()), language, sorted(kinds), at)

    async def _kind(self, item: Document) -> str:
        return treated(BY_MESSAGE[item["message"]], await self.composer.causes.get(item["cause"])).kind

    def _letter(
        self,
        digest: Document,
        ids: tuple[str, ...],
        letters: tuple[Letter, ...],
        language: Language,
        kinds: list[str],
        at: datetime,
    ) -> Letter:
        recipient, composer = addressee(digest).recipient, self.composer
        page = page_link(recipient, language, composer.public_url, composer.link_secret)
        text = written(language, [letter.kept for letter in letters], page)
        digest["out_of"] = kinds
        unsubscribe = composer.unsubscribe(digest, language)
        to = letters[0].mail["To"].addresses[0]
        mail = email.written(digest["_id"], composer.head, to, text, at, unsubscribe=unsubscribe)
        kept = text.hiding(page.rpartition("/")[2])
        people = tuple(sorted({person for letter in letters for person in letter.people}))
        facts = {"address": letters[0].facts["address"], "told_items": list(ids)}
        return Letter(mail, letters[0].to, kept, people, facts, language)


def written(language: Language, texts: list[Text], page: str) -> Text:
    """The texts with the digest's own words around them."""
    frame = environment(language).get_template(f"digest.{language}.txt.j2").render(count=len(texts), page=page)
    subject, opening, closing = (part.strip() for part in frame.split("\n\n", 2))
    messages = (f"{text.subject}\n{'-' * min(len(text.subject), 72)}\n\n{text.body.strip()}" for text in texts)
    return Text(subject.removeprefix(SUBJECT), "\n\n\n".join((opening, *messages, closing)) + "\n")
