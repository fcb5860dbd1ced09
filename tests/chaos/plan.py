"""What goes wrong, and when: a list of faults that follows from its seed alone."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["kill", "pause", "restart", "failing", "silent", "late", "refusing"]
Room = Literal["process", "server", "smtp", "webhooks"]

GAP = (1.0, 4.0)  # seconds between the beginnings of two faults


@dataclass(frozen=True)
class Choice:
    """A kind of fault, how likely it is beside the others, and how long it lasts, in seconds."""

    kind: Kind
    weight: int
    seconds: tuple[float, float]


PROCESS = (Choice("kill", 5, (0, 2)), Choice("pause", 3, (5, 40)), Choice("restart", 2, (0, 0)))
OUTSIDE = (Choice("failing", 2, (4, 12)), Choice("silent", 1, (4, 12)), Choice("late", 2, (5, 20)))
MENU: dict[Room, tuple[Choice, ...]] = {
    "process": PROCESS,
    "server": PROCESS,
    "smtp": (*OUTSIDE, Choice("refusing", 2, (4, 12))),
    "webhooks": OUTSIDE,
}
WEIGHTS: dict[Room, int] = {"process": 4, "server": 10, "smtp": 8, "webhooks": 5}


@dataclass(frozen=True)
class Target:
    """Something that can go wrong."""

    name: str
    room: Room


@dataclass(frozen=True)
class Fault:
    """`at` counts seconds from the first command, `seconds` is how long the fault lasts."""

    at: float
    target: str
    kind: Kind
    seconds: float

    def __str__(self) -> str:
        lasting = f" for {self.seconds:.0f} s" if self.seconds >= 1 else ""
        return f"{self.kind} {self.target}{lasting}"


def planned(seed: int, count: int, targets: Sequence[Target]) -> list[Fault]:
    """So many faults in the order of their beginnings; several overlap, but never two at one target."""
    chance = random.Random(seed)  # noqa: S311  # the same faults for the same seed
    faults: list[Fault] = []
    busy: dict[str, float] = {}
    at = 0.0
    while len(faults) < count:
        at += chance.uniform(*GAP)
        free = [target for target in targets if busy.get(target.name, 0) < at]
        if not free:
            continue
        [target] = chance.choices(free, [WEIGHTS[one.room] for one in free])
        menu = MENU[target.room]
        [choice] = chance.choices(menu, [one.weight for one in menu])
        fault = Fault(at, target.name, choice.kind, chance.uniform(*choice.seconds))
        faults.append(fault)
        busy[target.name] = at + fault.seconds + (12 if target.room == "server" else 4)  # until it is up again
    return faults


def kills(count: int, names: Sequence[str], gap: float) -> list[Fault]:
    """The same processes killed in turns, which is what a part with a hole in its promises cannot survive."""
    return [Fault(gap * (number + 1), names[number % len(names)], "kill", 0) for number in range(count)]
