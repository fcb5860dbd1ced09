"""The real servers that tests run against: containers where a Docker engine has their images, else the devstack.

LIAISON_TEST_SERVERS decides otherwise: `devstack`, or `containers`, which fetches images that are missing.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from shared.devstack.stack import Devstack
from tests import containers

CHOICES = ("auto", "containers", "devstack")


@dataclass(frozen=True)
class Servers:
    """Addresses, in the form in which the services' settings take them."""

    kafka: str
    mongo: str


@asynccontextmanager
async def servers(home: Path) -> AsyncIterator[Servers]:
    """Start them, and stop them afterwards."""
    if in_containers(os.environ.get("LIAISON_TEST_SERVERS", "auto")):
        async with containers.running() as (kafka, mongo):
            yield Servers(kafka, mongo)
    else:
        async with Devstack(home) as stack:
            yield Servers(stack.kafka, stack.mongo)


def in_containers(choice: str) -> bool:
    """Whether tests run against containers; raises ValueError for a choice that is none."""
    if choice not in CHOICES:
        raise ValueError(f"LIAISON_TEST_SERVERS is {choice!r}; there are {', '.join(CHOICES)}")
    return choice == "containers" or (choice == "auto" and containers.at_hand())
