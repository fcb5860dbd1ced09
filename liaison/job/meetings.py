"""The buyer-meeting day: planned, asked for, solved, published; an invitation answered by link, a meeting cancelled."""

import random
from datetime import datetime, timedelta
from email.message import EmailMessage

from icalendar import Calendar

from liaison.client import Json, check
from liaison.job.answers import cancel_one, confirm_one
from liaison.job.fair import Fair
from liaison.job.posting import Post
from liaison.job.requests import apply, ask_both_ways
from liaison.job.stage import Stage
from liaison.mailbox import calendar
from shared.clock import now

CLOCK_TIMES = ("09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "14:00", "14:30", "15:00", "15:30")
TABLES = 5
COMPANIES, WISHES = 12, 3
BUYERS = {
    "policia": "Policía Nacional",
    "aduanas": "Superintendencia de Aduanas",
    "puertos": "Autoridad Portuaria",
    "bomberos": "Cuerpo de Bomberos",
    "fronteras": "Dirección de Fronteras",
    "penales": "Instituto Penitenciario",
}


async def hold_day(stage: Stage, fair: Fair, post: Post) -> None:
    """Plan, solve, review and publish a day, invite everybody, take an answer, cancel a meeting."""
    day = f"day-{stage.run}"
    office, at = stage.caller("partnerships"), f"{stage.at.delegations}/days"
    async with stage.step("Meetings: a day is planned") as told:
        await office.post(at, plan(day, post))
        companies, buyers, late = await join(stage, day, fair)
        wishes = await ask(stage, day, companies, buyers)
        told.text = f"{len(companies)} companies, {len(buyers)} buyers, {len(wishes)} meetings wanted, {TABLES} tables"
    await apply(stage, day, late)
    wishes |= await ask_both_ways(stage, day, late["id"], buyers, wishes)
    async with stage.step("Meetings: a timetable is solved") as told:
        await office.post(f"{at}/{day}/timetable/solve", {"id": "draft", "seconds": 20})
        await office.post(f"{at}/{day}/timetable/review", {"id": "draft"})
        receipt = await office.post(f"{at}/{day}/timetable/publish", {"id": "draft"})
        held = await office.get(f"{at}/{day}", min_version=receipt["version"])
        check_timetable(held)
        told.text = f"breaks: {held['timetable']['breaks']}, at least {held['timetable']['bound']}; reviewed, published"
    async with stage.step("Meetings: everybody is invited") as told:
        deliveries = await stage.deliveries(f"day-{day}", "meeting_invitation", 2 * len(wishes))
        invitations = {
            (one["subject"], one["recipient"]["id"]): mail
            for one, mail in zip(deliveries, await stage.mails(deliveries), strict=True)
        }
        for (meeting, party), mail in invitations.items():
            check_invitation(mail, held["meetings"][meeting], party)
        told.text = f"{len(invitations)} mails, each with its invitation (REQUEST, SEQUENCE 0)"
    first, *_, last = wishes
    await confirm_one(stage, day, post, held, first, invitations)
    await cancel_one(stage, day, held, last, invitations)


def plan(day: str, post: Post) -> Json:
    return {
        "id": day,
        "title": "Journée acheteurs de Lima",
        "post": post.id,
        "country": post.country,
        "venue": "Résidence de France, Lima",
        "held_on": (now().date() + timedelta(days=100)).isoformat(),
        "time_zone": post.time_zone,
        "slots": list(CLOCK_TIMES),
        "slot_minutes": 25,
        "tables": TABLES,
    }


async def join(stage: Stage, day: str, fair: Fair) -> tuple[list[str], list[str], Json]:
    """Companies of the fair, French ones first, and invented buyers take part; some cannot be there all day.

    The last one answered is a company that does not take part yet.
    """
    office, at = stage.caller("partnerships"), stage.at.delegations
    able = sorted(
        (one for one in fair.companies if one["contact"]), key=lambda one: (one["country"] != "FR", one["id"])
    )
    check(len(able) > COMPANIES, f"the fair has only {len(able)} exhibitors with a contact, {COMPANIES + 1} are needed")
    for number, company in enumerate(able[:COMPANIES]):
        joining = {"id": company["id"], "side": "company", "name": company["name"], "contact": company["contact"]}
        await office.post(f"{at}/days/{day}/participants", joining | {"absent": [0] if number % 4 == 3 else []})
    buyers = {f"{key}-{stage.run}": name for key, name in BUYERS.items()}
    for number, (buyer, name) in enumerate(buyers.items()):
        person = {"name": f"Enlace {name}", "mail": f"enlace@{buyer}.example", "language": "en"}
        await office.put(f"{at}/people/contact-{buyer}", person)
        joining = {"id": buyer, "side": "buyer", "name": name, "contact": f"contact-{buyer}"}
        await office.post(f"{at}/days/{day}/participants", joining | {"absent": [9] if number == 0 else []})
    return [one["id"] for one in able[:COMPANIES]], list(buyers), able[COMPANIES]


async def ask(stage: Stage, day: str, companies: list[str], buyers: list[str]) -> dict[str, tuple[str, str]]:
    """Each company asks for a few buyers, and never the same wishes for two companies in a row."""
    office, wishes = stage.caller("partnerships"), dict[str, tuple[str, str]]()
    order = random.Random(len(companies))  # noqa: S311  # the same wishes in every run
    for company in companies:
        for buyer in order.sample(buyers, WISHES):
            wishes[f"meeting-{stage.run}-{len(wishes) + 1}"] = (company, buyer)
    for meeting, (company, buyer) in wishes.items():
        body = {"id": meeting, "company": company, "buyer": buyer, "requested_by": "company"}
        await office.post(f"{stage.at.delegations}/days/{day}/meetings", body)
    return wishes


def check_timetable(day: Json) -> None:
    """Nobody in two places, nobody when absent, not more meetings at once than tables, no table twice."""
    taken: set[tuple[int, str]] = set()
    for meeting in day["meetings"].values():
        if meeting["status"] != "published":
            continue
        slot = meeting["slot"]
        for who in (meeting["company"], meeting["buyer"], f"table {meeting['table']}"):
            check((slot, who) not in taken, f"{who} is taken twice in slot {slot}")
            taken.add((slot, who))
            check(slot not in day["participants"].get(who, {}).get("absent", []), f"{who} is absent in slot {slot}")
        check(1 <= meeting["table"] <= day["tables"], f"there is no table {meeting['table']}")


def check_invitation(mail: EmailMessage, meeting: Json, party: str) -> None:
    """The invitation is for this meeting, at its time, with SEQUENCE 0."""
    invitation = Calendar.from_ical(calendar(mail))
    [event] = invitation.walk("VEVENT")
    seen = (str(invitation["METHOD"]), event.decoded("SEQUENCE"), event.decoded("DTSTART"))
    wanted = ("REQUEST", 0, datetime.fromisoformat(meeting["starts_at"]))
    check(seen == wanted, f"the invitation of {party} says {seen}, not {wanted}")
