"""Lives of postings, delegations and buyer-meeting days: commands in their order, and whom they must reach."""

import asyncio
import time
from datetime import timedelta

from liaison.client import Json
from shared.clock import now
from tests.chaos.caller import Caller, Effect, Refused
from tests.chaos.outside import Outside
from tests.chaos.stage import CATEGORIES, DIRECTORATES, EXHIBITORS, FAIR, POST, opening

LOOK = 0.2  # seconds between two looks for a mail


async def posting(caller: Caller, _: Outside, number: int) -> None:
    """A post opens; one officer follows another in its position, and leaves before the time; the first is forgotten."""
    today, post, position = now().date(), f"post-{number}", f"position-{number}"
    began, until = (today - timedelta(days=100)).isoformat(), (today + timedelta(days=900)).isoformat()
    await caller.command("postings", "/posts", "hq", opening(post))
    held = {"position": position, "post": post, "title": "Attaché", "kind": "associate", "service": "police"}
    await caller.command("postings", "/positions", "hq", held)
    for turn, starts_on in enumerate([began, today.isoformat()]):
        id, officer = f"posting-{number}-{turn}", f"officer-{number}-{turn}"
        mail = f"{officer}@interieur.example"
        await caller.person("postings", officer, "hq", name=f"Officer {number}", mail=mail, language="fr")
        of = {"posting": id, "position": position, "officer": officer, "ends_on": until}
        if starts_on == began:  # which nobody can approve any more
            await caller.command("postings", "/postings/record", "hq", of | {"started_on": starts_on})
        else:
            await followed(caller, post, of | {"starts_on": starts_on})
        await caller.person("postings", officer, "hq", name=f"Officer {number} of {post}", mail=mail, language="fr")
    await caller.erase("postings", f"officer-{number}-0", "hq")
    curtailment = {"last_day": today.isoformat(), "reason": "service-need"}
    await caller.command("postings", f"/postings/posting-{number}-1/curtail", "hq", curtailment)
    caller.expected |= {Effect("posting_ended", kind, post, f"posting-{number}-1") for kind in ("embassy", "post")}
    caller.expected |= {Effect("tenure_ended", "officer", f"officer-{number}-1", f"posting-{number}-1")}


async def followed(caller: Caller, post: str, proposal: Json) -> None:
    """Both directorates approve who is to follow, and the officer starts."""
    id = proposal["posting"]
    await caller.command("postings", "/postings", "hq", proposal)
    for directorate in DIRECTORATES:
        caller.expected.add(Effect("posting_approval_asked", "directorate", directorate, id))
        await caller.command("postings", f"/postings/{id}/approve", "directorate", directorate=directorate)
    caller.expected |= {Effect("posting_approved", kind, post, id) for kind in ("embassy", "post")}
    await caller.command("postings", f"/postings/{id}/start", "hq", {"started_on": proposal["starts_on"]})
    caller.expected |= {Effect("posting_started", kind, post, id) for kind in ("embassy", "post")}


async def delegation(caller: Caller, _: Outside, number: int) -> None:
    """A delegation registers; it is refused, or confirmed and matched with the exhibitors of one category."""
    id, head, wanted = f"delegation-{number}", f"head-{number}", f"Category {number % CATEGORIES}"
    await caller.person("delegations", head, "hq", name=f"Head {number}", mail=f"head@{id}.example", language="en")
    registration = {"id": id, "fair": FAIR, "country": "PE", "head": head, "interests": [wanted]}
    await caller.command("delegations", "/delegations", "partnerships", registration)
    if number % 4 == 0:
        refusal = {"reason": "The fair is full"}
        await caller.command("delegations", f"/delegations/{id}/refuse", "partnerships", refusal)
        caller.expected.add(Effect("delegation_refused", "person", head, id))
        return
    await caller.command("delegations", f"/delegations/{id}/confirm", "partnerships")
    caller.expected.add(Effect("delegation_confirmed", "person", head, id))
    matched = [company for company, category in EXHIBITORS.items() if category == wanted]
    caller.expected |= {Effect("exhibitor_matched", "company", company, id) for company in matched}


async def day(caller: Caller, outside: Outside, number: int) -> None:
    """A buyer-meeting day of two meetings: one is answered by link, the other by the organiser, and cancelled."""
    id, company = f"day-{number}", next(iter(EXHIBITORS))
    buyers = [f"buyer-{number}-{one}" for one in (1, 2)]
    meetings = [f"meeting-{number}-{one}" for one in (1, 2)]
    await caller.command("delegations", "/days", "partnerships", plan(id))
    contact = f"{company}-contact-{number}"
    for participant, side, who in [
        (company, "company", contact), *((buyer, "buyer", f"contact-{buyer}") for buyer in buyers)
    ]:  # fmt: skip
        person = {"name": f"Contact {who}", "mail": f"enlace@{who}.example", "language": "en"}
        await caller.person("delegations", who, "partnerships", **person)
        joining = {"id": participant, "side": side, "name": f"Name of {participant}", "contact": who}
        await caller.command("delegations", f"/days/{id}/participants", "partnerships", joining)
    for meeting, buyer in zip(meetings, buyers, strict=True):
        wish = {"id": meeting, "company": company, "buyer": buyer, "requested_by": "company"}
        await caller.command("delegations", f"/days/{id}/meetings", "partnerships", wish)
        caller.expected.add(Effect("meeting_requested", "participant", buyer, meeting))
    await caller.command("delegations", f"/days/{id}/timetable/solve", "partnerships", {"id": "draft", "seconds": 2})
    for step in ("review", "publish"):
        await caller.command("delegations", f"/days/{id}/timetable/{step}", "partnerships", {"id": "draft"})
    parties = [Effect("meeting_invitation", "participant", party, meeting)
               for meeting, buyer in zip(meetings, buyers, strict=True) for party in (company, buyer)]  # fmt: skip
    caller.expected |= set(parties)
    await answered_by_link(caller, outside, f"enlace@contact-{buyers[0]}.example", meetings[0], company)
    at = f"/days/{id}/meetings/{meetings[1]}"
    said = {"participant": buyers[1], "answer": "accepted"}
    await caller.command("delegations", f"{at}/answer", "partnerships", said)
    caller.expected |= answered(meetings[1], company)
    await caller.command("delegations", f"{at}/cancel", "partnerships", {"reason": "Called away"})
    caller.expected |= {Effect("meeting_cancelled", "participant", one, meetings[1]) for one in (company, buyers[1])}


async def answered_by_link(caller: Caller, outside: Outside, address: str, meeting: str, counterpart: str) -> None:
    """The buyer opens its mail, however late that arrives, and accepts. Raises Refused where it never arrives."""
    while address not in outside.links:
        if time.monotonic() > caller.deadline:
            raise Refused(f"{address} was not invited")
        await asyncio.sleep(LOOK)
    await caller.form(outside.links[address], answer="accepted")
    caller.expected |= answered(meeting, counterpart)


def answered(meeting: str, counterpart: str) -> set[Effect]:
    """Whom an answer reaches."""
    told = (("post", POST), ("participant", counterpart))
    return {Effect("meeting_answered", kind, recipient, meeting) for kind, recipient in told}


def plan(id: str) -> Json:
    return {
        "id": id,
        "title": f"Journée {id}",
        "post": POST,
        "country": "PE",
        "venue": "Résidence de France, Lima",
        "held_on": (now().date() + timedelta(days=100)).isoformat(),
        "time_zone": "America/Lima",
        "slots": ["09:00", "09:30", "10:00"],
        "slot_minutes": 25,
        "tables": 2,
    }
