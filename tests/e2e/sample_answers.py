"""One check per route of the postings service: what it must answer when the sample is loaded, and how it is asked."""

from collections.abc import Awaitable, Callable
from typing import Any

from liaison.client import Json
from tests.e2e.desk import Desk
from tests.e2e.sampled import Sample

Check = Callable[[Desk, Sample], Awaitable[None]]
CHECKS: dict[str, Check] = {}


def of(path: str) -> Callable[[Check], Check]:
    """Marks the check of the route at this path."""

    def mark(check: Check) -> Check:
        CHECKS[path] = check
        return check

    return mark


async def items(desk: Desk, path: str, role: str = "hq", **params: Any) -> list[Json]:
    return await desk.all("postings", path, role, **params)


async def own(desk: Desk, path: str, role: str, whom: str) -> set[str]:
    """The ids of what somebody sees of a list who sees their own alone."""
    page = await desk.done("GET", "postings", path, role, scope={role: whom}, params={"limit": 500})
    return {item["id"] for item in page["items"]}


async def one(desk: Desk, path: str, role: str = "hq", **request: Any) -> Json:
    return await desk.done("GET", "postings", path, role, **request)


def by(found: list[Json], key: str, value: str) -> dict[str, Any]:
    """One field of each by another."""
    return {item[key]: item[value] for item in found}
