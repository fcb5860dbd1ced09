"""Companies beside the fair's: a file looked at and imported, one that enters itself and is vetted, the showcase."""

from liaison.client import check, until
from liaison.job.fair import Fair
from liaison.job.stage import Stage

CSV = "text/csv"
MISTYPED = "732829321"  # the last digit of a SIREN checks the others


async def take_in_companies(stage: Stage, fair: Fair) -> None:
    """Import a file, vet a company that enters itself, and show a technology of both to an embassy."""
    office, at = stage.caller("partnerships"), stage.at.delegations
    known = next(one["name"] for one in fair.companies if one["name"].replace(" ", "").isalnum())
    async with stage.step("Companies: a file is looked at, then imported") as told:
        lines = ("Raison sociale;SIREN", f"Élan {stage.run};", f"{known};", f"Mal tapée {stage.run};{MISTYPED}")
        rows = "\n".join(lines).encode()
        seen = await office.post(f"{at}/companies/preview", content=rows, media=CSV)
        done = await office.post(f"{at}/companies/import", content=rows, media=CSV)
        check(seen == done, f"the preview said {seen}, the import did {done}")
        outcomes = [line["outcome"] for line in done["lines"]]
        check(outcomes == ["added", "unchanged", "refused"], f"the rows were {outcomes}")
        told.text = f"as previewed: 1 added, 1 unchanged\nline 4: {done['refused'][0]['reason']}"
        imported = done["lines"][0]["company"]
    async with stage.step("Companies: one enters itself, is vetted, and approved") as told:
        name = f"Optique {stage.run}"
        preview = await office.post(f"{at}/companies/preview", content=f"name\n{name}\n".encode(), media=CSV)
        company = preview["lines"][0]["company"]
        own = stage.caller("company", company=company)
        receipt = await own.post(f"{at}/companies", {"name": name, "country": "FR", "categories": ["Optronics"]})
        waiting = await own.get(f"{at}/companies/{company}", min_version=receipt["version"])
        manager = {"id": "direction", "name": "Lise Ferrand", "mail": f"direction@{company}.example", "role": "manager"}
        await own.post(f"{at}/companies/{company}/staff", manager)
        check(waiting["standing"] == "pending", f"it is {waiting['standing']} at once")
        receipt = await office.post(f"{at}/companies/{company}/approve")
        vetted = await own.get(f"{at}/companies/{company}", min_version=receipt["version"])
        check(vetted["standing"] == "approved", f"it is {vetted['standing']}")
        [mail] = await stage.mails(await stage.deliveries(company, "company_vetted", 1))
        told.text = f"pending, then approved; it sees itself alone, and is told: {mail['Subject']}"
        others = await own.all(f"{at}/companies")
        check([one["id"] for one in others] == [company], f"it sees {len(others)} companies")
    async with stage.step("Showcase: published, and found by an embassy") as told:
        item = f"goggles-{stage.run}"
        about = {"title": f"Jumelles de vision nocturne {stage.run}", "description": "En service aux frontières"}
        makers = {"categories": ["Optronics"], "used_by": ["Police aux frontières"], "companies": [company, imported]}
        await office.put(f"{at}/showcase/{item}", {**about, **makers})
        embassy = stage.caller("embassy")

        async def found() -> list[str]:
            return [one["id"] for one in await embassy.all(f"{at}/showcase", text=f"nocturne {stage.run}")]

        check(await found() == [], "an embassy finds what is not published")
        await office.post(f"{at}/showcase/{item}/publish")

        async def look() -> bool:
            return await found() == [item]

        await until("the item among what an embassy finds", look)
        told.text = f"{about['title']}, of 2 companies"
