"""One run at a time in one home directory."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from shared.devstack.lock import AlreadyRunning, single_instance

HOLDER = """
import pathlib, sys
from shared.devstack.lock import single_instance
with single_instance(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_is_told_who_runs_already(tmp_path: Path) -> None:
    with single_instance(tmp_path), pytest.raises(AlreadyRunning) as refusal, single_instance(tmp_path):
        pytest.fail("held twice")
    assert refusal.value.pid == os.getpid()
    assert str(os.getpid()) in str(refusal.value)


def test_the_lock_is_free_after_its_holder_was_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning) as refusal, single_instance(tmp_path):
            pytest.fail("held twice")
        assert refusal.value.pid == holder.pid
        os.kill(holder.pid, signal.SIGKILL)
    with single_instance(tmp_path):
        assert (tmp_path / "run.lock").read_text() == str(os.getpid())
