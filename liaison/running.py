"""The whole house on one machine: the devstack, the three services as child processes, and a job's way to them."""

import asyncio
import json
import secrets
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx

from liaison.client import Addresses, Json
from shared.devstack import ports
from shared.devstack.child import Child, ChildFailed, NotReady
from shared.devstack.stack import Devstack

SERVICES = {"postings": 8101, "delegations": 8102, "notifications": 8103}
MAIL_PAGE, SMTP = 8025, 1025
LOOK = 0.2  # seconds between two looks whether a service has ended


@asynccontextmanager
async def house(home: Path, say: Callable[[str], None], *, fixed_ports: bool = True) -> AsyncIterator[Addresses]:
    """Start everything, keep it up, and stop it in the end.

    A service that ends is started again, as a container would be. `home/run/services.json` tells process ids, addresses
    and settings. Raises AlreadyRunning, PortTaken or ChildFailed.
    """
    smtp, page = (SMTP, MAIL_PAGE) if fixed_ports else (None, None)
    async with Devstack(home, say=say, smtp_port=smtp, mail_port=page) as stack, AsyncExitStack() as started:
        wanted = list(SERVICES.values()) if fixed_ports else [None] * len(SERVICES)
        chosen = dict(zip(SERVICES, await ports.take(wanted), strict=True))
        base = {name: f"http://127.0.0.1:{port}" for name, port in chosen.items()}
        own = {"LIAISON_LINK_SECRET": link_secret(home), "LIAISON_WEBHOOK_ALLOW_PRIVATE": "true"}
        links = {"LIAISON_PUBLIC_URL": base["notifications"], "LIAISON_REGISTRATION_URL": base["delegations"]}
        shared = stack.environment() | own | links
        services = {
            name: Child(
                name,
                [sys.executable, "-m", f"services.{name}"],
                shared | {"LIAISON_PORT": str(port)},
                home=home,
                probe=lambda url=base[name]: ready(url),  # type: ignore[misc]
            )
            for name, port in chosen.items()
        }
        for service in services.values():
            started.push_async_callback(service.stop)
        say("starting the three services")
        await asyncio.gather(*(service.start() for service in services.values()))
        at = Addresses(base["postings"], base["delegations"], base["notifications"], stack.mail)
        keeper = asyncio.create_task(keep_up(services, note(home), base, at.restarts))
        started.push_async_callback(ended, keeper)
        yield at


async def keep_up(services: dict[str, Child], at: Path, base: dict[str, str], restarts: Counter[str]) -> None:
    """Start again whichever service has ended, count it, and keep note of who runs where."""
    noted: dict[str, int | None] = {}
    while True:
        for name, service in services.items():
            if service.pid is None:
                restarts[name] += 1
                await service.start()
        pids = {name: service.pid for name, service in services.items()}
        if pids != noted:
            noted = pids
            settings = {name: public(service.env) for name, service in services.items()}
            about = {
                name: {"pid": pid, "address": base[name], "environment": settings[name]} for name, pid in pids.items()
            }
            write(at, about)
        await asyncio.sleep(LOOK)


def note(home: Path) -> Path:
    """Where a house that runs from this home keeps note of its services."""
    return home / "run" / "services.json"


def public(environment: Mapping[str, str]) -> dict[str, str]:
    """These settings without secrets, and without addresses that hold a password."""
    return {name: value for name, value in environment.items() if "SECRET" not in name and "@" not in value}


def write(at: Path, about: Json) -> None:
    at.parent.mkdir(parents=True, exist_ok=True)
    at.write_text(json.dumps(about, indent=2))


async def ended(task: "asyncio.Task[None]") -> None:
    """Cancel a task; raises what it had failed with before."""
    task.cancel()
    [outcome] = await asyncio.gather(task, return_exceptions=True)
    if isinstance(outcome, ChildFailed):
        raise outcome


async def ready(base: str) -> None:
    """Ask a service whether it and all it needs are up; raises NotReady with its answer where not."""
    try:
        async with httpx.AsyncClient(timeout=5, trust_env=False) as http:
            answer = await http.get(f"{base}/health/ready")
    except httpx.TransportError as error:
        raise NotReady(repr(error)) from error
    if not answer.is_success:
        raise NotReady(answer.text)


def link_secret(home: Path) -> str:
    """The secret that signs links in mails, made once, so that yesterday's links still work today."""
    file = home / "identity" / "link-secret"
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()
