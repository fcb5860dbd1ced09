"""What recipients may choose: about one message, and by kind of message about all of them."""

from collections.abc import Iterable
from dataclasses import replace

from services.notifications.domain.preferences import Offer
from services.notifications.registry import RULES
from services.notifications.rule import Rule
from services.notifications.treatment import Treatment
from shared.contracts.notifications.preferences import Frequency
from shared.eventing.event import Event


def treated(rule: Rule, event: Event) -> Treatment:
    """How this rule's message about this event may be treated."""
    urgent = rule.urgent is not None and rule.urgent(event)
    return Treatment(rule.treatment.kind, urgent=True) if urgent else _bounded(rule)


def _bounded(rule: Rule) -> Treatment:
    """What asks for an answer, or lets somebody in, is told; a digest has no place for it, nor for a calendar entry."""
    told = rule.treatment
    if told.urgent or rule.asks is not None or rule.invites is not None:
        return replace(told, optional=False, digestible=False)
    return replace(told, digestible=False) if rule.calendar is not None else told


def offered(rules: Iterable[Rule]) -> Offer:
    """By kind of message, how often one may be told of it: as much as any message of the kind allows."""
    kinds: dict[str, list[Treatment]] = {}
    for rule in rules:
        kinds.setdefault(rule.treatment.kind, []).append(_bounded(rule))
    return {kind: _frequencies(kinds[kind]) for kind in sorted(kinds)}


def _frequencies(of_kind: Iterable[Treatment]) -> tuple[Frequency, ...]:
    ours = tuple(of_kind)
    in_digests: tuple[Frequency, ...] = ("hourly", "daily") if any(one.digestible for one in ours) else ()
    off: tuple[Frequency, ...] = ("never",) if any(one.optional for one in ours) else ()
    return ("at-once", *in_digests, *off)


OFFER = offered(RULES)
