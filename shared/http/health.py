"""Health: what a service depends on, whether each is there, and the two probes that tell."""

from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter, Request
from structlog.stdlib import get_logger

from shared.http.identity import public
from shared.http.problems import Problem

log = get_logger(__name__)

REASON = 200  # characters

Status = Literal["up", "down", "starting"]


@dataclass(frozen=True, slots=True)
class Component:
    """Something that a service needs; `reason` says why it is down."""

    status: Status = "starting"
    reason: str = ""


class Health:
    """The components of one process by name; each begins as starting."""

    def __init__(self, *names: str) -> None:
        self.components = {name: Component() for name in names}

    @property
    def ready(self) -> bool:
        """Whether everything is up."""
        return all(component.status == "up" for component in self.components.values())

    def expect(self, name: str) -> None:
        """Count this component in, as starting until something is heard of it."""
        self.components.setdefault(name, Component())

    def report(self, name: str, reason: str | None) -> None:
        """Keep why a component is away, or by None that it is there.

        May be called at every try: it logs only where the status differs from before.
        """
        before = self.components.get(name, Component())
        now = Component("up") if reason is None else Component("down", reason)
        self.components[name] = now
        if now.status != before.status:
            write = log.info if reason is None else log.warning
            write("component changed", component=name, status=now.status, was=before.status, reason=now.reason)

    def shown(self) -> dict[str, dict[str, str]]:
        """Every component with its status and, where it is down, the first line of the reason."""
        return {
            name: {"status": one.status} | ({"reason": one.reason.splitlines()[0][:REASON]} if one.reason else {})
            for name, one in self.components.items()
        }


router = APIRouter(prefix="/health", tags=["health"], dependencies=[public])


@router.get("/live")
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "up"}


@router.get("/ready")
async def ready(request: Request) -> dict[str, object]:
    """Everything that this service needs is there; else 503 says what is away."""
    health: Health = request.app.state.health
    shown = health.shown()
    if not health.ready:
        away = ", ".join(f"{name} is {one['status']}" for name, one in shown.items() if one["status"] != "up")
        raise Problem(503, "not-ready", away, headers={"Retry-After": "2"}, components=shown)
    return {"status": "up", "components": shown}
