"""Writes what developers of other services read: OpenAPI per service, AsyncAPI of all topics, a schema per event."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from liaison.running import SERVICES
from shared.contracts import asyncapi
from shared.contracts.catalogue import PUBLISHED, file_name, kept, refusals, schema


class Incompatible(Exception):
    """Schemas that were published would be overwritten by others that break them; says each break."""


def write(docs: Path) -> Iterator[Path]:
    """Write every document anew under `docs`, and tell each path; schemas of older versions stay as they are.

    Raises Incompatible before anything is written.
    """
    if broken := refusals(kept(docs / "schemas")):
        raise Incompatible("\n".join(broken))
    for name in SERVICES:
        yield put(docs / "openapi" / f"{name}.json", told_by(name, "openapi"))
    yield put(docs / "asyncapi.json", asyncapi.document({name: told_by(name, "views") for name in SERVICES}))
    for type, model in PUBLISHED.items():
        yield put(docs / "schemas" / file_name(type), schema(model))


def told_by(service: str, word: str) -> Any:
    """What the service says of itself; it is asked in a process of its own, because this one is only a client."""
    environment = os.environ | {"LIAISON_LINK_SECRET": "not-needed-for-a-document-but-required"}
    command = [sys.executable, "-m", f"services.{service}", word]
    return json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout)


def put(path: Path, content: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
    return path
