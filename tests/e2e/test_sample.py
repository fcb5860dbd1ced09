"""The sample that the project ships, in a house of its own: every route of the postings service tells the truth.

What a route must answer is computed from the sample's files alone, in the modules beside this one.
"""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from liaison.client import Json
from liaison.running import house
from shared.clock import now
from tests.conftest import Eventually
from tests.e2e import sample_exchange_checks, sample_network_checks, sample_work_checks
from tests.e2e.desk import Desk, connection
from tests.e2e.interface import Operation, operations
from tests.e2e.sample_answers import CHECKS
from tests.e2e.sampled import Sample, posts

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]

ROOT = Path(__file__).parents[2]
MODULES = (sample_network_checks, sample_work_checks, sample_exchange_checks)  # which fill CHECKS
OTHERS = {"/parked", "/parked/{id}", "/health/live", "/health/ready"}  # of every service, about none of its things


async def load(home: Path) -> str:
    """What the command says that has loaded the sample."""
    command = [sys.executable, "-m", "liaison", "sample", "--home", str(home)]
    run = partial(subprocess.run, command, cwd=ROOT, capture_output=True, text=True, check=False)
    done = await asyncio.to_thread(run)  # the house is kept up by this loop
    assert done.returncode == 0, done.stdout + done.stderr
    return str(done.stdout)


@pytest.fixture(scope="module")
async def sampled(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """Whoever calls the services of a house in which there is the sample and nothing else."""
    home = tmp_path_factory.mktemp("sample")
    async with house(home, lambda _: None, fixed_ports=False) as at, connection() as http:
        await load(home)
        yield Desk(http, home, at)


@pytest.fixture(scope="module")
async def sample(sampled: Desk) -> Sample:
    opened = (await sampled.done("GET", "postings", f"/posts/{posts()[0]['post']}"))["opened_on"]
    return Sample(date.fromisoformat(opened) - timedelta(days=posts()[0]["opened"]))


async def questions(desk: Desk) -> list[Operation]:
    document = (await desk.http.get(desk.url("postings", "/openapi.json"))).raise_for_status().json()
    return [one for one in operations("postings", document) if one.method == "GET"]


async def test_every_question_has_a_check_here(sampled: Desk) -> None:
    assert {one.path for one in await questions(sampled)} - OTHERS == set(CHECKS)


@pytest.mark.parametrize("path", CHECKS)
async def test_what_is_answered_is_what_the_sample_says(
    path: str, sampled: Desk, sample: Sample, eventually: Eventually
) -> None:
    async def true_by_now() -> bool:
        try:
            await CHECKS[path](sampled, sample)
        except AssertionError:
            return False
        return True

    try:
        await eventually(true_by_now)  # views, reminders and what is handed over come a moment later
    except TimeoutError:
        await CHECKS[path](sampled, sample)


async def everything(desk: Desk) -> dict[str, list[Json]]:
    """What every list shows that is about no single thing."""
    lists = [one for one in await questions(desk) if one.paged and not one.named("path") and one.path not in OTHERS]
    return {one.path: await desk.all("postings", one.path, one.role) for one in lists}


async def test_loaded_again_it_changes_nothing(sampled: Desk, sample: Sample) -> None:
    before = await everything(sampled)
    assert f"count from {sample.today}" in await load(sampled.home)
    assert sample.today in (now().date(), now().date() - timedelta(days=1))
    last = {"post": "after-the-sample", "name": "X", "country": "FJ", "embassy": "X", "embassy_language": "fr"}
    mails = {"embassy_mail": "e@fiji.example", "mail": "p@fiji.example", "language": "fr"}
    about = {"time_zone": "Pacific/Fiji", "opened_on": sample.day(0)}
    receipt = await sampled.done("POST", "postings", "/posts", json=last | mails | about)
    version = {"min_version": receipt["version"]}
    await sampled.done("GET", "postings", "/posts/after-the-sample", params=version)
    after = await everything(sampled)
    after["/posts"] = [one for one in after["/posts"] if one["id"] != "after-the-sample"]
    assert after == before
