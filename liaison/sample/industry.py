"""What the sample says to the delegations service: companies, and questions on markets that posts have answered."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from liaison.client import Addresses, Client, Json, Unexpected, until


@dataclass(frozen=True)
class Industry:
    """`caller` answers who speaks, by role, or role and for whom."""

    caller: Callable[[str], Client]
    at: Addresses

    async def register(self, names: list[str]) -> None:
        """Enter the companies."""
        for name in names:
            body = {"name": name, "country": "FR", "categories": ["Optronics"]}
            await self.caller("partnerships").post(f"{self.at.delegations}/companies", body, key=f"sample-{name}")

    async def assist(self, requests: list[Json]) -> None:
        """Each company asks; a post answers what has come to its desk, where the sample has an answer."""
        for said in requests:
            await self._assist(**said)

    async def _assist(self, *, id: str, company: str, post: str, answer: str | None = None, **about: str) -> None:
        at, key = f"{self.at.delegations}/assistance-requests", f"sample-{id}"
        await self.caller(f"company:{company}").post(at, {"id": id, "company": company, **about}, key=key)
        desk = self.caller(f"post:{post}")
        await until(f"{id} at {post}", partial(at_desk, desk, f"{at}/{id}"))
        if answer is not None:
            await desk.post(f"{at}/{id}/accept", {}, key=f"{key}-accept")
            await desk.post(f"{at}/{id}/answer", {"answer": answer}, key=f"{key}-answer")


async def at_desk(desk: Client, url: str) -> bool:
    """Whether the desk has the request by now."""
    try:
        await desk.get(url)
    except Unexpected:
        return False
    return True
