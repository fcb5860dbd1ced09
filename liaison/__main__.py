"""`liaison`: run the house and its main job, issue a token, write the documents."""

import asyncio
import signal
from pathlib import Path
from typing import Annotated

import typer

from liaison import documents, parked
from liaison.main_job import HouseFailed, JobFailed, run_job
from liaison.rebuild import rebuild
from liaison.report import console
from liaison.sample.command import sample
from shared.devstack import identity
from shared.devstack.stack import HOME

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)
app.add_typer(parked.app, name="parked")
app.command()(rebuild)
app.command()(sample)

SAMPLE = Path(__file__).parent / "sample" / "fair.json"
Home = Annotated[Path, typer.Option(help="where data, logs and keys are kept")]


@app.command()
def run(
    *,
    once: Annotated[bool, typer.Option("--once", help="end by itself: 0 if every step was observed, else 1")] = False,
    fair: Annotated[Path, typer.Option(help="an exhibitor list", exists=True, dir_okay=False)] = SAMPLE,
    compose: Annotated[bool, typer.Option("--compose", help="use the services of docker-compose.yml")] = False,
    home: Home = HOME,
    free_ports: Annotated[bool, typer.Option("--free-ports", help="use ports that nobody uses")] = False,
) -> None:
    """Start everything, do the main job, show what was observed, and serve until Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends it without a terminal ends it as cleanly
    try:
        asyncio.run(run_job(home, fair.read_bytes(), once=once, compose=compose, fixed_ports=not free_ports))
    except (HouseFailed, JobFailed) as failure:
        console.print(f"[red]{failure}[/red]", highlight=False)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        console.print("stopped")


@app.command()
def token(
    role: Annotated[str, typer.Option(help="hq, directorate, post, embassy, partnerships, company, buyer, ...")],
    post: str = "",
    company: str = "",
    buyer: Annotated[str, typer.Option(help="DAY/PARTICIPANT, as lima-2027/policia")] = "",
    partner: str = "",
    directorate: str = "",
    embassy: Annotated[str, typer.Option(help="the embassy's post")] = "",
    subject: str = "",
    home: Home = HOME,
) -> None:
    """Issue a bearer token of the devstack's own issuer, valid for an hour."""
    claims = {"post": post, "company": company, "buyer": buyer, "partner": partner, "directorate": directorate}
    claims["embassy"] = embassy
    given = {name: value for name, value in claims.items() if value}
    whoever = subject or "-".join([role, directorate, "by-hand"] if directorate else [role, "by-hand"])
    typer.echo(identity.issue(home, subject=whoever, role=role, ttl=identity.HOUR, **given))


@app.command()
def docs() -> None:
    """Write the OpenAPI and AsyncAPI documents and the events' schemas under docs/."""
    try:
        for path in documents.write(Path(__file__).parents[1] / "docs"):
            console.print(path)
    except documents.Incompatible as breaks:
        typer.echo(f"nothing written, because this breaks what was published:\n{breaks}", err=True)
        typer.echo("a deliberate break is a new version: docs/decisions/0009-compatibility.md", err=True)
        raise typer.Exit(1) from None


if __name__ == "__main__":
    app()
