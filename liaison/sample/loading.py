"""Loads the sample into running services, through their public interfaces; loaded again, it changes nothing."""

import asyncio
import json
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import httpx

from liaison.client import Addresses, Client, Json, Unexpected, until
from liaison.sample import network, things
from liaison.sample.days import Days
from liaison.sample.industry import Industry
from liaison.sample.steps import Life, Step, Wave, caller
from shared.clock import now

HERE = Path(__file__).parent
FILES = ("priorities", "cooperation", "europe", "exchange", "industry", "threats")
AT_ONCE = 12  # lives


def content(name: str) -> Any:
    """What a file of the sample says."""
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


class Loading:
    """One run; `token(role, **claims)` issues a caller's token."""

    def __init__(self, http: httpx.AsyncClient, at: Addresses, token: Callable[..., str]) -> None:
        self._http, self._at, self._token = http, at, token
        self._client = cache(self._caller)
        self._slots = asyncio.Semaphore(AT_ONCE)
        self.steps = 0

    async def load(self) -> Days:
        """Say everything that the sample says; answers from which day its days count."""
        posts = content("network")
        days = Days(await self._first_day(posts["posts"][0]))
        await self._live(network.before_all(posts, days))
        await self._live(network.history(posts, days))
        for name in FILES:
            for wave in content(name):
                await self._take(wave, days, len(posts["posts"]))
        await self._live(network.at_last(posts, days))
        return days

    async def _first_day(self, post: Json) -> date:
        """The day on which the sample was loaded before, if it was, else today."""
        found = await self._client("hq").all(f"{self._at.postings}/posts", country=post["country"])
        opened = [one["opened_on"] for one in found if one["id"] == post["post"]]
        return date.fromisoformat(opened[0]) - timedelta(days=post["opened"]) if opened else now().date()

    async def _take(self, wave: Json, days: Days, posts: int) -> None:
        industry = Industry(self._client, self._at)
        if "notices" in wave:  # whose audience is computed from what the lists show
            await until("the posts in the list", lambda: self._shown("/posts", posts))
        for kind, said in wave.items():
            match kind:
                case "companies":
                    await industry.register(said)
                case "assistance":
                    await industry.assist(said)
                case "readings":
                    await self._read(said)
                case _:
                    await self._live(things.lives(kind, said, days))
        if "mailboxes" in wave:
            await until("the mailboxes in the list", lambda: self._shown("/mailboxes", len(wave["mailboxes"])))

    async def _live(self, wave: Wave) -> None:
        async with asyncio.TaskGroup() as group:
            for life in wave:
                group.create_task(self._go_through(life))

    async def _go_through(self, life: Life) -> None:
        async with self._slots:
            for step, key in zip(life.steps, life.keys, strict=True):
                await until(f"{step.path} {step.body}", partial(self._said, step, key))
                self.steps += 1

    async def _said(self, step: Step, key: str) -> bool:
        """Whether the step was taken; not as long as it is about work that is not in the list yet."""
        client, url = self._client(step.by), f"{self._at.postings}{step.path}"
        try:
            if step.method == "PUT":
                await client.put(url, step.body or {})
            else:
                await client.post(url, step.body, key=key)
        except Unexpected as answer:
            if "work-unknown" in str(answer):
                return False
            raise
        return True

    async def _read(self, said: list[Json]) -> None:
        """Read what nobody of the sample has read yet, since each reading is recorded."""
        seen = {(one["about"], one["part"], one["role"])
                for one in await self._client("hq").all(f"{self._at.postings}/readings")}  # fmt: skip
        for one in said:
            _, _, about, *_, part = one["path"].split("/")
            if (about, part, caller(one["by"])[0]) not in seen:
                await self._client(one["by"]).see(f"{self._at.postings}{one['path']}", one.get("status", 200))

    async def _shown(self, path: str, count: int) -> bool:
        return len(await self._client("hq").all(f"{self._at.postings}{path}")) >= count

    def _caller(self, by: str) -> Client:
        role, claims = caller(by)
        return Client(self._http, self._token(role, **claims))
