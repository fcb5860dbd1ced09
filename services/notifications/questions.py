"""The kinds of questions that signed links ask: what may be answered, what comes of it, and when it is too late."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from services.notifications.alerts import read_from
from services.notifications.domain.alert import ALERT, Acknowledge, alert_id
from services.notifications.domain.confirmation import CONFIRMATION, Reply
from services.notifications.domain.sign_off import SIGN_OFF, SignOff, Verdict
from services.notifications.links import Kind, Link
from services.notifications.pages import Page
from services.notifications.views.cancellations import CANCELLATIONS
from services.notifications.views.moves import MOVES
from services.notifications.views.notices import NOTICES
from services.notifications.views.within_day import within_day
from shared.contracts.delegations.day import Answer
from shared.eventing.store import Task
from shared.eventing.views import Views

Withdrawal = Literal["cancelled", "moved", "withdrawn"]


@dataclass(frozen=True)
class Answering:
    """`answers` are the buttons of the page `asks`; `task` is the command that a press of one gives, for the `thanks`.

    `withdrawn` answers why the question has been taken back, None where it stands; `reasons` is why an answer
    is refused, by the slug.
    """

    asks: Page
    answers: tuple[str, ...]
    task: Callable[[Link, str, datetime], Task[Any]]
    thanks: Page
    withdrawn: Callable[[Link, Views], Awaitable[Withdrawal | None]]
    reasons: Mapping[str, str]


def _reply(link: Link, answer: str, at: datetime) -> Task[Any]:
    reply = Reply(link.delivery, **link.about, answer=cast(Answer, answer), at=at, starts_at=link.until)
    return Task(CONFIRMATION, link.delivery, reply)


async def _cancelled_or_moved(link: Link, views: Views) -> Withdrawal | None:
    """A link asks about one time of a meeting; what is answered to it must not be taken for another time."""
    day, meeting = link.about["day"], link.about["meeting"]
    if await views.get(CANCELLATIONS, within_day(day, meeting)) is not None:
        return "cancelled"
    moved = await views.get(MOVES, within_day(day, meeting))
    return None if moved is None or moved["starts_at"] == link.until else "moved"


def _sign_off(link: Link, answer: str, at: datetime) -> Task[Any]:
    said = SignOff(link.delivery, **link.about, verdict=cast(Verdict, answer), at=at, until=link.until)
    return Task(SIGN_OFF, link.delivery, said)


def _acknowledge(link: Link, _: str, at: datetime) -> Task[Any]:
    notice, edition = link.about["notice"], int(link.about["edition"])
    addressee, reader = read_from(link.about["addressee"]), read_from(link.about["reader"])
    command = Acknowledge(notice, edition, addressee, reader, link.delivery, at)
    return Task(ALERT, alert_id(notice, edition, addressee), command)


async def _withdrawn(link: Link, views: Views) -> Withdrawal | None:
    notice = await views.get(NOTICES, link.about["notice"])
    return "withdrawn" if notice is not None and notice["withdrawn"] else None


async def _never(_: Link, __: Views) -> None:
    return None


ANSWERINGS: Mapping[Kind, Answering] = {
    "meeting": Answering(
        asks="ask_meeting",
        answers=("accepted", "declined"),
        task=_reply,
        thanks="thanks_meeting",
        withdrawn=_cancelled_or_moved,
        reasons={"meeting-has-started": "started"},
    ),
    "win": Answering(
        asks="ask_win",
        answers=("signed", "disputed"),
        task=_sign_off,
        thanks="thanks_win",
        withdrawn=_never,
        reasons={"sign-off-lapsed": "expired", "already-signed-off": "settled"},
    ),
    "notice": Answering(
        asks="ask_notice",
        answers=("acknowledged",),
        task=_acknowledge,
        thanks="thanks_notice",
        withdrawn=_withdrawn,
        reasons={},
    ),
}
