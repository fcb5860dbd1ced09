"""The main job from start to end: bring the house up, do each step, show what was observed."""

import asyncio
from functools import partial
from pathlib import Path

from liaison import composed
from liaison.client import Addresses, NotObserved, connection
from liaison.job.assistance import assist
from liaison.job.companies import take_in_companies
from liaison.job.delegation import bring_delegation
from liaison.job.fair import import_fair
from liaison.job.meetings import hold_day
from liaison.job.posting import hand_over
from liaison.job.stage import Stage
from liaison.job.today import hold_day_of_today
from liaison.job.visit import receive_delegation
from liaison.receiver import Receiver, receiving
from liaison.report import Announcer, announcing, show, show_addresses, show_sent
from liaison.running import house
from liaison.sent import Sent, one_of_each
from shared.devstack import identity
from shared.devstack.child import ChildFailed
from shared.devstack.lock import AlreadyRunning
from shared.devstack.ports import PortTaken


class HouseFailed(Exception):
    """The house did not come up; says why."""


class JobFailed(Exception):
    """A step of the job was not observed; says which, and what was seen instead."""


async def run_job(home: Path, fair: bytes, *, once: bool, compose: bool, fixed_ports: bool) -> None:
    """Raises HouseFailed or JobFailed; without `once` it then goes on serving until cancelled."""
    try:
        with announcing() as announce:
            place = composed.house(home, announce) if compose else house(home, announce, fixed_ports=fixed_ports)
            async with place as at, receiving(*composed.receiver_hosts(compose=compose)) as receiver:
                sent = await do(home, fair, at, receiver, announce)
                show_sent(sent)
                show_addresses(at, sent)
                if not once:
                    announce("serving until Ctrl-C")
                    await asyncio.Event().wait()
    except AlreadyRunning as running:
        raise HouseFailed(f"{running}; stop it first, or use it: it serves the same addresses") from None
    except (ChildFailed, PortTaken, composed.ComposeFailed) as failure:
        raise HouseFailed(str(failure)) from None


async def do(home: Path, fair: bytes, at: Addresses, receiver: Receiver, announce: Announcer) -> list[Sent]:
    """Every step in its order; shows the table of those that were observed, also where one was not.

    Answers what was sent.
    """
    async with connection() as http:
        stage = Stage(http, at, partial(token, home), receiver, announce)
        try:
            listed = await import_fair(stage, fair)
            await take_in_companies(stage, listed)
            post = await hand_over(stage)
            await assist(stage, listed)
            await bring_delegation(stage, listed, post)
            await receive_delegation(stage, listed, post)
            await hold_day(stage, listed, post)
            await hold_day_of_today(stage, listed, post)
            return await one_of_each(stage)
        except NotObserved as missing:
            raise JobFailed(f"{stage.current}: {missing}") from None
        finally:
            show(stage.lines, at.restarts, stage.repeated)


def token(home: Path, role: str, **claims: str) -> str:
    """A token for one of the job's callers."""
    return identity.issue(
        home, subject="-".join(["job", role, *claims.values()]), role=role, ttl=identity.HOUR, **claims
    )
