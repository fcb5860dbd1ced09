"""Whom a threat notice is for, computed from posts and functional mailboxes, and who is told in whose place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.postings.domain.neighbours import neighbours
from shared.contracts.postings.mailbox import MailboxKind
from shared.contracts.postings.notice import NoticeAddressee, NoticeContent, NoticeReader, NoticeRole, NoticeStep, Step

FUNCTIONS: tuple[tuple[MailboxKind, NoticeRole], ...] = (
    ("ambassador", "ambassador"),
    ("chancellery", "chancellery"),
    ("consular-section", "consular-section"),
)
# Who reads when this one does not: the first of these that the embassy has.
NEXT: dict[NoticeRole, tuple[NoticeRole, ...]] = {
    "ambassador": ("chancellery",),
    "chancellery": ("ambassador",),
    "consular-section": ("chancellery", "ambassador"),
    "embassy": ("post",),
    "post": ("chancellery", "ambassador", "embassy"),
    "neighbouring-post": ("chancellery", "ambassador", "embassy"),
}


@dataclass(frozen=True, slots=True)
class Station:
    """An open post: the country it resides in and those it is accredited to."""

    post: str
    country: str
    accredited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A functional mailbox that is in use."""

    mailbox: str
    kind: MailboxKind
    post: str | None = None
    themes: tuple[str, ...] = ()


def audience(
    content: NoticeContent,
    stations: Iterable[Station],
    boxes: Sequence[Box],
    before: Iterable[NoticeAddressee] = (),
) -> tuple[NoticeAddressee, ...]:
    """Embassy and post of every country that the notice is about, the posts next door, the directorates of its themes.

    An embassy of which no function has a mailbox of its own is told through its general one. Whoever was told `before`
    is told again, and who reads in their place is computed anew. Nobody is named twice.
    """
    about, near = set(content.countries), neighbours(content.countries)
    found: list[NoticeAddressee] = []
    for station in sorted(stations, key=lambda one: one.post):
        told = _functions(station.post, boxes)
        if about & {station.country, *station.accredited}:
            found += [_addressee(role, station.post, told, boxes) for role in told]
        elif station.country in near:
            one = _addressee("post", station.post, told, boxes)
            found.append(one.model_copy(update={"role": "neighbouring-post"}))
    for box in sorted(boxes, key=lambda one: one.mailbox):
        if box.kind == "directorate" and set(box.themes) & set(content.themes):
            reader = NoticeReader(kind="mailbox", id=box.mailbox)
            found.append(_addressee("directorate", None, {"directorate": reader}, boxes))
    now = {one.reader for one in found}
    former = (_anew(one, boxes) for one in before if one.reader not in now)
    return (*former, *found)


def _anew(one: NoticeAddressee, boxes: Sequence[Box]) -> NoticeAddressee:
    """An addressee of an earlier edition, with those who read in its place today."""
    told = _functions(one.post, boxes) if one.post else {}
    role: NoticeRole = "post" if one.role == "neighbouring-post" else one.role
    today = _addressee(role, one.post, told | {role: one.reader}, boxes)
    return one.model_copy(update={"escalation": today.escalation})


def _functions(post: str, boxes: Iterable[Box]) -> dict[NoticeRole, NoticeReader]:
    """Where each function of this embassy, and the post itself, is written to."""
    own = {box.kind: box.mailbox for box in sorted(boxes, key=lambda one: one.mailbox) if box.post == post}
    found: dict[NoticeRole, NoticeReader] = {
        role: NoticeReader(kind="mailbox", id=own[kind]) for kind, role in FUNCTIONS if kind in own
    }
    embassy: dict[NoticeRole, NoticeReader] = {} if found else {"embassy": NoticeReader(kind="embassy", id=post)}
    return found | embassy | {"post": NoticeReader(kind="post", id=post)}


def _addressee(
    role: NoticeRole, post: str | None, told: dict[NoticeRole, NoticeReader], boxes: Iterable[Box]
) -> NoticeAddressee:
    reader = told[role]
    following = next((told[other] for other in NEXT.get(role, ()) if other in told), None)
    steps = (NoticeStep(step="next-person", reader=following),) if following else ()
    rest = tuple(step for step in _last_steps(reader, post, boxes) if step.reader != following)
    return NoticeAddressee(reader=reader, role=role, post=post, escalation=(*steps, *rest))


def _last_steps(reader: NoticeReader, post: str | None, boxes: Iterable[Box]) -> tuple[NoticeStep, ...]:
    """The duty officer, of the embassy where it has one, else of the network; then headquarters."""
    ordered = sorted(boxes, key=lambda box: (box.post is None, box.mailbox))
    duty = next((box for box in ordered if box.kind == "duty-officer" and box.post in (post, None)), None)
    hq = next((box for box in ordered if box.kind == "hq"), None)
    steps: list[tuple[Step, Box | None]] = [("duty-officer", duty), ("hq", hq)]
    readers = [(step, NoticeReader(kind="mailbox", id=box.mailbox)) for step, box in steps if box]
    return tuple(NoticeStep(step=step, reader=other) for step, other in readers if other != reader)
