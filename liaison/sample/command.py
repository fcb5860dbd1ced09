"""`liaison sample`: loads the sample into the services that run."""

import asyncio
import time
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from liaison.client import Addresses, NotObserved, connection
from liaison.parked import address, complain
from liaison.report import console
from liaison.sample.loading import Loading
from shared.devstack import identity
from shared.devstack.stack import HOME

Home = Annotated[Path, typer.Option(help="of the `liaison run` whose services are meant")]


def sample(home: Home = HOME) -> None:
    """Load an invented network with two years of history into the running services; again changes nothing."""
    try:
        asyncio.run(load(home))
    except* NotObserved as failed:
        raise typer.Exit(complain(str(failed.exceptions[0]))) from None


async def load(home: Path) -> None:
    began = time.monotonic()
    at = Addresses(address("postings", home), address("delegations", home), address("notifications", home), "")
    async with connection() as http:
        loading = Loading(http, at, partial(token, home))
        days = await loading.load()
    seconds = time.monotonic() - began
    console.print(f"{loading.steps} commands in {seconds:.1f} s; the sample's days count from {days.today}")
    console.print(f"  {at.postings}/docs, with a token from `liaison token --role hq`", highlight=False)


def token(home: Path, role: str, **claims: str) -> str:
    """A token for one of those who speak in the sample."""
    subject = "-".join(["sample", role, *claims.values()])
    return identity.issue(home, subject=subject, role=role, ttl=identity.HOUR, **claims)
