"""Does the faults of a plan, each at its time and never two at one target, and counts them."""

import asyncio
import time
from collections.abc import Callable, Sequence

from tests.chaos.house import House
from tests.chaos.outside import Outside
from tests.chaos.plan import Fault

Tell = Callable[[Fault], None]


async def inflict(faults: Sequence[Fault], house: House, outside: Outside, tell: Tell) -> None:
    """Every fault, begun and healed, when this returns; `tell` hears of each that has begun. Raises ChildFailed."""
    begin = time.monotonic()

    async def one(fault: Fault) -> None:
        await asyncio.sleep(max(0.0, begin + fault.at - time.monotonic()))
        async with house.held[fault.target]:
            tell(fault)
            await do(fault, house, outside)

    async with asyncio.TaskGroup() as group:
        for fault in faults:
            group.create_task(one(fault))


async def do(fault: Fault, house: House, outside: Outside) -> None:
    """Begin one fault, let it last, and heal it."""
    match fault.kind:
        case "kill":
            await house.kill(fault.target, fault.seconds)
        case "pause":
            await house.pause(fault.target, fault.seconds)
        case "restart":
            await house.restart(fault.target)
        case behaviour:
            outside.behaviour[fault.target] = behaviour
            try:
                await asyncio.sleep(fault.seconds)
            finally:
                outside.behaviour[fault.target] = None
