"""A child that outlived its parent is ended at the next start, and nobody else is."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.devstack import orphans


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as process:
        yield process
        process.kill()


def test_the_noted_child_is_ended_once(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    note = tmp_path / "run/kafka.json"
    orphans.note(note, sleeper.pid)
    assert orphans.end(note)
    assert sleeper.wait(10) == -9
    assert not orphans.end(note)


def test_another_process_that_has_got_the_same_pid_is_left_alone(
    tmp_path: Path, sleeper: subprocess.Popen[bytes]
) -> None:
    note = tmp_path / "kafka.json"
    note.write_text(json.dumps({"pid": sleeper.pid, "began": "Mon Jan  1 00:00:00 2024"}))
    assert not orphans.end(note)
    assert sleeper.poll() is None
