"""Where the kernel ends no child with its parent (not Linux): a note of each child, checked at the next start."""

import json
import os
import signal
import subprocess
from pathlib import Path


def note(file: Path, pid: int) -> None:
    """Remember a child by its pid and when it began, lest a later process with the same pid be mistaken for it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"pid": pid, "began": _began(pid)}))


def end(file: Path) -> bool:
    """Kill the noted child if it still runs and is ours; True if there was one to kill."""
    if not file.exists():
        return False
    noted = json.loads(file.read_text())
    file.unlink()
    if not noted["began"] or _began(noted["pid"]) != noted["began"]:
        return False
    os.kill(noted["pid"], signal.SIGKILL)
    return True


def _began(pid: int) -> str:
    """When the process began, as `ps` prints it; empty where there is none."""
    command = ["ps", "-o", "lstart=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
