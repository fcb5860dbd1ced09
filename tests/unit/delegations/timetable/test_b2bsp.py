"""The published instances: how they are read, and that the product's model finds the published values."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.b2bsp.__main__ import app
from benchmarks.b2bsp.dzn import UnreadableInstance, read
from services.delegations.timetable.model import Precedence
from tests.unit.delegations.timetable.days import WORKED_EXAMPLE

PUBLISHED = Path(__file__).parents[4].parent / "shared" / "data" / "b2bsp"
QUICK = [
    ("forumt-14crafd.fixed020-Forb.dzn", 2),
    ("forumt-14crafd.original.dzn", 0),
    ("forum-13crafb.fixed040-Forb.dzn", 2),
    ("tic-12.fixed020-Forb.dzn", 2),
]


def test_an_instance_counts_from_one_and_a_day_from_zero() -> None:
    day = read(WORKED_EXAMPLE, fairness=2)
    assert (day.slots, day.tables, day.fairness) == (6, 2, 2)
    assert [sorted(participant.absent) for participant in day.participants] == [[1, 2], [2, 3, 4, 5], [5], []]
    assert [meeting.parties for meeting in day.meetings] == [("1", "2"), ("1", "3"), ("1", "4")]
    assert [meeting.allowed for meeting in day.meetings] == [None, None, {3, 4, 5}]
    assert day.precedences == (Precedence(earlier="2", later="3"),)


def test_a_fixed_slot_is_read() -> None:
    day = read(WORKED_EXAMPLE.replace("[0,0,0]", "[0,4,0]"), fairness=None)
    assert [meeting.fixed for meeting in day.meetings] == [None, 3, None]


def test_a_lacking_key_or_row_is_named() -> None:
    with pytest.raises(UnreadableInstance, match="nTables"):
        read(WORKED_EXAMPLE.replace("nTables = 2;", ""), fairness=2)
    with pytest.raises(UnreadableInstance, match="fixed has 2 entries where 3 are announced"):
        read(WORKED_EXAMPLE.replace("[0,0,0]", "[0,0]"), fairness=2)


def test_each_value_is_one_line_of_json(tmp_path: Path) -> None:
    (tmp_path / "a.dzn").write_text(WORKED_EXAMPLE)
    result = CliRunner().invoke(app, [str(tmp_path), "--json"])
    line = json.loads(result.stdout)
    assert result.exit_code == 0
    assert line.pop("seconds") > 0
    assert line == {"file": "a.dzn", "fairness_d": 2, "status": "optimal", "objective": 1, "bound": 1}


@pytest.mark.parametrize(("published", "code"), [(1, 0), (0, 1)])
def test_a_contradicted_value_fails_the_benchmark(tmp_path: Path, published: int, code: int) -> None:
    (tmp_path / "a.dzn").write_text(WORKED_EXAMPLE)
    expected = tmp_path / "expected.json"
    expected.write_text(json.dumps([{"file": "a.dzn", "fairness_d": 3, "status": "optimal", "objective": published}]))
    assert CliRunner().invoke(app, [str(tmp_path), "--expected", str(expected)]).exit_code == code


def test_an_unreadable_instance_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.dzn").write_text("nTables = 2;")
    (tmp_path / "b.dzn").write_text("nTables = ;")
    result = CliRunner().invoke(app, [str(tmp_path)])
    assert result.exit_code == 2
    assert "a.dzn: the key 'nTotalSlots' is missing" in result.stderr
    assert "b.dzn: " in result.stderr  # the others are looked at as well


@pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason="the published instances lie in ../shared/data/b2bsp, not in this clone"
)
@pytest.mark.parametrize(("file", "fairness"), QUICK)
def test_a_published_value_is_found_and_proven(tmp_path: Path, file: str, fairness: int) -> None:
    published = json.loads((PUBLISHED / "expected.json").read_text())
    value = [each for each in published if (each["file"], each["fairness_d"]) == (file, fairness)]
    assert len(value) == 1
    expected = tmp_path / "expected.json"
    expected.write_text(json.dumps(value))
    result = CliRunner().invoke(app, [str(PUBLISHED), "--expected", str(expected), "--time-limit", "120"])
    assert result.exit_code == 0, result.output
