"""What of this project has been published, as its git history tells."""

import io
import os
import subprocess
import tarfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PREVIOUS = "HEAD~1"


def git(root: Path, *arguments: str) -> bytes | None:
    """What git answers, None where it cannot: no repository, no such revision, no git."""
    try:
        return subprocess.run(["git", "-C", root, *arguments], capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None


def commit(root: Path, revision: str) -> str | None:
    """The id of a commit, None where there is none."""
    found = git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    return found.decode().strip() if found else None


def published(root: Path = ROOT) -> tuple[str, ...]:
    """The commits whose contracts somebody may rely on, none where there is no history.

    They are what LIAISON_PUBLISHED names; else where the branch left origin's; and where it has not, or there is no
    origin, the last commit, against which the working tree is held, and the one before, against which that is.
    Raises LookupError.
    """
    if named := os.environ.get("LIAISON_PUBLISHED"):
        if (found := commit(root, named)) is None:
            raise LookupError(f"LIAISON_PUBLISHED names {named}, which is no commit here")
        return (found,)
    here = commit(root, "HEAD")
    for upstream in ("origin/HEAD", "origin/main"):
        left = git(root, "merge-base", "HEAD", upstream)
        if left and (base := left.decode().strip()) != here:
            return (base,)
    return tuple(filter(None, [here, commit(root, PREVIOUS)]))


def export(revision: str, target: Path, root: Path = ROOT) -> Path:
    """Write the project as it was at this commit into a directory."""
    archive = git(root, "archive", "--format=tar", revision)
    if archive is None:
        raise FileNotFoundError(f"git has no tree of {revision}")
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(target, [one for one in tar if one.isfile() or one.isdir()], filter="data")
    return target
