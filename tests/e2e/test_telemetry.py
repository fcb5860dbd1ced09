"""What the running services tell of themselves: one trace through all of them, metrics, and nobody's name in either."""

import json
from pathlib import Path
from uuid import uuid4

import pytest

from tests.conftest import Eventually
from tests.e2e.collector import Collector
from tests.e2e.desk import Desk
from tests.e2e.requests import fair, visit

pytestmark = pytest.mark.real

METRICS = {
    "postings": (
        "liaison_consumer_lag{",
        "liaison_relay_lease_held{",
        "liaison_rebuild_progress_ratio",
        "liaison_parked_events",
    ),
    "delegations": (
        'liaison_events_appended_total{category="delegation"}',
        "liaison_events_relayed_total{",
        "liaison_relay_delay_seconds_bucket",
        "liaison_view_delay_seconds_bucket",
        "liaison_events_consumed_total{",
        "liaison_consumer_lag{",
        "liaison_relay_lease_held{",
    ),
    "notifications": ("liaison_events_consumed_total{", "liaison_consumer_lag{"),
}


async def confirm(desk: Desk, trace: str) -> str:
    """Confirm a delegation within this trace; answers the mailbox of its head."""
    head, delegation = desk.id("head"), desk.id("visit")
    mail = f"ines-{desk.tag}@head.example"
    await desk.done("PUT", "delegations", f"/people/{head}", json={"name": f"Inés {desk.tag}", "mail": mail})
    await desk.done("POST", "delegations", "/fairs", json=fair(desk.id("fair")))
    await desk.done("POST", "delegations", "/delegations", json=visit(delegation, desk.id("fair"), head))
    within = {"traceparent": f"00-{trace}-{uuid4().hex[:16]}-01"}
    await desk.done("POST", "delegations", f"/delegations/{delegation}/confirm", "partnerships", headers=within)
    return mail


async def test_one_trace_follows_a_command_through_relay_view_reaction_and_notification(
    desk: Desk, collector: Collector, home: Path, eventually: Eventually
) -> None:
    trace = uuid4().hex
    mail = await confirm(desk, trace)
    here, there = "liaison-delegations", "liaison-notifications"
    wanted = {
        (here, "POST /delegations/{delegation}/confirm"),
        (here, "view delegations"),
        (here, "react delegations.match-exhibitors"),
        (there, "react notifications.deliveries"),
        (there, "deliver delegation_confirmed"),
    }

    async def followed() -> bool:
        found = collector.of(trace)
        return wanted <= found and any(name.startswith("relay commits") for _, name in found)

    await eventually(followed)
    for service in ("delegations", "notifications"):
        lines = [json.loads(line) for line in (home / "logs" / f"{service}.log").read_text().splitlines()]
        assert any(line.get("trace_id") == trace for line in lines), service
        assert not [line for line in lines if mail in str(line) or f"Inés {desk.tag}" in str(line)]
    assert mail.encode() not in collector.raw
    assert f"Inés {desk.tag}".encode() not in collector.raw


@pytest.mark.parametrize("service", METRICS)
async def test_metrics_have_their_names_and_say_nothing_of_anybody(
    desk: Desk, service: str, eventually: Eventually
) -> None:
    mail = await confirm(desk, uuid4().hex)
    told = ""

    async def complete() -> bool:
        nonlocal told
        told = (await desk.http.get(desk.url(service, "/metrics"))).text
        return all(name in told for name in METRICS[service])

    await eventually(complete)
    assert mail not in told
    assert desk.tag not in told
