"""Replaces itself by a command that the kernel kills when the parent ends (Linux): `tether.py PARENT_PID COMMAND...`.

A program of its own and not a hook between fork and exec, because such a hook may deadlock in a process with threads.
The signal comes when the *thread* that forked ends, so children are to be started from the main thread.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, *command = sys.argv[1:]
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != int(parent):
        sys.exit("the parent ended before its child began")
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python ignores it, and what is ignored stays so across exec
    os.execvp(command[0], command)  # noqa: S606 - the command comes from our own argv, no shell is wanted


if __name__ == "__main__":
    main()
