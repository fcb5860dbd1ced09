"""How a message may be treated: of which kind it is, and what recipients may choose about it."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["network", "visits", "meetings", "assistance", "cooperation", "alerts", "general"]


@dataclass(frozen=True)
class Treatment:
    """`kind` is what recipients choose by. `optional` may be switched off, `digestible` may wait for a digest.

    `urgent` does neither, and does not keep to quiet hours either. The default is the careful one: told at once,
    never switched off, outside of quiet hours.
    """

    kind: Kind = "general"
    optional: bool = False
    digestible: bool = False
    urgent: bool = False


CAREFUL = Treatment()
