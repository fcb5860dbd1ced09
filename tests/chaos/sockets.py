"""Which process a connection on loopback comes from, as Linux tells it; elsewhere nobody is known."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def owner(port: int, among: Mapping[str, int | None]) -> str:
    """The name of the process, of those given with their ids, that holds this port; empty where none does any more."""
    with suppress(OSError):
        for line in (PROC / "net/tcp").read_text().splitlines()[1:]:
            _, local, _, _, _, _, _, _, _, inode, *_ = line.split()
            if int(local.partition(":")[2], 16) == port and inode != "0":
                return next((name for name, pid in among.items() if pid and holds(pid, f"socket:[{inode}]")), "")
    return ""


def holds(pid: int, what: str) -> bool:
    """Whether the process has this open; not where it has ended."""
    with suppress(OSError):
        return any(str(file.readlink()) == what for file in (PROC / str(pid) / "fd").iterdir())
    return False
