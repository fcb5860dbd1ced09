"""A year of cooperation through the whole running house: a priority, everything that serves it, and the year's report.

Its country is a small one that no other test's post covers.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from liaison.client import Json
from liaison.mailbox import Mailbox
from shared.clock import now
from tests.conftest import Eventually
from tests.e2e.desk import Desk
from tests.e2e.requests import ENDS_ON, opening, position

pytestmark = pytest.mark.real

COUNTRY = "TT"
SECRET = "Zephyr"  # a word of what is sealed, which no mail may have
CARD = {"name": "Invented Commander", "function": "Head", "organisation": "Coast guard", "languages": ["en"]}
PLACE = {"country": COUNTRY, "force": "police", "level": "operational"}
TEXT = {"law": "Law 1.", "procurement": "By tender.", "actors": "The ministry.", "risks": "Few."}
POLICE: dict[str, Any] = {"role": "directorate", "scope": {"directorate": "police"}}
GENDARMERIE: dict[str, Any] = {"role": "directorate", "scope": {"directorate": "gendarmerie"}}


@dataclass(frozen=True)
class Year:
    """What a post does for a priority in this year."""

    desk: Desk
    eventually: Eventually
    post: str
    priority: str

    @property
    def ours(self) -> dict[str, Any]:
        """How the post calls."""
        return {"role": "post", "scope": {"post": self.post}}

    def id(self, name: str) -> str:
        return self.desk.id(name)

    async def act(self, path: str, body: Json | None = None, **by: Any) -> Json:
        return await self.desk.done("POST", "postings", path, json=body or {}, **(by or self.ours))

    async def refused(self, path: str, body: Json, **by: Any) -> tuple[int, str]:
        return await self.desk.refused("POST", "postings", path, json=body, **(by or self.ours))

    async def becomes(self, path: str, **expected: Any) -> Json:
        return await self.desk.becomes(self.eventually, "postings", path, expected, **self.ours)

    async def serving(self, posting: str, kind: str) -> str:
        """A posting of the post whose tenure runs."""
        seat, officer = f"{posting}-seat", f"{posting}-officer"
        await self.desk.done("PUT", "postings", f"/people/{officer}", json={"name": "Invented"})
        hq = {"role": "hq"}
        await self.act("/positions", position(seat, self.post) | {"kind": kind}, **hq)
        tenure = {
            "posting": posting,
            "position": seat,
            "officer": officer,
            "started_on": "2026-09-01",
            "ends_on": ENDS_ON,
        }
        await self.act("/postings/record", tenure, **hq)
        return posting


async def begun(desk: Desk, eventually: Eventually) -> Year:
    """The ministry's priority, and the post's part in it."""
    post, priority = desk.id("post"), desk.id("drugs")
    await desk.done("POST", "postings", "/posts", json=opening(post) | {"country": COUNTRY})
    about = {"priority": priority, "year": now().year, "theme": "drugs", "title": "Cocaine at sea"}
    await desk.done("POST", "postings", "/priorities", json={**about, "countries": [COUNTRY]})
    part = {"post": post, "countries": [COUNTRY], "objective": "Two seizures with the coast guard"}
    await desk.done("POST", "postings", f"/priorities/{priority}/assign-part", json=part)
    return Year(desk, eventually, post, priority)


async def agree(year: Year) -> None:
    about = {"agreement": year.id("accord"), "post": year.post, "country": COUNTRY, "theme": "drugs"}
    path = f"/agreements/{year.id('accord')}"
    await year.act("/agreements", {**about, "title": "Boarding", "opened_on": "2026-01-10", "priority": year.priority})
    assert await year.refused(f"{path}/enter-into-force", {"in_force_on": "2026-02-01"}) == (
        409,
        "agreement-not-signed",
    )
    await year.act(f"{path}/sign", {"signed_on": "2026-02-01"})
    await year.act(f"{path}/enter-into-force", {"in_force_on": "2026-03-01", "expires_on": "2036-02-29"})
    await year.becomes(path, status="in-force", remind_on="2035-08-29")


async def visit(year: Year) -> None:
    about = {"visit": year.id("visit"), "post": year.post, "country": COUNTRY, "theme": "drugs", "title": "Minister"}
    days = {"level": "minister", "direction": "outbound", "starts_on": "2026-04-05", "ends_on": "2026-04-07"}
    path = f"/high-level-visits/{year.id('visit')}"
    await year.act("/high-level-visits", {**about, **days, "priority": year.priority})
    await year.act(f"{path}/hold", {"held_on": "2026-04-07"})
    promise = {"commitment": "boats", "by": "france", "text": "Two boats", "due_on": "2026-12-31"}
    await year.act(f"{path}/take-commitment", promise)
    await year.becomes(path, status="held", open=1)
    kept = {"commitment": "boats", "fulfilled_on": "2026-06-01", "outcome": "Two boats at Chaguaramas"}
    await year.act(f"{path}/fulfil-commitment", kept)
    await year.becomes(path, open=0)


async def inform(year: Year) -> None:
    """The police ask: the clock pauses, the answer comes in two parts, under caveats, and each reading is recorded."""
    request = year.id("request")
    path = f"/information-requests/{request}"
    asked = {"service": "ofast", "directorate": "police", "direction": "to-post", "urgency": "urgent"}
    about = {"id": request, "post": year.post, **asked, "priority": year.priority}
    await year.act("/information-requests", {**about, "text": f"Who is {SECRET}?"}, **POLICE)
    due_at = (await year.becomes(path, status="filed"))["due_at"]
    await year.act(f"{path}/acknowledge")
    await year.act(f"{path}/pause", {"reason": "clarification"})
    await year.becomes(path, status="acknowledged", ticking=False)
    await year.act(f"{path}/clarifications", {"id": "boat", "text": f"The boat of {SECRET}."}, **POLICE)
    assert (await year.becomes(path, ticking=True))["due_at"] > due_at
    low = {"id": "a1", "last": False, "text": f"{SECRET} is a boat.", "marking": "unmarked"}
    assert await year.refused(f"{path}/answers", low) == (409, "marking-too-low")
    await year.act(f"{path}/answers", low | {"marking": "restricted", "caveats": ["own-directorate"]})
    await year.becomes(path, status="partly-answered", open=True)
    last = {"id": "a2", "last": True, "text": f"{SECRET} has left.", "marking": "secret"}
    await year.act(f"{path}/answers", last)
    await year.becomes(path, status="answered", open=False)
    whole = await year.desk.done("GET", "postings", f"{path}/contents/a2", **POLICE)
    assert SECRET in whole["text"]
    for part, others in (("a1", GENDARMERIE), ("a2", {"role": "hq"})):
        refused = await year.desk.refused("GET", "postings", f"{path}/contents/{part}", **others)
        assert refused == (403, "content-forbidden")
    read = await year.desk.done("GET", "postings", "/readings", "auditor", params={"about": request})
    assert [(one["part"], one["role"], one["granted"]) for one in read["items"]] == [
        ("a2", "hq", False),
        ("a1", "directorate", False),
        ("a2", "directorate", True),
    ]


async def train(year: Year) -> None:
    """From the need to what is left of it six months later."""
    action, expert = year.id("course"), year.id("expert")
    path = f"/technical-actions/{action}"
    need = {"title": "Boarding", "kind": "both", "beneficiary": "Coast guard", "need": "Nobody boards."}
    about = {"action": action, "post": year.post, "country": COUNTRY, "theme": "drugs", "year": now().year}
    await year.act("/technical-actions", {**about, **need, "priority": year.priority})
    first, last = f"{now().year}-01-05", f"{now().year}-01-09"
    plan = {"service": "police", "starts_on": first, "ends_on": last, "budget": 20_000}
    await year.act(f"{path}/plan", plan)
    assert await year.refused(f"{path}/approve", {"approved_on": first}, **GENDARMERIE) == (
        403,
        "directorate-forbidden",
    )
    await year.act(f"{path}/approve", {"approved_on": first}, **POLICE)
    await year.act(f"{path}/commit-funds", {"commitment": "flights", "purpose": "Flights", "amount": 4_000})
    await year.desk.done("PUT", "postings", f"/people/{expert}", json={"name": "Invented Roux"})
    await year.act(f"{path}/name-expert", {"expert": expert})
    await year.act(
        f"{path}/plan-session", {"session": "s1", "title": "At sea", "held_on": first, "hours": 6, "seats": 20}
    )
    assert await year.refused(f"{path}/complete", {"completed_on": last}) == (409, "attendance-missing")
    await year.act(f"{path}/note-attendance", {"session": "s1", "present": 18, "noted_on": last})
    kit = {"delivery": "kit", "item": "Boat", "quantity": 2, "value": 9_000, "delivered_on": first}
    await year.act(f"{path}/deliver-equipment", kit)
    await year.act(f"{path}/complete", {"completed_on": last})
    said = {"evaluated_on": f"{now().year}-07-09", "rating": 4, "conclusion": "They board by themselves"}
    early = said | {"evaluated_on": f"{now().year}-07-08"}
    assert await year.refused(f"{path}/evaluate", early) == (409, "evaluated-too-early")
    await year.act(f"{path}/evaluate", said)
    await year.becomes(path, status="evaluated", committed=4_000)
    plans = await year.desk.all("postings", "/technical-plan", year=now().year, country=COUNTRY, theme="drugs")
    done = {"planned": 1, "completed": 1, "evaluated": 1, "trained": 18, "equipment": 9_000}
    assert [{name: one[name] for name in done} for one in plans] == [done]


async def advise(year: Year) -> None:
    """The note on the country's market is reviewed by somebody else, and a company asks the post about it."""
    path, note = "/environment-notes", f"/environment-notes/{COUNTRY.lower()}"
    acme = (await year.desk.done("POST", "delegations", "/companies", json={"name": f"Acme {year.desk.tag}"}))["id"]
    company: dict[str, Any] = {"role": "company", "scope": {"company": acme}}
    await year.act(path, {"country": COUNTRY, **TEXT, "priority": year.priority})
    assert await year.refused(f"{note}/approve", {"draft": 1}) == (403, "forbidden")
    await year.act(f"{note}/approve", {"draft": 1, "months": 6}, role="partnerships")
    await year.desk.becomes(year.eventually, "postings", note, {"version": 1}, **company)
    question = {"id": year.id("q"), "company": acme, "section": "law", "text": "Since when?"}
    await year.act(f"{note}/questions", question, **company)
    await year.act(f"{note}/questions/{year.id('q')}/answer", {"answer": "Since 2020."})

    async def answered() -> bool:
        found = await year.desk.done("GET", "postings", "/environment-questions", **company)
        return [one["answer"] for one in found["items"]] == ["Since 2020."]

    await year.eventually(answered)


