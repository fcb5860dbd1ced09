"""A canary of the running house takes the whole way: commit, Kafka, delivery, mail server, test mailbox."""

import re

import pytest

from liaison.client import Json
from tests.conftest import Eventually
from tests.e2e.desk import Desk

pytestmark = pytest.mark.real


async def test_the_canary_arrives_and_its_age_is_told(office: Desk, eventually: Eventually) -> None:
    async def canary() -> Json:
        return await office.done("GET", "notifications", "/canary")

    async def arrived() -> bool:
        return (await canary())["delivery"] is not None

    await eventually(arrived)
    shown = await canary()
    delivery = await office.done("GET", "notifications", f"/deliveries/{shown['delivery']}")
    assert (delivery["status"], delivery["message"]) == ("sent", "canary")

    query = {"query": f"to:canary@liaison.example message-id:{delivery['id']}"}
    found = (await office.http.get(f"{office.at.mail}/api/v1/search", params=query)).raise_for_status().json()
    assert [mail["Subject"].split()[0] for mail in found["messages"]] == ["Canary"]

    async def seen() -> bool:
        """The next look at the clock has told the age; a service that was killed before this has not looked yet."""
        ready = (await office.http.get(office.url("notifications", "/health/ready"))).json()
        metrics = (await office.http.get(office.url("notifications", "/metrics"))).text
        age = re.search(r"^liaison_canary_age_seconds (\S+)$", metrics, re.MULTILINE)
        up = ready["components"].get("canary") == {"status": "up"}
        return up and age is not None and 0 <= float(age[1]) <= (await canary())["age_seconds"] + 60

    await eventually(seen)
