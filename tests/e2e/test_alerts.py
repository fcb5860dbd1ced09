"""A threat notice through the whole running house: mailed, read by one, told further where another has not read it.

The notifications service is killed while the clock runs; countries are small ones that no other test names, so that no
other test's post is told.
"""

import json
import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from liaison.client import Json
from liaison.mailbox import Mailbox, text
from shared.clock import now
from tests.conftest import Eventually
from tests.e2e.desk import Desk
from tests.e2e.requests import opening

pytestmark = pytest.mark.real

# For all tests of the house, since an escalation ends with the first mailbox of headquarters.
HEADQUARTERS = {"mailbox": "hq", "kind": "hq", "mail": "hq@directorate.example", "language": "en"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def threat(desk: Desk, country: str) -> Json:
    content = {
        "title": f"Protests {desk.tag}",
        "text": "Avoid the centre.",
        "level": 4,
        "scope": "country",
        "countries": [country],
        "concerned": ["residents"],
        "marking": "internal",
        "valid_from": now().isoformat(),
        "valid_until": (now() + timedelta(days=7)).isoformat(),
    }
    return {"notice": desk.id("n"), "subject": desk.id("protests"), "content": content}


async def embassy(desk: Desk, eventually: Eventually, country: str) -> dict[str, str]:
    """A post whose embassy has an ambassador and a chancellery, all known to the service's own views."""
    post = desk.id("post")
    await desk.done("POST", "postings", "/posts", json=opening(post) | {"country": country})
    boxes = {"ambassador": desk.id("ambassador"), "chancellery": desk.id("chancellery")}
    for kind, mailbox in boxes.items():
        about = {"mailbox": mailbox, "kind": kind, "post": post, "mail": f"{mailbox}@embassy.example"}
        await desk.done("POST", "postings", "/mailboxes", json={**about, "language": "en"})
    await desk.done("POST", "postings", "/mailboxes", json=HEADQUARTERS)

    async def known() -> bool:
        paths = (f"/posts/{post}", *(f"/mailboxes/{one}" for one in (*boxes.values(), HEADQUARTERS["mailbox"])))
        return all([(await desk.send("GET", "postings", path)).is_success for path in paths])

    await eventually(known)
    return boxes | {"post": post}


async def mails(desk: Desk) -> dict[str, list[str]]:
    """What each address has been told of the notice: subject and text."""
    mailbox, found = Mailbox(desk.http, desk.at.mail), dict[str, list[str]]()
    for received in (await mailbox.by_delivery()).values():
        for one in received:
            mail = await mailbox.read(one)
            if desk.tag in str(mail["Subject"]):
                found.setdefault(str(mail["To"]).partition("@")[0], []).append(f"{mail['Subject']}\n{text(mail)}")
    return found


async def acknowledge(desk: Desk, mail: str) -> None:
    """As a mail scanner follows the link and then a person presses the button, twice."""
    link = next(word for word in mail.split() if "/confirmations/" in word)
    for _ in range(2):
        shown = await desk.http.get(link)
        assert (shown.status_code, "Avoid the centre." in shown.text) == (200, True), shown.text
    for _ in range(2):
        thanked = await desk.http.post(link, content="answer=acknowledged", headers=FORM)
        assert thanked.status_code == 200, thanked.text


async def readers(desk: Desk) -> dict[str, Json]:
    """Who has read the notice and who has not, by function."""
    shown = await desk.done("GET", "postings", f"/notices/{desk.id('n')}")
    return {one["role"]: one for one in shown["readers"]}


def kill_notifications(home: Path) -> None:
    pid = json.loads((home / "run" / "services.json").read_text())["notifications"]["pid"]
    os.kill(pid, signal.SIGKILL)


async def test_an_alert_is_acknowledged_by_one_and_escalated_for_another(
    desk: Desk, home: Path, eventually: Eventually
) -> None:
    boxes = await embassy(desk, eventually, "JM")
    path = f"/notices/{desk.id('n')}"
    await desk.done("POST", "postings", "/notices", json=threat(desk, "JM"))
    scope = {"directorate": "police"}
    await desk.done("POST", "postings", f"{path}/approve", role="directorate", scope=scope)
    await desk.done("POST", "postings", f"{path}/issue")

    async def told() -> bool:
        return {boxes["ambassador"], boxes["chancellery"]} <= set(await mails(desk))

    await eventually(told)
    await acknowledge(desk, (await mails(desk))[boxes["ambassador"]][0])
    kill_notifications(home)

    async def escalated() -> bool:
        return any("Unread alert" in mail for mail in (await mails(desk)).get(boxes["ambassador"], []))

    await eventually(escalated)  # for the chancellery the ambassador is next

    async def both_are_shown() -> bool:
        found = await readers(desk)
        return found["ambassador"]["read"] and len(found["chancellery"]["escalations"]) > 0

    await eventually(both_are_shown)
    found = await readers(desk)
    read, unread = found["ambassador"], found["chancellery"]
    [said] = read["acknowledgements"]
    assert all(one["at"] < said["at"] for one in read["escalations"])
    assert (unread["unread"], unread["escalations"][0]["step"]) == (True, "next-person")
    assert unread["escalations"][0]["reader"] == f"mailbox/{boxes['ambassador']}"
    open_alerts = [one["id"] for one in await desk.all("postings", "/unread-alerts")]
    assert f"{desk.id('n')}/mailbox/{boxes['chancellery']}" in open_alerts
    assert f"{desk.id('n')}/mailbox/{boxes['ambassador']}" not in open_alerts

    further = next(mail for mail in (await mails(desk))[boxes["ambassador"]] if "Unread alert" in mail)
    await acknowledge(desk, further)

    async def read_in_its_place() -> bool:
        return bool((await readers(desk))["chancellery"]["read"])

    await eventually(read_in_its_place)
    withdrawal = {"reason": "It was a false report."}
    await desk.done("POST", "postings", f"{path}/withdraw", json=withdrawal)

    async def all_learn() -> bool:
        found = (await mails(desk)).values()
        return sum(any(withdrawal["reason"] in mail for mail in one) for one in found) == 3

    await eventually(all_learn)
