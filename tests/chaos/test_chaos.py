"""The chaos rig, run short: a house that keeps its promises, and two that break one and are caught."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.real, pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[2]


def chaos(*options: str) -> tuple[int, dict[str, Any], str]:
    """Exit code, figures, and what was said on the way."""
    command = [sys.executable, "-m", "tests.chaos", "--json", *options]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ended.stdout, ended.stderr
    figures: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return ended.returncode, figures, ended.stderr


def test_twenty_faults_cost_nothing() -> None:
    code, figures, said = chaos("--faults", "20", "--seed", "6")
    promises = {name: figures[name] for name in ("lost", "repeated", "out_of_order", "stuck", "refused")}
    assert promises == dict.fromkeys(promises, 0), said
    assert (code, figures["faults"], figures["passed"]) == (0, 20, True), said
    assert figures["commands"] > 50 < figures["effects"], said


@pytest.mark.parametrize("part", ["relay", "consumer"])
def test_a_part_that_breaks_its_promise_is_caught(part: str) -> None:
    code, figures, said = chaos("--faults", "4", "--seed", "1", "--broken", part)
    assert (code, figures["passed"]) == (1, False), said
    assert figures["lost"] > 0, said
