"""A buyer-meeting day of today: published, repaired when somebody does not come, held, and what came of it."""

from datetime import date, datetime, timedelta

from liaison.client import Json, check
from liaison.job.fair import Fair
from liaison.job.meetings import check_timetable
from liaison.job.posting import Post
from liaison.job.stage import Stage
from shared.clock import now

CLOCK_TIMES = ("14:00", "14:30", "15:00", "15:30")
BUYERS = ("Dirección de Aeropuertos", "Guardia Costera", "Cuerpo de Bomberos")
COMPANIES, TABLES, SPARE = 3, 3, 3


def about_noon() -> tuple[str, date]:
    """A time zone in which it is about noon, so that today stays today there while it is used, and the date there."""
    at: datetime = now()
    ahead = 12 - at.hour
    zone = f"Etc/GMT{-ahead:+}" if ahead else "Etc/GMT"  # POSIX counts the hours that are missing to UTC
    return zone, (at + timedelta(hours=ahead)).date()


async def hold_day_of_today(stage: Stage, fair: Fair, post: Post) -> None:
    """Two drafts, a repair, check-in, a meeting with its outcome, and every file of the timetable."""
    day = f"today-day-{stage.run}"
    at, office = f"{stage.at.delegations}/days/{day}", stage.caller("partnerships")
    zone, today = about_noon()
    plan = {
        "id": day, "title": "Rencontres du jour", "post": post.id, "country": post.country, "venue": "Résidence",
        "held_on": today.isoformat(), "time_zone": zone, "slots": list(CLOCK_TIMES), "slot_minutes": 25,
        "tables": TABLES,
    }  # fmt: skip
    async with stage.step("Today: two drafts are compared, one is published") as told:
        await office.post(f"{stage.at.delegations}/days", plan)
        companies, buyers = await join(stage, day, fair)
        await office.put(f"{at}/rooms", {"rooms": [{"name": "Salon", "tables": [1, 2, 3]}], "spare_tables": [SPARE]})
        for number, company in enumerate(companies):
            for other, buyer in enumerate(buyers if number == 0 else buyers[:2]):
                wish = {"id": f"today-{number}-{other}-{stage.run}", "company": company, "buyer": buyer}
                await office.post(f"{at}/meetings", {**wish, "requested_by": "buyer"})
        meeting = f"today-0-0-{stage.run}"
        told.text = await publish(stage, day, meeting)
    async with stage.step("Today: a buyer does not come, the least change is published") as told:
        no_show = {"id": "no-show", "reason": "Called to an emergency", "absences": [{"participant": buyers[1]}]}
        receipt = await office.post(f"{at}/timetable/repairs", no_show)
        repair = await office.get(f"{at}/timetable/repairs/no-show", min_version=receipt["version"])
        lost = [one["meeting"] for one in repair["changes"] if one["after"] is None]
        check(len(lost) == COMPANIES, f"lost are {lost}")
        receipt = await office.post(f"{at}/timetable/repairs/no-show/accept", {})
        for gone_with_it in lost:
            await stage.deliveries(gone_with_it, "meeting_cancelled", 2)
        held = await office.get(at, min_version=receipt["version"])
        check_timetable(held)
        told.text = f"{len(lost)} meetings lost, {len(repair['changes']) - len(lost)} moved; their parties are told"
    await hold(stage, day, companies[0], buyers[0], meeting, today)
    async with stage.step("Today: printed, and taken along as workbook, diary and table") as told:
        kinds = {"timetable.pdf": b"%PDF", "timetable.xlsx": b"PK", "timetable.csv": b"\xef\xbb\xbf"}
        kinds |= {"timetables.pdf?each=table": b"%PDF", f"timetable.ics?participant={buyers[0]}": b"BEGIN:VCALENDAR"}
        files = {path: await office.file(f"{at}/{path}") for path in kinds}
        check(all(files[path].startswith(kind) for path, kind in kinds.items()), "a file is not what it is called")
        told.text = f"{len(files)} files, {sum(map(len, files.values())):,} bytes: all, by table, of one buyer"


