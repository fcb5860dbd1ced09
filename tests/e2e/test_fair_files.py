"""Fair files with something wrong in them: one that is broken is refused whole, with the place; a bad row alone."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Eventually
from tests.e2e.desk import Desk, well_formed
from tests.e2e.requests import fair

pytestmark = pytest.mark.real

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "liaison/sample/fair.json"
GOOD = {SAMPLE.name: 57, "milipol-paris-2025.json": 1177, "security-policing-2022.json": 332}  # rows
UNCHANGED = {"outcome": "unchanged", "parts": []}
SPOILT: list[tuple[Any, str]] = [
    ("a text", "row: must be an object"),
    ({"category": ["Drones"]}, "name: Field required"),
    ({"name": 7}, "name: "),
    ({"name": "???"}, "name: has neither a letter nor a digit"),
    ({"name": "Spoilt A", "category": "Drones, Robots"}, "category: "),
    ({"name": "Spoilt B", "address": {"iso2": "France"}}, "address.iso2: "),
    ({"name": "Spoilt C\u0000"}, "name: "),
    ({"name": "x" * 201}, "name: "),
]


@pytest.fixture
async def announced(desk: Desk) -> str:
    """A fair without exhibitors."""
    await desk.done("POST", "delegations", "/fairs", json=fair(desk.id("fair")))
    return desk.id("fair")


def take_in(fair: str, content: bytes) -> dict[str, Any]:
    path, headers = f"/fairs/{fair}/exhibitors/import", {"Content-Type": "application/json"}
    return {"method": "POST", "service": "delegations", "path": path, "content": content, "headers": headers}


def place(content: bytes) -> tuple[int, int]:
    """Line and column, from 1, behind the last character."""
    text = content.decode(errors="ignore")
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def real(name: str) -> bytes:
    path = ROOT.parent / "shared/data/fairs" / name
    if not path.exists():
        pytest.skip(f"{name} is not beside this checkout")
    return path.read_bytes()


@pytest.mark.parametrize("share", [0.0001, 0.25, 0.5, 0.75, 0.9999])
async def test_a_file_that_is_cut_is_refused_with_the_place_and_nothing_is_stored(
    desk: Desk, announced: str, share: float, eventually: Eventually
) -> None:
    whole = SAMPLE.read_bytes()
    cut = whole[: int(len(whole) * share)]
    problem = well_formed(await desk.send(**take_in(announced, cut)))
    assert problem["status"] == 400
    line, column = place(cut)
    assert problem["line"] <= line
    assert (problem["line"], problem["column"]) <= (line, column)
    assert f"line {problem['line']}, column {problem['column']}" in problem["detail"]
    first = {"exhibitor": [{"name": f"First {desk.tag}"}]}
    report = await desk.done(**take_in(announced, json.dumps(first).encode()))
    assert report["added"] == 1

    async def only_that() -> bool:
        """What was stored of the cut file, if anything was, would come before it."""
        return [one["name"] for one in await desk.all("delegations", "/companies", fair=announced)] == [
            f"First {desk.tag}"
        ]

    await eventually(only_that)


async def test_what_is_no_fair_file_is_refused(desk: Desk, announced: str) -> None:
    for text in (
        "",
        "[]",
        "{}",
        '{"exhibitor": {}}',
        '{"exhibitor": [1,]}',
        '{"exhibitor": []} x',
        '{"exhibitor": [], "startDate": "soon"}',
    ):
        problem = well_formed(await desk.send(**take_in(announced, text.encode())))
        assert (problem["status"], problem["line"]) == (400, 1), (text, problem)


@pytest.mark.parametrize("name", GOOD)
async def test_spoilt_rows_are_refused_with_line_and_reason_and_the_others_are_in(
    desk: Desk, announced: str, name: str, eventually: Eventually
) -> None:
    listed = json.loads(SAMPLE.read_bytes() if name == SAMPLE.name else real(name))
    rows: list[Any] = listed["exhibitor"]
    good, bad, step = GOOD[name], len(rows) - GOOD[name], len(rows) // len(SPOILT)
    for number, (row, _) in enumerate(SPOILT):
        rows.insert(number * (step + 1), row)
    file = json.dumps(listed, indent=2, ensure_ascii=False)
    report = await desk.done(**take_in(announced, file.encode()))
    lines = beginnings(file)
    refused = {one["line"]: one["reason"] for one in report["refused"]}
    assert len(refused) == len(report["refused"]) == len(SPOILT) + bad
    for number, (_, reason) in enumerate(SPOILT):
        assert refused[lines[number * (step + 1)]].startswith(reason)
    assert report["added"] + report["changed"] == good

    async def in_() -> bool:
        return len(await desk.all("delegations", "/companies", fair=announced)) == good

    await eventually(in_)
    again = await desk.done(**take_in(announced, file.encode()))
    lines_again = [one | ({} if one["outcome"] == "refused" else UNCHANGED) for one in report["lines"]]
    assert again == report | {"added": 0, "changed": 0, "unchanged": good, "lines": lines_again}


def beginnings(file: str) -> list[int]:
    """The line, from 1, on which each exhibitor begins; four blanks before what begins and before its closing brace."""
    lines = file.split("\n")
    start = lines.index('  "exhibitor": [') + 1
    inside = range(start, lines.index("  ]" if "  ]" in lines[start:] else "  ],", start))
    return [number + 1 for number in inside if lines[number][:4].isspace() and lines[number][4] not in " }"]
