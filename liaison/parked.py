"""`liaison parked`: what a service's consumers could not apply, listed, shown, replayed and discarded over its API."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.markup import escape
from rich.table import Column, Table

from liaison.client import Json
from liaison.report import console
from liaison.running import SERVICES
from shared.devstack import identity
from shared.devstack.stack import HOME

app = typer.Typer(no_args_is_help=True, help=__doc__)

Service = Annotated[str, typer.Option(help=f"{', '.join(SERVICES)}")]
Url = Annotated[str, typer.Option(help="where the service is; by default where `liaison run` has it")]
Token = Annotated[str, typer.Option(help="an operator's token; by default one of the devstack's own")]
Home = Annotated[Path, typer.Option(help="where the devstack's keys and addresses are kept")]
Consumer = Annotated[str, typer.Option(help="as `list` shows it, e.g. postings.views.vacancies")]
Reason = Annotated[str, typer.Option(help="why; kept in the audit record")]
Id = Annotated[str, typer.Argument(help="as `list` shows it")]


@dataclass(frozen=True)
class Desk:
    """The parked events of one service."""

    http: httpx.Client

    def ask(self, method: str, path: str, **request: Any) -> Json:
        """Ends the command with what the service says is wrong."""
        try:
            answer = self.http.request(method, path, **request)
        except httpx.TransportError as error:
            raise typer.Exit(complain(f"{self.http.base_url}: {error}")) from None
        if not answer.is_success:
            raise typer.Exit(complain(f"{answer.status_code} {answer.json().get('detail', answer.text)}"))
        found: Json = answer.json()
        return found

    def pages(self, **params: str) -> Iterator[Json]:
        """Every event that matches."""
        after: dict[str, str] = {}
        while True:
            page = self.ask("GET", "/parked", params={"limit": "500", **params, **after})
            yield from page["items"]
            if page["next"] is None:
                return
            after = {"after": page["next"]}


@contextmanager
def desk(service: str, url: str, token: str, home: Path) -> Iterator[Desk]:
    """A connection to the service, as an operator."""
    if service not in SERVICES:
        raise typer.Exit(complain(f"there is no service {service}; there are {', '.join(SERVICES)}"))
    token = token or identity.issue(home, subject="operator-by-hand", role="operator", ttl=identity.HOUR)
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=url or address(service, home), headers=headers, timeout=90, trust_env=False) as http:
        yield Desk(http)


def address(service: str, home: Path) -> str:
    """Where the running house says that the service is, else the default."""
    note = home / "run" / "services.json"
    known = json.loads(note.read_text()) if note.exists() else {}
    return str(known.get(service, {}).get("address", f"http://127.0.0.1:{SERVICES[service]}"))


def complain(what: str) -> int:
    """Say what is wrong; answers the exit code."""
    console.print(f"[red]{escape(what)}[/red]", highlight=False)
    return 1


@app.command("list")
def list_parked(
    service: Service, consumer: Consumer = "", stream: str = "", status: str = "parked", url: Url = "",
    token: Token = "", home: Home = HOME,
) -> None:  # fmt: skip
    """List the events that wait; those without an error stand behind one of their stream."""
    asked = {"consumer": consumer, "stream": stream, "status": status}
    table = Table(Column("id", no_wrap=True), "consumer", "stream", "type", "place", "error", box=None)
    with desk(service, url, token, home) as to:
        for one in to.pages(**{name: value for name, value in asked.items() if value}):
            error = f"{one['error']['type']}: {one['error']['text']}" if one["error"] else ""
            table.add_row(*(one[name] for name in ("id", "consumer", "stream", "type", "place")), escape(error))
    console.print(table if table.row_count else f"nothing is {status}")


@app.command()
def show(id: Id, service: Service, url: Url = "", token: Token = "", home: Home = HOME) -> None:
    """Show one event with its error, stack, headers, body and audit records."""
    with desk(service, url, token, home) as to:
        found = to.ask("GET", f"/parked/{id}")
    stack = (found["error"] or {}).pop("stack", "")
    console.print_json(data=found)
    console.print(stack, markup=False, highlight=False)


@app.command()
def replay(
    *, service: Service, consumer: Consumer, stream: str = "",
    all: Annotated[bool, typer.Option("--all", help="every stream of the consumer")] = False,
    reason: Reason = "replay", url: Url = "", token: Token = "", home: Home = HOME,
) -> None:  # fmt: skip
    """Send one stream's events, or all that a consumer has parked, through it again; ends with 1 where some fail."""
    if bool(stream) == all:
        raise typer.Exit(complain("say --stream NAME, or --all"))
    about = {"consumer": consumer, "reason": reason} | ({"stream": stream} if stream else {})
    replayed = 0
    outcome: Json = {"replayed": 1, "remaining": 1, "stopped": []}
    with desk(service, url, token, home) as to:
        while outcome["replayed"] and outcome["remaining"] and not outcome["stopped"]:
            outcome = to.ask("POST", "/parked/replay", json=about)
            replayed += outcome["replayed"]
    console.print(f"{replayed} replayed, {outcome['remaining']} still parked")
    for one in outcome["stopped"]:
        complain(f"{one['stream']} {one['place']}: {one['error']['type']}: {one['error']['text']}")
    if outcome["stopped"]:
        raise typer.Exit(1)


@app.command()
def discard(id: Id, service: Service, reason: Reason, url: Url = "", token: Token = "", home: Home = HOME) -> None:
    """Give an event up for good; what stands behind it can then be replayed."""
    with desk(service, url, token, home) as to:
        found = to.ask("POST", f"/parked/{id}/discard", json={"reason": reason})
    console.print(f"{found['type']} of {found['stream']} is {found['status']}")
