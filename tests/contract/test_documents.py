"""The committed documents are what the code says today; `make docs` writes them anew."""

import json
from collections.abc import Iterator
from functools import reduce
from importlib import import_module
from operator import getitem
from pathlib import Path
from typing import Any

import pytest

from shared.contracts import asyncapi

DOCS = Path(__file__).parents[2] / "docs"
AGAIN = "run `make docs` and read the difference before you commit it"


def test_the_asyncapi_document_is_up_to_date() -> None:
    assert json.loads((DOCS / "asyncapi.json").read_text()) == json.loads(json.dumps(asyncapi.document())), AGAIN


def test_every_reference_in_the_asyncapi_document_leads_somewhere() -> None:
    document = asyncapi.document()
    found = list(references(document))
    assert "#/components/schemas/Placed" in found
    for reference in found:
        reduce(getitem, reference.removeprefix("#/").split("/"), document)


def references(part: Any) -> Iterator[str]:
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from references(inner)
    if isinstance(part, dict) and "$ref" in part:
        yield part["$ref"]


@pytest.mark.parametrize("service", ["postings", "delegations", "notifications"])
def test_the_openapi_document_is_up_to_date(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_LINK_SECRET", "x" * 32)
    document = import_module(f"services.{service}.service").build().app().openapi()
    assert json.loads((DOCS / "openapi" / f"{service}.json").read_text()) == json.loads(json.dumps(document)), AGAIN
