"""The kinds of questions that signed links ask: what may be answered, what comes of it, and when it is too late."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from services.notifications.domain.confirmation import CONFIRMATION, Reply
from services.notifications.domain.sign_off import SIGN_OFF, SignOff, Verdict
from services.notifications.links import Kind, Link
from services.notifications.pages import Page
from services.notifications.views.cancellations import CANCELLATIONS, cancellation_key
from shared.contracts.delegations.day import Answer
from shared.eventing.store import Task
from shared.eventing.views import Views


@dataclass(frozen=True)
class Answering:
    """`answers` are the buttons of the page `asks`; `task` is the command that a press of one gives, for the `thanks`.

    `withdrawn` answers whether the question has been taken back; `reasons` is why an answer is refused, by the slug.
    """

    asks: Page
    answers: tuple[str, ...]
    task: Callable[[Link, str, datetime], Task[Any]]
    thanks: Page
    withdrawn: Callable[[Link, Views], Awaitable[bool]]
    reasons: Mapping[str, str]


def _reply(link: Link, answer: str, at: datetime) -> Task[Any]:
    reply = Reply(link.delivery, **link.about, answer=cast(Answer, answer), at=at, starts_at=link.until)
    return Task(CONFIRMATION, link.delivery, reply)


async def _cancelled(link: Link, views: Views) -> bool:
    return await views.get(CANCELLATIONS, cancellation_key(link.about["day"], link.about["meeting"])) is not None


def _sign_off(link: Link, answer: str, at: datetime) -> Task[Any]:
    said = SignOff(link.delivery, **link.about, verdict=cast(Verdict, answer), at=at, until=link.until)
    return Task(SIGN_OFF, link.delivery, said)


async def _never(_: Link, __: Views) -> bool:
    return False


ANSWERINGS: Mapping[Kind, Answering] = {
    "meeting": Answering(
        asks="ask_meeting",
        answers=("accepted", "declined"),
        task=_reply,
        thanks="thanks_meeting",
        withdrawn=_cancelled,
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
}
