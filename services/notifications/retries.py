"""When an attempt is made again: webhooks eight times over 27 hours, later where the receiver asks for it."""

import random
from datetime import datetime, timedelta

from services.notifications.outcomes import Undelivered, in_a_row, next_try
from shared.mongo import Document

WEBHOOK = "webhook"
WAITS = tuple(timedelta(seconds=one) for one in (5, 300, 1800, 7200, 18_000, 36_000, 36_000))
ATTEMPTS = len(WAITS) + 1
SPREAD = 0.1  # by which a wait differs at random, so that what failed together does not come back together
LONGEST = timedelta(hours=24)  # that a receiver may ask for


def next_call(why: Undelivered, tries: int, at: datetime, chance: float) -> datetime | None:
    """When to try again after so many attempts, None where there is none left, or no use in it.

    `chance` is a random number from 0 to 1.
    """
    if why.schedule is None or tries >= ATTEMPTS:
        return None
    wait = WAITS[tries - 1] * (1 + SPREAD * (chance - 0.5))
    return at + max(wait, min(why.retry_after or timedelta(0), LONGEST))


def next_attempt(why: Undelivered, delivery: Document, at: datetime) -> datetime | None:
    """When to try a delivery again by the schedule of its channel, None where it is given up."""
    attempts, since, chance = delivery["attempts"], delivery["tried_from"], random.random()  # noqa: S311  # spreads load
    if why.channel == WEBHOOK:
        calls = [one for one in attempts if one["at"] >= since and one["channel"] == WEBHOOK]
        return next_call(why, len(calls) + 1, at, chance)
    return next_try(why, in_a_row(why, attempts, since), since, at, chance)
