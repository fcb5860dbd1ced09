"""A delegation's members on the days of a fair: invited by mail, registered by link, accredited, scanned in."""

from datetime import timedelta

from liaison.client import Json, Unexpected, check, until
from liaison.job.links import answered_by, link_in, opened
from liaison.job.stage import Stage
from liaison.mailbox import text
from shared.clock import now


async def receive_delegation(stage: Stage) -> None:
    """To a fair of today, because badges are good on its days only."""
    office, embassy, at = stage.caller("partnerships"), stage.caller("embassy"), stage.at.delegations
    fair, delegation, head = f"today-{stage.run}", f"visit-{stage.run}", f"leader-{stage.run}"
    members = f"{at}/delegations/{delegation}/members"
    async with stage.step("Visit: guests are invited by mail, each by a link of their own") as told:
        today = now().date()
        days = {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=1)).isoformat()}
        await office.post(f"{at}/fairs", {"id": fair, "name": "Salon du jour", "edition": "1", "country": "FR", **days})
        person = {"name": "Rosa Mamani", "mail": f"head@{delegation}.example", "language": "en"}
        await office.put(f"{at}/people/{head}", person)
        visit = {"id": delegation, "fair": fair, "country": "PE", "head": head, "interests": ["Optronics"]}
        await embassy.post(f"{at}/delegations", visit)
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
        await answered_by(stage.http, url, form="register", interpreter="es", interests="Optronics")

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
        door = f"{at}/badges/{roster[guest]['badge']}/check-in"
        admitted = await until("the scan of the badge", lambda: scanned(stage, door))
        again = await office.post(door, expect=409)
        check(again["type"].endswith("badge-already-inside"), f"a second scan was answered {again}")
        told.text = f"{len(sheet):,} bytes of PDF; {admitted['answer']}, then: {again['detail']}"


async def scanned(stage: Stage, door: str) -> Json | None:
    """The answer to the first scan, None as long as the badge is not known at the door."""
    try:
        return await stage.caller("partnerships").post(door)
    except Unexpected:
        return None