async def know(year: Year) -> None:
    """A contact is met, passes to the post's head when its keeper leaves, is one with its double, and is erased."""
    head, leaving = (
        await year.serving(year.id("head"), "associate"),
        await year.serving(year.id("lo"), "liaison-officer"),
    )
    contact, double = year.id("commander"), year.id("double")
    kept = {"id": contact, "post": year.post, **PLACE, "keeper": leaving, "priority": year.priority}
    await year.act("/contacts", {**kept, **CARD})
    await year.act("/contacts", {"id": double, "post": year.post, **PLACE, **CARD, "introduced_by": contact})
    today = now().date().isoformat()
    met = {"id": "i1", "kind": "meeting", "held_on": today, "summary": f"We spoke of {SECRET}."}
    await year.act(f"/contacts/{contact}/interactions", met)
    await year.act(f"/contacts/{contact}/share", {"fit": True})
    await year.becomes(f"/contacts/{contact}", keeper=leaving, interactions=1, fit=True)
    handover = await year.desk.done(
        "GET", "postings", f"/posts/{year.post}/handover", params={"posting": leaving}, **year.ours
    )
    assert [one["id"] for one in handover["contacts"]] == [contact]
    yesterday = (now() - timedelta(days=1)).date().isoformat()
    await year.act(f"/postings/{leaving}/end", {"ended_on": yesterday}, role="hq")
    await year.becomes(f"/contacts/{contact}", keeper=head)
    await year.act(f"/contacts/{double}/merge", {"into": contact})
    await year.becomes(f"/contacts/{contact}", absorbed=[double])
    shared = await year.desk.done("GET", "postings", f"/contacts/{contact}/card", "partnerships")
    assert (shared["name"], "languages" in shared) == (CARD["name"], False)
    await year.act(f"/contacts/{contact}/erase")
    for part in ("card", "interactions/i1/summary"):
        gone = await year.desk.refused("GET", "postings", f"/contacts/{contact}/{part}", **year.ours)
        assert gone == (404, "content-unknown")


