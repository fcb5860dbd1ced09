"""How a test waits for the end of a process that is not its own child."""

import os
import select


def ends(pid: int, within: float = 20.0) -> bool:
    """Whether the process, with all its threads, has ended before `within` seconds have passed (Linux)."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], within)[0])
    finally:
        os.close(descriptor)
