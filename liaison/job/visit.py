"""A delegation on the days of a fair: invited by mail, registered by link, accredited, scanned, shown around."""

import json
from datetime import date, timedelta

from liaison.client import Client, Json, Unexpected, check, until
from liaison.job.embassy import announced_by
from liaison.job.fair import Fair
from liaison.job.links import answered_by, link_in, opened
from liaison.job.posting import Post
from liaison.job.stage import Stage
from liaison.mailbox import text
from shared.clock import now

STANDS = 5  # real exhibitors that the fair of today has


async def receive_delegation(stage: Stage, listed: Fair, post: Post) -> None:
    """To a fair of today, because badges are good on its days only; its exhibitors are some of the real ones."""
    office, embassy = stage.caller("partnerships"), stage.caller("embassy", embassy=post.id)
    at, today = stage.at.delegations, now().date()
    fair, delegation, head = f"today-{stage.run}", f"visit-{stage.run}", f"leader-{stage.run}"
    members, interest = f"{at}/delegations/{delegation}/members", await hold_fair(stage, fair, listed, today)
    async with stage.step("Visit: guests are invited by mail, each by a link of their own") as told:
        person = {"name": "Rosa Mamani", "mail": f"head@{delegation}.example", "language": "en"}
        await office.put(f"{at}/people/{head}", person)
        visit = {"id": delegation, "fair": fair, "country": post.country, "head": head, "interests": [interest]}
        await announced_by(stage, post, visit)
        await office.post(f"{at}/delegations/{delegation}/confirm")
        guests = f"name;mail;function;language\nInés Quispe;ines@{delegation}.example;member;en\n"
        guests += f"José Núñez;jose@{delegation}.example;interpreter;fr\n"
        path = f"{at}/delegations/{delegation}/invitations/import"
        taken = [await office.post(path, content=guests.encode("cp1252"), media="text/csv") for _ in range(2)]
        check(taken[0] == taken[1], f"the same list again changed something: {taken}")
        mails = await stage.mails(await stage.deliveries(delegation, "member_invited", 2))
        links = {mail["To"].addresses[0].addr_spec: link_in(text(mail)) for mail in mails}
        check(len(set(links.values())) == len(links), "two guests have the same link")
        told.text = f"{len(links)} mails from a list in Windows-1252; the same list again invites nobody"
    async with stage.step("Visit: one registers by the link, is accredited and told") as told:
        url = links[f"ines@{delegation}.example"]
        check("<form" in await opened(stage.http, url), "the page behind the link asks nothing")
        await answered_by(stage.http, url, form="register", interpreter="es", interests=interest)

        async def registered() -> str | None:
            roster = (await office.get(members))["members"]
            return next((id for id, one in roster.items() if one["status"] == "registered"), None)

        guest = await until("the registration", registered)
        await embassy.post(f"{members}/{guest}/submit")
        receipt = await office.post(f"{members}/{guest}/accredit")
        [mail] = await stage.mails(await stage.deliveries(delegation, "member_accredited", 1))
        check(link_in(text(mail)) == url, "the second form has another link")
        told.text = str(mail["Subject"])
    async with stage.step("Visit: the badge is printed, scanned, and a copy of it noticed") as told:
        sheet = await office.file(f"{at}/delegations/{delegation}/badges")
        check(sheet.startswith(b"%PDF"), "the badges are no PDF")
        roster = (await office.get(members, min_version=receipt["version"]))["members"]
        badge = f"{at}/badges/{roster[guest]['badge']}"
        admitted = await until("the scan of the badge", lambda: scanned(office, f"{badge}/check-in"))
        again = await office.post(f"{badge}/check-in", expect=409)
        check(again["type"].endswith("badge-already-inside"), f"a second scan was answered {again}")
        told.text = f"{len(sheet):,} bytes of PDF; {admitted['answer']}, then: {again['detail']}"
    await show_around(stage, delegation, today)
    async with stage.step("Visit: out again; after a fair, who never came is listed") as told:
        left = await office.post(f"{badge}/check-out")
        early = f"{at}/fairs/{fair}/no-shows"
        await office.see(early, 409)
        missing = await absent(stage, post, head, today - timedelta(days=1))
        told.text = f"{left['answer']}; not before the fair is over; of yesterday's, {missing} never came"


async def hold_fair(stage: Stage, fair: str, listed: Fair, today: date) -> str:
    """A fair of today and tomorrow with some French exhibitors of the list; answers a category of the first."""
    office, at = stage.caller("partnerships"), f"{stage.at.delegations}/fairs"
    days = {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=1)).isoformat()}
    await office.post(at, {"id": fair, "name": "Salon du jour", "edition": "1", "country": "FR", **days})
    shown = [one for one in listed.companies if one["country"] == "FR" and one["lists"][listed.id]][:STANDS]
    rows = [{"name": one["name"], "category": one["lists"][listed.id], "country": {"iso2": "FR"}} for one in shown]
    await office.post(f"{at}/{fair}/exhibitors/import", content=json.dumps({"exhibitor": rows}).encode())
    return str(rows[0]["category"][0]) if rows else "Security"


async def show_around(stage: Stage, delegation: str, today: date) -> None:
    """The delegation is led to the stand that is suggested first, and told why."""
    office, at = stage.caller("partnerships"), f"{stage.at.delegations}/delegations/{delegation}"
    suggestions = await office.rows(f"{at}/suggestions")
    if not suggestions:  # a list on which nobody is French
        return
    async with stage.step("Visit: to the stand that meets its interests, and why that one") as told:
        first = suggestions[0]
        when = {"day": today.isoformat(), "starts": "10:00", "ends": "10:30"}
        await office.post(f"{at}/visits", {"id": "first", "company": first["company"], **when})
        overlapping = await office.post(
            f"{at}/visits", {"id": "other", "company": first["company"], **when}, expect=409
        )
        check(overlapping["type"].endswith("visit-overlaps"), f"two visits at a time: {overlapping}")
        told.text = f"{first['name']}: {first['because']}"


async def absent(stage: Stage, post: Post, head: str, day: date) -> int:
    """How many who were accredited to a fair of this one day did not come, of the one who was."""
    office, at = stage.caller("partnerships"), stage.at.delegations
    fair, delegation = f"yesterday-{stage.run}", f"absent-{stage.run}"
    days = {"starts_on": day.isoformat(), "ends_on": day.isoformat()}
    await office.post(f"{at}/fairs", {"id": fair, "name": "Salon d'hier", "edition": "1", "country": "FR", **days})
    visit = {"id": delegation, "fair": fair, "country": post.country, "head": head, "interests": ["Security"]}
    await announced_by(stage, post, visit)
    await office.post(f"{at}/delegations/{delegation}/confirm")
    members = f"{at}/delegations/{delegation}/members"
    await office.post(members, {"person": head, "function": "head"})
    await office.post(f"{members}/{head}/submit")
    await office.post(f"{members}/{head}/accredit")

    async def listed() -> int | None:
        return len(await office.rows(f"{at}/fairs/{fair}/no-shows")) or None

    return await until("who did not come", listed)


async def scanned(office: Client, door: str) -> Json | None:
    """The answer to the first scan, None as long as the badge is not known at the door."""
    try:
        return await office.post(door)
    except Unexpected:
        return None
