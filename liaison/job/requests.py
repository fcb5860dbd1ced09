"""Requests for meetings from both sides: a company applies and asks, buyers answer themselves, the rest is ranked."""

from collections import Counter

from liaison.client import Json, check
from liaison.job.stage import Stage

Wishes = dict[str, tuple[str, str]]


async def apply(stage: Stage, day: str, company: Json) -> None:
    """A company applies itself, is selected, and is told."""
    at, own = f"{stage.at.delegations}/days/{day}/applications", stage.caller("company", company=company["id"])
    async with stage.step("Meetings: a company applies itself, is selected and told") as told:
        application = {"company": company["id"], "name": company["name"], "contact": company["contact"]}
        await own.post(at, application)
        await stage.caller("partnerships").post(f"{at}/{company['id']}/select", {})
        deliveries = await stage.deliveries(day, "application_decided", 1)
        mails = await stage.mails(one for one in deliveries if one["channel"] == "email")
        told.text = str(mails[0]["Subject"]) if mails else "by webhook, which it has chosen"


async def ask_both_ways(stage: Stage, day: str, company: str, buyers: list[str], wishes: Wishes) -> Wishes:
    """The company asks three buyers, who accept, accept and decline; answers the two meetings that stand."""
    at, own = f"{stage.at.delegations}/days/{day}", stage.caller("company", company=company)
    busy = Counter(buyer for _, buyer in wishes.values())
    asked = {f"asked-{stage.run}-{n}": buyer for n, buyer in enumerate(sorted(buyers, key=lambda one: busy[one])[:3])}
    async with stage.step("Meetings: a company asks and ranks, buyers accept and decline") as told:
        for meeting, buyer in asked.items():
            body = {"id": meeting, "company": company, "buyer": buyer, "requested_by": "company"}
            await own.post(f"{at}/meetings", {**body, "needs_acceptance": True})
        first, second, third = asked
        await own.post(f"{at}/requests/rank", {"participant": company, "meetings": [second, first, third]})
        for meeting, verb in ((first, "accept"), (second, "accept"), (third, "decline")):
            speaker = stage.caller("buyer", buyer=f"{day}/{asked[meeting]}")
            receipt = await speaker.post(f"{at}/requests/{meeting}/{verb}", {"participant": asked[meeting]})
        mine = await own.get(f"{at}/requests", participant=company, min_version=receipt["version"])
        seen = {id: (one["rank"], one["status"], one["settled_by_organiser"]) for id, one in mine["meetings"].items()}
        wanted = {first: (2, "accepted", False), second: (1, "accepted", False), third: (3, "declined", False)}
        check(seen == wanted, f"the requests are {seen}, not {wanted}")
        told.text = "3 requests in order; 2 accepted and 1 declined by the buyers themselves, which shows"
    return {meeting: (company, asked[meeting]) for meeting in (first, second)}
