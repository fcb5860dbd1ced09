"""python -m benchmarks: runs every benchmark and writes what they told into docs/benchmarks.md; exits 1 on a miss."""

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from shared.devstack import mongod

NAMES = ("views", "relay", "commands", "journey", "rebuild", "footprint", "fanout", "priority", "repair")
ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "benchmarks.md"
LIBRARIES = ("aiokafka", "faststream", "motor", "pymongo", "pydantic", "fastapi", "uvicorn")
SHOWN = {"name", "product", "floor", "ratio", "must", "passed", "unit"}
HEAD = """# Benchmarks

Written by `make bench` from what each `python -m benchmarks.NAME --json` printed. Floor and product are measured in the
same run, in turns, and the median counts; the floors are the bare libraries, used as well as one reasonably can. What
was tried where a bar is not reached stands in [0010](decisions/0010-speed.md).
"""


def main(names: Sequence[str], options: Sequence[str]) -> int:
    lines: list[Mapping[str, Any]] = []
    codes = []
    before = os.getloadavg()[0]
    for name in names:
        process = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}", "--json", *options],
            check=False,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        sys.stdout.write(process.stdout)
        sys.stdout.flush()
        lines += [json.loads(line) for line in process.stdout.splitlines()]
        codes.append(process.returncode)
        TABLE.write_text("\n".join([HEAD, *machine(before), "", *table(lines), "", *details(lines), ""]))
    return 1 if any(codes) else 0


def table(lines: Sequence[Mapping[str, Any]]) -> list[str]:
    rows = ["| claim | product | floor | ratio | must | met |", "|---|---:|---:|---:|---:|---|"]
    for line in lines:
        relation = "<=" if line["ratio"] is None else ">="
        floor, ratio = (shown(line[name]) for name in ("floor", "ratio"))
        met = "yes" if line["passed"] else "**no**"
        rows.append(
            f"| {line['name']} | {shown(line['product'])} {line['unit']} | {floor} | {ratio} "
            f"| {relation} {shown(line['must'])} | {met} |"
        )
    return rows


def details(lines: Sequence[Mapping[str, Any]]) -> list[str]:
    """What else each benchmark told, as it told it."""
    more = [(line["name"], {key: value for key, value in line.items() if key not in SHOWN}) for line in lines]
    return [f"- {name}: `{json.dumps(about)}`" for name, about in more if about]


def shown(value: float | None) -> str:
    return "" if value is None else f"{value:,g}"


def machine(load: float) -> list[str]:
    """Where and with what it was measured."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    processor = model[1] if model else platform.processor()
    server = output(mongod.program(), "--version").splitlines()[0].removeprefix("db version ")
    jar = next((ROOT / ".liaison" / "cache").glob("kafka-*/kafka_*.jar"), None)
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    commit = output("git", "rev-parse", "--short", "HEAD").strip()
    at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return [
        f"- {at}, commit {commit}; load average {load:.1f} before, {os.getloadavg()[0]:.1f} after",
        f"- {os.cpu_count()} processors ({processor}), {memory:.0f} GiB; {platform.system()} {platform.release()}",
        f"- Python {platform.python_version()}, MongoDB {server}, {jar.stem.replace('_', ' ') if jar else 'Kafka'}",
        f"- {libraries}",
    ]


def output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True).stdout


if __name__ == "__main__":
    given = sys.argv[1:]
    chosen = [word for word in given if word in NAMES]
    sys.exit(main(chosen or NAMES, [word for word in given if word not in NAMES]))
