"""`liaison rebuild`: has a service build one of its views anew, beside the live one, as a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from liaison.composed import ROOT
from liaison.running import SERVICES, link_secret, note
from shared.devstack.stack import HOME

View = Annotated[str, typer.Argument(help="SERVICE.VIEW, as postings.vacancies")]
Home = Annotated[Path, typer.Option(help="of the `liaison run` whose servers are meant")]


def rebuild(
    view: View,
    *,
    check: Annotated[bool, typer.Option("--check", help="print how the live view differs, 1 if it does")] = False,
    drop_old: Annotated[bool, typer.Option("--drop-old", help="drop what earlier rebuilds have replaced")] = False,
    compose: Annotated[bool, typer.Option("--compose", help="in the containers of docker-compose.yml")] = False,
    home: Home = HOME,
) -> None:
    """Build a view anew from the first event on, beside the live one, and put it in its place."""
    service, _, name = view.partition(".")
    if service not in SERVICES or not name:
        raise typer.BadParameter(f"{view} is no view; those of postings are called postings.vacancies and the like")
    words = [f"services.{service}", "rebuild", name, *["--check"] * check, *["--drop-old"] * drop_old]
    if compose:
        command, environment = ["docker", "compose", "exec", service, "python", "-m", *words], dict(os.environ)
    else:
        command, environment = [sys.executable, "-m", *words], {**noted(home, service), **os.environ}
    raise typer.Exit(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode)


def noted(home: Path, service: str) -> Mapping[str, str]:
    """The settings with which a service of a running house was started; none where no house runs from this home."""
    try:
        about: Mapping[str, str] = json.loads(note(home).read_text())[service]["environment"]
    except FileNotFoundError:
        return {}
    return {**about, "LIAISON_LINK_SECRET": link_secret(home)}