async def join(stage: Stage, day: str, fair: Fair) -> tuple[list[str], list[str]]:
    """Real exhibitors and invented buyers, each with somebody to write to."""
    office, at = stage.caller("partnerships"), stage.at.delegations
    able = [one for one in fair.companies if one["contact"]]
    able.sort(key=lambda one: (one["country"] != "FR", one["id"]))
    for one in able[:COMPANIES]:
        joining = {"id": one["id"], "side": "company", "name": one["name"], "contact": one["contact"]}
        await office.post(f"{at}/days/{day}/participants", joining)
    buyers = {f"today-{number}-{stage.run}": name for number, name in enumerate(BUYERS)}
    for buyer, name in buyers.items():
        person = {"name": f"Enlace {name}", "mail": f"enlace@{buyer}.example", "language": "en"}
        await office.put(f"{at}/people/contact-{buyer}", person)
        joining = {"id": buyer, "side": "buyer", "name": name, "contact": f"contact-{buyer}"}
        await office.post(f"{at}/days/{day}/participants", joining)
    return [one["id"] for one in able[:COMPANIES]], list(buyers)


async def publish(stage: Stage, day: str, meeting: str) -> str:
    """A first draft, one with this meeting locked elsewhere, and the second published; says what differs."""
    at, office = f"{stage.at.delegations}/days/{day}", stage.caller("partnerships")
    receipt = await office.post(f"{at}/timetable/solve", {"id": "first", "seconds": 5})
    first = await office.get(f"{at}/timetables/first", min_version=receipt["version"])
    slot = (first["meetings"][meeting]["slot"] + 1) % len(CLOCK_TIMES)
    await office.post(f"{at}/meetings/{meeting}/lock", {"slot": slot})
    receipt = await office.post(f"{at}/timetable/solve", {"id": "second", "seconds": 5})
    compared = await office.get(f"{at}/timetables/first/comparison", other="second", min_version=receipt["version"])
    check(meeting in compared["moved"], f"the locked meeting is not among the moved ones: {compared['moved']}")
    await office.post(f"{at}/timetable/review", {"id": "second"})
    receipt = await office.post(f"{at}/timetable/publish", {"id": "second"})
    held = await office.get(at, min_version=receipt["version"])
    check_timetable(held)
    check(held["meetings"][meeting]["slot"] == slot, "the locked meeting is elsewhere")
    await stage.deliveries(f"day-{day}", "meeting_invitation", 2 * len(first["meetings"]))
    figures = [f"breaks {compared[name]['breaks']}, waits {compared[name]['waits']}" for name in ("first", "second")]
    return f"{len(first['meetings'])} meetings; {figures[0]}; with one locked at {CLOCK_TIMES[slot]}: {figures[1]}"


async def hold(stage: Stage, day: str, company: str, buyer: str, meeting: str, today: date) -> None:
    """Both parties are checked in and meet; each says what it has to say, and business comes of it."""
    at, office = f"{stage.at.delegations}/days/{day}", stage.caller("partnerships")
    own, theirs = stage.caller("company", company=company), stage.caller("buyer", buyer=f"{day}/{buyer}")
    async with stage.step("Today: both parties are checked in, and meet at their table") as told:
        for party in (company, buyer):
            await office.post(f"{at}/check-ins", {"participant": party})
        await office.post(f"{at}/meetings/{meeting}/start", {})
        receipt = await office.post(f"{at}/meetings/{meeting}/end", {})
        seen = await office.get(f"{at}/held-meetings/{meeting}", min_version=receipt["version"])
        told.text = f"at table {seen['table']}, begun and ended as recorded"
    async with stage.step("Today: each side says what came of it, a contract is stated") as told:
        step = {"next_step": "send a sample", "follow_up_on": today.isoformat()}
        outcome = f"{at}/meetings/{meeting}/outcome"
        await own.post(outcome, {"side": "company", "met": True, "interest": 5, **step})
        await theirs.post(outcome, {"side": "buyer", "met": True, "interest": 4})
        await own.post(f"{at}/meetings/{meeting}/follow-up", {"side": "company"})
        business = {"kind": "contract", "sector": "Optronics", "reached_on": today.isoformat()}
        contract: Json = {"id": "contract", **business, "amount": 90_000, "currency": "EUR"}
        receipt = await own.post(f"{at}/meetings/{meeting}/results", contract)
        seen = await theirs.get(f"{at}/held-meetings/{meeting}", min_version=receipt["version"])
        check(list(seen["outcomes"]) == ["buyer"] and not seen["results"], "the buyer sees what the company says")
        figures = await office.get(f"{at}/figures")
        check(figures["meetings"]["held"] == 1, f"the figures are {figures}")
        amount = sum(one["amount"] for one in figures["results"])
        told.text = f"interest 5 and 4, followed up; {amount:,} EUR; neither side reads the other's words"
