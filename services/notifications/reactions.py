"""What this service does when another has said something: it makes the deliveries that the rules ask for."""

import asyncio

from services.notifications.causes import Causes
from services.notifications.claims import Priority
from services.notifications.deliveries import Deliveries, new_delivery
from services.notifications.registry import EVENTS, rules_for
from services.notifications.rule import Rule
from shared.clock import now
from shared.eventing.event import Event, Recorded
from shared.eventing.reaction import Reaction
from shared.mongo import Document


def deliveries_reaction(deliveries: Deliveries, causes: Causes, wake: asyncio.Event) -> Reaction:
    """`wake` is set when there is something to send."""

    async def react(recorded: Recorded) -> None:
        at = now()
        made = [
            new_delivery(recorded, rule.message, to, at) | traffic(rule, recorded.event)
            for rule in rules_for(recorded.event)
            for to in rule.audience(recorded.event)
        ]
        if made:
            await causes.keep(recorded)
            await deliveries.add(made)
            wake.set()

    return Reaction("deliveries", tuple(EVENTS.values()), react)


def traffic(rule: Rule, event: Event) -> Document:
    """What decides when a message's deliveries are taken: what they may overtake, and whether they may be webhooks."""
    urgent = rule.urgent is not None and rule.urgent(event)
    return {"priority": Priority.URGENT if urgent else rule.priority, "hookable": rule.webhook is not None}