async def no_mail_tells_what_is_sealed(year: Year) -> None:
    """The post and the directorate are told that there is a request, an answer; not what they say."""
    mailbox = Mailbox(year.desk.http, year.desk.at.mail)

    async def texts() -> list[str]:
        received = [mail for mails in (await mailbox.by_delivery()).values() for mail in mails]
        read = [await mailbox.read(one) for one in received]
        return ["".join(str(part.get_content()) for part in mail.walk() if not part.is_multipart()) for mail in read]

    async def told() -> bool:
        return any(year.id("request") in mail for mail in await texts())

    await year.eventually(told)
    assert [mail for mail in await texts() if SECRET in mail] == []


async def test_a_year_of_cooperation_serves_a_priority_and_is_reported(desk: Desk, eventually: Eventually) -> None:
    year = await begun(desk, eventually)
    for part in (agree, visit, inform, train, advise, know):
        await part(year)
    result = {"post": year.post, "result": "seizure", "country": COUNTRY, "text": "Three tonnes seized"}
    day = (now() - timedelta(days=1)).date()
    noted_on = max(day, day.replace(year=now().year, month=1, day=1)).isoformat()
    await year.act(f"/priorities/{year.priority}/note-result", {**result, "noted_on": noted_on})
    params = {"year": str(now().year), "post": year.post}
    served = {"agreement", "contact", "environment-note", "high-level-visit", "information-request", "technical-action"}

    async def reported() -> bool:
        [line] = (await desk.done("GET", "postings", "/priority-report", params=params, **year.ours))["priorities"]
        return {one["kind"] for one in line["work"] if one["stage"] == "done"} == served and len(line["obtained"]) == 3

    await eventually(reported)
    obtained = ("Three tonnes seized", "Two boats at Chaguaramas", "They board by themselves")
    for form, media in (("html", "text/html"), ("csv", "text/csv")):
        shown = await desk.send("GET", "postings", f"/priority-report.{form}", params=params, **year.ours)
        assert shown.headers["content-type"].startswith(media)
        assert [text for text in ("Two seizures with the coast guard", *obtained) if text not in shown.text] == []
    printed = await desk.send("GET", "postings", "/priority-report.pdf", params=params, **year.ours)
    assert printed.content.startswith(b"%PDF")
    await no_mail_tells_what_is_sealed(year)
