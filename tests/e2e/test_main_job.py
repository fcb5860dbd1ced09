"""The main job as a newcomer runs it, and with a service killed in each of its parts."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]

ROOT = Path(__file__).parents[2]
REAL_FAIR = ROOT.parent / "shared" / "data" / "fairs" / "milipol-paris-2025.json"
KILLED_IN = {
    "Posting: the first holder starts": "postings",
    "Assistance: that post closes, another has the request": "delegations",
    "Delegation: registered and confirmed": "delegations",
    "Delegation: each exhibitor is told once": "notifications",
    "Visit: guests are invited by mail, each by a link of their own": "notifications",
    "Meetings: a timetable is solved": "notifications",
    "Meetings: everybody is invited": "delegations",
}


def job(home: Path, *more: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "liaison", "run", "--once", "--free-ports", "--home", str(home), *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def lines(running: "subprocess.Popen[str]") -> Iterator[str]:
    assert running.stdout
    return iter(running.stdout.readline, "")


def test_the_job_succeeds_and_a_second_run_in_the_same_home_succeeds_too(tmp_path: Path) -> None:
    for _ in range(2):
        with job(tmp_path) as running:
            said = running.communicate()[0]
        assert running.returncode == 0, said
        assert "40 steps observed" in said
        assert "Deliveries to look at" in said
        for message in ("posting_started", "meeting_invitation", "exhibitor_matched", "member_invited"):
            assert re.search(rf"{message} .*\b(sent \(email\)|delivered \(webhook\))", said), message
        assert re.search(r"http://\S+/view/\S+", said)
        assert re.search(r"curl -H .*liaison token --role auditor", said)


def test_the_job_succeeds_on_a_real_fair(tmp_path: Path) -> None:
    if not REAL_FAIR.exists():
        pytest.skip(f"{REAL_FAIR.name} is not beside this checkout")
    with job(tmp_path, "--fair", str(REAL_FAIR)) as running:
        said = running.communicate()[0]
    assert running.returncode == 0, said
    assert "1177 companies" in said


def test_whichever_service_is_killed_in_the_middle_the_job_ends_with_the_same_mails(tmp_path: Path) -> None:
    said, left = [], dict(KILLED_IN)
    with job(tmp_path) as running:
        for line in lines(running):
            said.append(line)
            if victim := left.pop(line.strip().removesuffix(" ..."), None):
                service = json.loads((tmp_path / "run" / "services.json").read_text())[victim]
                os.kill(service["pid"], signal.SIGKILL)
    assert running.returncode == 0, "".join(said)
    assert not left, "some were not killed"


def test_a_file_that_is_no_fair_is_refused_in_one_line_and_the_exit_code_says_so(tmp_path: Path) -> None:
    cut = tmp_path / "cut.json"
    cut.write_bytes((ROOT / "liaison" / "sample" / "fair.json").read_bytes()[:5000])
    with job(tmp_path / "home", "--fair", str(cut)) as running:
        said = running.communicate()[0]
    assert running.returncode == 1
    assert re.search(r"this is no fair file: .*line \d+ column \d+", said)


def test_a_second_run_at_the_same_time_says_so_and_fails(tmp_path: Path) -> None:
    with job(tmp_path) as first:
        next(lines(first))  # it has begun, so it holds the lock
        with job(tmp_path) as second:
            said = second.communicate()[0]
        assert second.returncode == 1
        assert f"already running: process {first.pid}" in " ".join(said.split())
        first.send_signal(signal.SIGINT)
        first.communicate()
