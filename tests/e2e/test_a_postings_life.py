"""The whole life of a posting, through the whole running house: from the proposal to whoever comes after.

The post resides in a small country that no other test names.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from liaison.client import Json
from liaison.mailbox import Mailbox, text
from shared.clock import now
from shared.devstack import identity
from tests.conftest import Eventually
from tests.e2e.desk import Desk
from tests.e2e.requests import opening

pytestmark = pytest.mark.real

CHECKLIST = ("medical", "clearance", "orders", "passport", "accreditation", "housing", "briefing")
DIRECTORATES = {"police": "paul", "gendarmerie": "gina"}
TODAY = now().date()


def on(offset: int) -> str:
    """The day that lies so many days ahead, or back."""
    return (TODAY + timedelta(days=offset)).isoformat()


class Life:
    """A post with one position for its head, and the postings to it."""

    def __init__(self, desk: Desk, eventually: Eventually) -> None:
        self.desk, self.eventually = desk, eventually
        self.post, self.position = desk.id("port-vila"), desk.id("head")

    async def hq(self, path: str, body: Json | None = None) -> Json:
        return await self.desk.done("POST", "postings", path, json=body or {})

    async def refused(self, path: str, body: Json | None = None, role: str = "hq", **more: Any) -> str:
        status, why = await self.desk.refused("POST", "postings", path, role, json=body or {}, **more)
        assert status == 409, why
        return why

    async def approve(self, posting: str, directorate: str, who: str, **body: str) -> tuple[int, str]:
        token = identity.issue(self.desk.home, subject=who, role="directorate", directorate=directorate)
        response = await self.desk.http.post(
            self.desk.url("postings", f"/postings/{posting}/approve"),
            json=body,
            headers={"Authorization": f"Bearer {token}"},
        )
        return response.status_code, response.json().get("type", "").rpartition(":")[2]

    async def officer(self, name: str) -> str:
        officer = self.desk.id(name)
        await self.desk.done("PUT", "postings", f"/people/{officer}", json={"name": f"Invented {name}"})
        return officer

    async def proposed(self, name: str, first: int, last: int) -> str:
        posting = self.desk.id(f"p-{name}")
        days = {"starts_on": on(first), "ends_on": on(last)}
        body = {"posting": posting, "position": self.position, "officer": await self.officer(name), **days}
        await self.hq("/postings", body)
        return posting

    async def on_the_way(self, posting: str, first: int, last: int) -> None:
        """The agrement, the days and the checklist, each refused before its turn, and the arrival."""
        at = f"/postings/{posting}"
        days = {"starts_on": on(first), "ends_on": on(last)}
        assert await self.refused(f"{at}/schedule", days) == "agrement-not-granted"
        await self.hq(f"{at}/ask-agrement", {"asked_on": on(0), "answer_by": on(30)})
        await self.hq(f"{at}/grant-agrement", {"granted_on": on(0)})
        assert await self.refused(f"{at}/start", {"started_on": on(first)}) == "posting-not-scheduled"
        await self.hq(f"{at}/schedule", days)
        assert await self.refused(f"{at}/arrive", {"arrived_on": on(first)}) == "checklist-incomplete"
        for item in CHECKLIST:
            await self.hq(f"{at}/tick", {"item": item, "done_on": on(0)})
        await self.hq(f"{at}/arrive", {"arrived_on": on(first)})

    async def shows(self, path: str, right: Callable[[Any], bool], role: str = "hq", **params: Any) -> Any:
        """What is shown there, once it is right."""
        found: list[Any] = []

        async def so() -> bool:
            scope = {"post": self.post} if role == "post" else None
            response = await self.desk.send("GET", "postings", path, role, scope=scope, params=params)
            found[:] = [response.json()]
            return response.is_success and right(found[0])

        await self.eventually(so)
        return found[0]

    def holder(self, posting: str | None) -> Callable[[Any], bool]:
        return lambda page: [(one["holder"] or {}).get("posting") for one in page["items"]] == [posting]


@pytest.fixture
async def life(desk: Desk, eventually: Eventually) -> Life:
    """A post in Vanuatu whose head is there since long."""
    life = Life(desk, eventually)
    await life.hq("/posts", opening(life.post) | {"country": "VU", "opened_on": on(-2000)})
    about = {"title": "Head", "kind": "associate", "service": "police", "tour_months": 36}
    demands = {"agrement_needed": True, "on_behalf_of": "DGSCGC"}
    await life.hq("/positions", {"position": life.position, "post": life.post, **about, **demands})
    tenure = {"posting": desk.id("p-before"), "position": life.position, "officer": await life.officer("before")}
    await life.hq("/postings/record", tenure | {"started_on": on(-900)})
    return life


async def test_from_the_proposal_to_the_next_one(life: Life, desk: Desk, eventually: Eventually) -> None:
    before, here = desk.id("p-before"), {"post": life.post}
    contact, action = await in_hand(life, desk, before)
    late = {"posting": desk.id("late"), "position": life.position, "officer": desk.id("before")}
    assert await life.refused("/postings", late | {"starts_on": on(-1), "ends_on": on(9)}) == "starts-before-proposal"

    posting = await life.proposed("morel", 0, 1000)
    at = f"/postings/{posting}"
    assert await life.approve(posting, "police", "paul") == (409, "on-behalf-missing")
    assert await life.approve(posting, "police", desk.id("morel"), on_behalf_of="DGSCGC") == (
        409,
        "approved-by-officer",
    )
    assert (await life.approve(posting, "police", "paul", on_behalf_of="DGSCGC"))[0] == 200
    both = await life.approve(posting, "gendarmerie", "paul", on_behalf_of="DGSCGC")
    assert both == (409, "approved-by-same-person")

    def waits(page: Any) -> bool:
        return [one["missing"] for one in page["items"] if one["posting"] == posting] == [["gendarmerie"]]

    await life.shows("/approvals", waits, directorate="gendarmerie", limit=500)
    assert await life.refused(f"{at}/start", {"started_on": on(0)}) == "posting-not-approved"
    assert (await life.approve(posting, "gendarmerie", "gina", on_behalf_of="DGSCGC"))[0] == 200

    await life.on_the_way(posting, 0, 1000)
    await life.hq(f"{at}/start", {"started_on": on(0)})
    await life.shows("/holders", life.holder(before), on=on(-1), **here)
    await life.shows("/holders", life.holder(posting), on=on(0), **here)
    await life.shows(f"/contacts/{contact}", lambda found: found["keeper"] == posting)
    handed = await life.shows(
        f"/posts/{life.post}/handover", lambda found: [one["work"] for one in found["charges"]] == [action],
        role="post", posting=posting,
    )  # fmt: skip
    assert [one["action"] for one in handed["technical_actions"]] == [action]
    assert [one["id"] for one in handed["contacts"]] == [contact]

    await life.hq(f"{at}/extend", {"ends_on": on(1300), "reason": "a summit"})
    await life.hq(f"{at}/curtail", {"last_day": on(30), "reason": "medical"})
    free = await life.shows("/vacancies/forecast", lambda page: bool(page["items"]), **here)
    assert [spell["first_day"] for spell in free["items"][0]["vacant"]] == [on(31)]

    follower = await life.proposed("petit", 20, 1100)
    for directorate, who in DIRECTORATES.items():
        assert (await life.approve(follower, directorate, who, on_behalf_of="DGSCGC"))[0] == 200
    await life.on_the_way(follower, 20, 1100)
    start = f"/postings/{follower}/start"
    assert await life.refused(start, {"started_on": on(20)}) == "position-already-held"
    await life.hq(start, {"started_on": on(20), "overlap_until": on(30)})
    seams = await life.shows("/seams", lambda page: [one["declared"] for one in page["items"]] == [True], **here)
    [overlap] = seams["items"]
    assert (overlap["kind"], overlap["days"], overlap["declared"]) == ("overlap", 11, True)
    assert (overlap["leaver"], overlap["comer"]) == (posting, follower)
    await life.shows("/vacancies/forecast", lambda page: not page["items"], **here)
    await life.shows("/vacancies", lambda page: not page["items"], on=on(31), **here)
    found = (await desk.done("GET", "postings", f"/contacts/{contact}"))["keeper"]
    assert found == posting  # who is there until the thirtieth day

    seen = await life.shows(at, lambda found: found["status"] == "curtailed", role="embassy")
    assert (seen["curtailment"], [one["reason"] for one in seen["extensions"]]) == (None, [None])
    known = await desk.done("GET", "postings", at)
    assert (known["curtailment"], [one["reason"] for one in known["extensions"]]) == ("medical", ["a summit"])
    covered = await life.shows("/coverage", lambda found: bool(found["features"]))
    vanuatu = next(one["properties"] for one in covered["features"] if one["id"] == "VU")
    assert (vanuatu["coverage"], vanuatu["resident"]) == ("resident", [life.post])
    await life.shows(
        f"/posts/{life.post}/history",
        lambda page: (
            [one["what"] for one in page["items"] if "posting" in one and one["posting"] == follower]
            == ["PostingArrived", "PostingStarted"]
        ),
    )
    await life.shows(f"/officers/{desk.id('morel')}/history", lambda told: told["postings"][0]["state"] == "curtailed")
    await told(life, desk, posting)


def of_post(life: Life) -> dict[str, Any]:
    return {"role": "post", "scope": {"post": life.post}}


async def in_hand(life: Life, desk: Desk, posting: str) -> tuple[str, str]:
    """A contact that the posting's officer keeps, and a technical action that is in their charge."""
    contact, action, own = desk.id("k"), desk.id("course"), of_post(life)
    card = {"name": "Ana", "function": "Head", "organisation": "Police", "force": "police", "level": "senior"}
    body = {"id": contact, "post": life.post, "country": "VU", "keeper": posting, **card}
    await desk.done("POST", "postings", "/contacts", json=body, **own)
    about = {"action": action, "post": life.post, "country": "VU", "theme": "drugs", "year": TODAY.year}
    need = {"title": "Profiling", "kind": "training", "beneficiary": "Customs", "need": "To find it."}
    await desk.done("POST", "postings", "/technical-actions", json=about | need, **own)

    async def entrusted() -> bool:
        """Once the action is among the work that there is."""
        charge = {"kind": "technical-action", "work": action, "posting": posting}
        return (await desk.send("POST", "postings", "/charges", json=charge, **own)).is_success

    await life.eventually(entrusted)
    return contact, action


async def told(life: Life, desk: Desk, posting: str) -> None:
    """Embassy and post have read who is approved, and nothing of why anything is so."""

    async def sent() -> bool:
        found = await desk.all("notifications", "/deliveries", about=f"posting-{posting}")
        approved = [one for one in found if one["message"] == "posting_approved"]
        reached = {one["recipient"]["kind"] for one in approved if one["status"] == "sent"}
        return reached == {"embassy", "post"}

    await life.eventually(sent)
    mailbox = Mailbox(desk.http, desk.at.mail)
    read = [await mailbox.read(mail) for mails in (await mailbox.by_delivery()).values() for mail in mails]
    mine = [f"{mail['Subject']}\n{text(mail)}" for mail in read if life.post in str(mail["To"])]
    assert any("approuvée" in one for one in mine)
    assert [one for one in mine if "a summit" in one or "medical" in one] == []
