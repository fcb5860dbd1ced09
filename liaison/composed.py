"""The house as containers: brings docker-compose.yml up with the devstack's identity, for the same job as without."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from liaison.client import Addresses
from liaison.running import MAIL_PAGE, SERVICES, link_secret
from shared.devstack import identity

ROOT = Path(__file__).parents[1]
CONTAINERS_SEE_HOST_AS = "host.docker.internal"


class ComposeFailed(Exception):
    """`docker compose` did not bring everything up; ends with what it said."""


@asynccontextmanager
async def house(home: Path, say: Callable[[str], None]) -> AsyncIterator[Addresses]:
    """Build and start everything, wait until all of it is healthy; it goes on running afterwards, as compose does."""
    say("docker compose up --build --wait")
    own = {
        "LIAISON_IDENTITY_DIR": str(identity.jwks(home).parent),
        "LIAISON_LINK_SECRET": link_secret(home),
        "LIAISON_WEBHOOK_ALLOW_PRIVATE": "true",
    }
    up = await asyncio.create_subprocess_exec(
        "docker", "compose", "up", "--build", "--wait", "--quiet-pull",
        cwd=ROOT, env=os.environ | own, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await up.communicate()
    if up.returncode:
        raise ComposeFailed(f"docker compose up ended with {up.returncode}:\n" + said.decode(errors="replace")[-3000:])
    postings, delegations, notifications = (f"http://127.0.0.1:{port}" for port in SERVICES.values())
    yield Addresses(postings, delegations, notifications, f"http://127.0.0.1:{MAIL_PAGE}")


def receiver_hosts(*, compose: bool) -> tuple[str, str]:
    """Where the job's webhook receiver listens, and under which name the notifications service reaches it."""
    return ("0.0.0.0", CONTAINERS_SEE_HOST_AS) if compose else ("127.0.0.1", "127.0.0.1")  # noqa: S104
