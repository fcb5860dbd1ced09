"""The chaos rig, run short: a house that keeps its promises, and two that break one and are caught."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]

ROOT = Path(__file__).parents[2]


def begun(*options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.chaos", "--json", *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(running: "subprocess.Popen[str]") -> tuple[int, dict[str, Any], str]:
    """Exit code, figures, and what was said on the way."""
    told, said = running.communicate()
    assert told, said
    figures: dict[str, Any] = json.loads(told.splitlines()[-1])
    return running.returncode, figures, said


def test_twenty_faults_cost_nothing() -> None:
    code, figures, said = ended(begun("--faults", "20", "--seed", "6"))
    promises = {name: figures[name] for name in ("lost", "repeated", "out_of_order", "stuck", "refused")}
    assert promises == dict.fromkeys(promises, 0), said
    assert (code, figures["faults"], figures["passed"]) == (0, 20, True), said
    assert figures["commands"] > 50 < figures["effects"], said


def test_a_part_that_breaks_its_promise_is_caught() -> None:
    """Each in a house of its own, both at once, because they mostly wait."""
    houses = {part: begun("--faults", "4", "--seed", "1", "--broken", part) for part in ("relay", "consumer")}
    for part, (code, figures, said) in {part: ended(running) for part, running in houses.items()}.items():
        assert (code, figures["passed"]) == (1, False), (part, said)
        assert figures["lost"] > 0, (part, said)
