"""Children answer before they count as started, leave a log, and never outlive their parent."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from shared.devstack.child import Child, ChildFailed, NotReady, Probe
from tests.unit.devstack.processes import ends

SLEEPER = [sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(600)"]
DEAF = [sys.executable, "-c", f"import signal; signal.signal(15, signal.SIG_IGN); {SLEEPER[2]}"]
PARENT = """
import asyncio, pathlib, sys
from shared.devstack.child import Child
child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(600)"], home=pathlib.Path(sys.argv[1]))
asyncio.run(child.start())
print(child.pid, flush=True)
sys.stdin.read()
"""


def up(child: Child) -> Probe:
    async def probe() -> None:
        if str(child.pid) not in child.log.read_text().split():
            raise NotReady("has not said its name yet")

    return probe


async def started(name: str, argv: list[str], home: Path) -> Child:
    child = Child(name, argv, home=home)
    child._probe = up(child)
    await child.start()
    return child


async def test_a_child_that_ends_before_it_answers_is_reported_with_the_end_of_its_log(tmp_path: Path) -> None:
    async def probe() -> None:
        raise NotReady("nobody there")

    child = Child("broken", [sys.executable, "-c", "raise SystemExit('no such disk')"], home=tmp_path, probe=probe)
    with pytest.raises(ChildFailed, match=r"(?s)broken ended with exit code 1.*no such disk"):
        await child.start()
    assert child.pid is None


async def test_a_child_that_does_not_answer_in_time_is_reported_and_not_left_running(tmp_path: Path) -> None:
    asked: list[int | None] = []

    async def probe() -> None:
        asked.append(child.pid)
        raise NotReady("still loading")

    child = Child("slow", SLEEPER, home=tmp_path, probe=probe, within=0.3)
    with pytest.raises(ChildFailed, match=r"slow is not ready after 0.3 s: still loading"):
        await child.start()
    assert asked[0]
    assert ends(asked[0], within=0)


async def test_a_probe_that_never_returns_is_cut_off_at_the_deadline(tmp_path: Path) -> None:
    child = Child("mute", SLEEPER, home=tmp_path, probe=asyncio.Event().wait, within=0.3)  # type: ignore[arg-type]
    with pytest.raises(ChildFailed, match="mute is not ready"):
        await child.start()


async def test_a_killed_child_can_be_started_again(tmp_path: Path) -> None:
    child = await started("sleeper", SLEEPER, tmp_path)
    first = child.pid
    child.kill()
    assert child.pid is None
    await child.restart()
    try:
        assert child.pid not in (None, first)
        assert child.log.read_text() == f"{first}\n{child.pid}\n"
    finally:
        child.kill()


async def test_a_child_of_the_same_name_begins_only_when_its_forerunner_has_ended(tmp_path: Path) -> None:
    first = await started("sleeper", SLEEPER, tmp_path)
    with pytest.raises(ChildFailed, match="another sleeper still runs"):
        await Child("sleeper", SLEEPER, home=tmp_path, within=0.2).start()
    second = Child("sleeper", SLEEPER, home=tmp_path)
    starting = asyncio.create_task(second.start())
    first.kill()
    await starting
    assert second.pid
    second.kill()


async def test_a_child_that_ignores_being_asked_to_stop_is_killed_after_its_grace(tmp_path: Path) -> None:
    child = await started("deaf", DEAF, tmp_path)
    await child.stop(grace=0.2)
    assert child.pid is None


async def test_what_is_given_lies_over_this_process_s_environment(tmp_path: Path) -> None:
    shown = [sys.executable, "-c", "import os; print(os.environ['COLOUR'], 'PATH' in os.environ)"]
    child = Child("shown", shown, {"COLOUR": "blue"}, home=tmp_path)
    await child.finish()
    assert child.log.read_text() == "blue True\n"


async def test_a_command_that_should_end_well_and_does_not_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ChildFailed, match="exit code 3"):
        await Child("command", [sys.executable, "-c", "raise SystemExit(3)"], home=tmp_path).finish()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere children are ended at the next start: test_orphans.py")
def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert not ends(child, within=0)
        os.kill(parent.pid, signal.SIGKILL)
    assert ends(child)
