"""A service says what it waits for, and logs it once per change."""

from collections.abc import Callable

from fastapi import FastAPI
from structlog.testing import capture_logs

from shared.http.health import Health
from tests.unit.http.conftest import Client, MakeApp


async def test_a_service_is_live_before_it_is_ready(make_app: MakeApp, client: Callable[[FastAPI], Client]) -> None:
    health = Health("mongo", "kafka")
    async with client(make_app(health=health)) as http:
        assert (await http.get("/health/live")).status_code == 200
        assert (await http.get("/health/ready")).status_code == 503
        health.report("mongo", None)
        health.report("kafka", "KafkaConnectionError: nobody there\nand much more")
        waiting = await http.get("/health/ready")
        health.report("kafka", None)
        ready = await http.get("/health/ready")
    assert waiting.json()["detail"] == "kafka is down"
    assert waiting.json()["components"] == {
        "mongo": {"status": "up"},
        "kafka": {"status": "down", "reason": "KafkaConnectionError: nobody there"},
    }
    assert ready.json() == {"status": "up", "components": {"mongo": {"status": "up"}, "kafka": {"status": "up"}}}


def test_a_change_is_logged_once_however_often_it_is_reported() -> None:
    health = Health("kafka")
    with capture_logs() as lines:
        for reason in ("try 1", "try 2", "try 3", None, None, "try 4"):
            health.report("kafka", reason)
    assert [(line["was"], line["status"]) for line in lines] == [("starting", "down"), ("down", "up"), ("up", "down")]


def test_expecting_a_component_again_forgets_nothing() -> None:
    health = Health()
    health.expect("kafka")
    assert not health.ready
    health.report("kafka", None)
    health.expect("kafka")
    assert health.ready
