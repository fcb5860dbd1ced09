"""python -m benchmarks.commands: a service's command route under 50 clients, against a route with one insert."""

import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import httpx

from benchmarks.load import Request, connections, rate
from benchmarks.measuring import Claim, Size, at_least, in_turns, main
from benchmarks.servers import devstack
from shared.devstack import ports
from shared.devstack.child import Child, NotReady
from shared.devstack.identity import issue
from shared.devstack.stack import Devstack
from shared.settings import Settings

CLIENTS = 50
REQUESTS = 3_000  # a turn


def opening(post: str) -> dict[str, Any]:
    return {
        "post": post,
        "name": "Service de sécurité intérieure",
        "country": "PE",
        "accredited": ["BO"],
        "embassy": "Ambassade de France au Pérou",
        "embassy_mail": "chancellerie@post.example",
        "embassy_language": "fr",
        "mail": "ssi@post.example",
        "language": "en",
        "time_zone": "America/Lima",
        "opened_on": "2019-09-01",
    }


def command(_: int) -> Request:
    """The opening of a new post."""
    post = f"post-{uuid4().hex}"
    return Request("/posts", opening(post), post)


@asynccontextmanager
async def serving(stack: Devstack, *module: str, path: str) -> AsyncIterator[int]:
    """A module as a child process that answers at its port; `path` says when it is ready."""
    [port] = await ports.take([None])

    async def answers() -> None:
        try:
            async with httpx.AsyncClient(timeout=5, trust_env=False) as http:
                answer = await http.get(f"http://127.0.0.1:{port}{path}")
        except httpx.TransportError as error:
            raise NotReady(repr(error)) from error
        if not answer.is_success:
            raise NotReady(answer.text)

    environment = stack.environment() | {"LIAISON_PORT": str(port)}
    child = Child(module[0], [sys.executable, "-m", *module], environment, home=stack.home, probe=answers)
    await child.start()
    try:
        yield port
    finally:
        await child.stop()


async def claims(size: Size) -> AsyncIterator[Claim]:
    """Both servers stay up; they are asked in turns."""
    requests = size.of(REQUESTS)
    async with devstack() as stack, AsyncExitStack() as entered:
        token = issue(stack.home, subject="benchmark", role="hq", ttl=timedelta(hours=3))
        product = await entered.enter_async_context(serving(stack, "services.postings", "api", path="/health/ready"))
        floor = await entered.enter_async_context(serving(stack, "benchmarks.bare_route", path="/openapi.json"))

        async def ask(port: int, token: str = "") -> float:
            async with connections(port, CLIENTS, token) as clients:  # anew: uvicorn closes what was idle for 5 s
                return await rate(clients, requests, command)

        ways = partial(ask, product, token), partial(ask, floor)
        await in_turns(1, *ways)
        products, floors = await in_turns(size.turns, *ways)
        yield at_least(
            f"commands: {CLIENTS} clients open posts", products, floors, 0.7, "commands/s",
            driver=Settings().mongo_driver, **size.told,
        )  # fmt: skip


if __name__ == "__main__":
    main("commands", claims)
