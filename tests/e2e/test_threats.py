"""A threat notice through the whole running house, from its draft to its end: read, unread, told further, updated.

Its country is one that no other test names, and its theme is its own, so that no other test's mailbox is told.
"""

import pytest

from liaison.client import Json
from tests.conftest import Eventually
from tests.e2e.desk import Desk
from tests.e2e.test_alerts import HEADQUARTERS, acknowledge, embassy, mails, readers, threat

pytestmark = pytest.mark.real

POLICE = {"directorate": "police"}


async def directorate(desk: Desk, eventually: Eventually) -> str:
    """A directorate's mailbox, which is told of threats of one theme."""
    about = {"mailbox": desk.id("dgsi"), "kind": "directorate", "themes": [desk.id("theme")]}
    mail = f"{desk.id('dgsi')}@directorate.example"
    await desk.done("POST", "postings", "/mailboxes", json={**about, "mail": mail, "language": "en"})
    await desk.becomes(eventually, "postings", f"/mailboxes/{desk.id('dgsi')}", {"closed": False})
    return desk.id("dgsi")


async def test_a_threat_is_told_to_headquarters_at_last_updated_and_withdrawn(
    desk: Desk, eventually: Eventually
) -> None:
    boxes, office = await embassy(desk, eventually, "BS"), await directorate(desk, eventually)
    told = {boxes["ambassador"], boxes["chancellery"], "post", office}
    draft, path = threat(desk, "BS"), f"/notices/{desk.id('n')}"
    draft["content"] |= {"themes": [desk.id("theme")]}
    await desk.done("POST", "postings", "/notices", json=draft)
    preview = await desk.done("GET", "postings", f"{path}/audience")
    assert ({one["escalation"][-1]["step"] for one in preview["addressees"]}, preview["dead_ends"]) == ({"hq"}, [])
    assert await desk.refused("POST", "postings", f"{path}/approve") == (409, "notice-approved-by-author")
    assert await desk.refused("POST", "postings", f"{path}/issue") == (409, "notice-not-approved")
    await desk.done("POST", "postings", f"{path}/approve", "directorate", scope=POLICE)
    await desk.done("POST", "postings", f"{path}/issue")
    revision = {"content": draft["content"] | {"text": "Stay at home."}}
    assert await desk.refused("POST", "postings", f"{path}/revise", json=revision) == (409, "notice-immutable")

    async def all_are_told() -> bool:
        return told <= set(await mails(desk))

    await eventually(all_are_told)
    for reader in told - {office}:
        await acknowledge(desk, (await mails(desk))[reader][0])

    async def headquarters_are_told() -> bool:
        return HEADQUARTERS["kind"] in await mails(desk)

    await eventually(headquarters_are_told)  # in the place of the directorate, which has not read it
    await acknowledge(desk, (await mails(desk))[HEADQUARTERS["kind"]][0])

    async def everybody_has_read() -> bool:
        return all(one["read"] for one in (await readers(desk)).values())

    await eventually(everybody_has_read)
    unread = (await readers(desk))["directorate"]
    assert [one["reader"] for one in unread["acknowledgements"]] == [f"mailbox/{HEADQUARTERS['mailbox']}"]
    assert unread["escalations"][-1]["step"] == "hq"

    update: Json = draft | revision
    assert await desk.refused("POST", "postings", "/notices", json=update) == (409, "change-note-missing")
    note = "The curfew is new."
    await desk.done("POST", "postings", "/notices", json=update | {"change_note": note})
    await desk.done("POST", "postings", f"{path}/approve", "directorate", scope=POLICE)
    await desk.done("POST", "postings", f"{path}/issue")

    async def all_learn(news: str) -> bool:
        found = await mails(desk)
        return all(any(news in mail for mail in found[reader]) for reader in told)

    await eventually(lambda: all_learn(note))

    async def unread_anew() -> bool:
        found = await readers(desk)
        return {one["edition"] for one in found.values()} == {2} and all(one["unread"] for one in found.values())

    await eventually(unread_anew)
    reason = "The curfew was lifted."
    await desk.done("POST", "postings", f"{path}/withdraw", json={"reason": reason})
    await eventually(lambda: all_learn(reason))
    shown = await desk.becomes(eventually, "postings", path, {"status": "withdrawn", "reason": reason})
    assert [one["change_note"] for one in shown["changes"]] == [None, note]

    async def nobody_has_to_read_it() -> bool:
        return not any(one["notice"] == desk.id("n") for one in await desk.all("postings", "/unread-alerts"))

    await eventually(nobody_has_to_read_it)
