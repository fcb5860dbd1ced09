"""A rule: which event tells whom, with which words, and what goes along. One file per message declares one, as data."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from services.notifications.channels.calendar import Entry
from services.notifications.claims import Priority
from services.notifications.links import Question
from services.notifications.look import Look
from services.notifications.recipients import Addressee
from services.notifications.succession import Succession
from services.notifications.treatment import CAREFUL, Treatment
from shared.contracts.invitation_links import Invitation
from shared.eventing.event import Event

Context = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """`message` names the folder of the templates.

    `audience` answers from the event alone, so that a redelivered event means the same deliveries. `context` runs when
    the message is sent and gives the templates their variables; what it cannot know yet raises NotYetKnown. `calendar`
    makes the calendar part from the context. `asks` answers the question that a signed link asks, `invites` the
    invitation that one opens; the link is the template's variable `link`. `webhook` answers the data, ids only, for
    companies that want a webhook. `treatment` says what recipients may choose about it. `priority` says what it may
    overtake; `urgent`, which events leave recipients no choice, and overtake everything. `succession` is there where
    each message says the last state of its subject.
    """

    message: str
    events: tuple[type[Event], ...]
    audience: Callable[[Any], Iterable[Addressee]]
    context: Callable[[Any, Addressee, Look], Awaitable[Context]]
    calendar: Callable[[Any, Addressee, Context], Entry] | None = None
    asks: Callable[[Any, Addressee], Question] | None = None
    invites: Callable[[Any, Addressee], Invitation] | None = None
    webhook: Callable[[Any, Addressee], dict[str, Any]] | None = None
    treatment: Treatment = CAREFUL
    priority: Priority = Priority.NORMAL
    urgent: Callable[[Any], bool] | None = None
    succession: Succession | None = None
