"""The delegation: it registers, is confirmed, and the exhibitors that match are told once."""

from collections import Counter

from liaison.client import Json, check, until
from liaison.job.embassy import announced_by
from liaison.job.fair import Fair
from liaison.job.posting import Post
from liaison.job.stage import Stage

HOOKS = 2  # companies that chose webhooks
VISITS = 20  # stands


def interests_of(companies: list[Json], fair: str) -> list[str]:
    """The two categories whose number of French exhibitors comes closest to what a delegation can visit."""
    shared = Counter(category for one in companies for category in one["lists"][fair])
    return sorted(shared, key=lambda category: (abs(shared[category] - VISITS), category))[:2] or ["Security"]


async def bring_delegation(stage: Stage, fair: Fair, post: Post) -> None:
    """Register and confirm a delegation, and see every matching exhibitor told exactly once."""
    office, at = stage.caller("partnerships"), stage.at
    french = [one for one in fair.companies if one["country"] == "FR" and one["contact"]]
    interests = interests_of(french, fair.id)
    wanted = {one["id"] for one in french if set(one["lists"][fair.id]) & set(interests)}
    by_hook = sorted(wanted)[:HOOKS] if len(wanted) > HOOKS else []
    delegation, head = f"delegation-{stage.run}", f"head-{stage.run}"
    async with stage.step("Delegation: some companies choose webhooks") as told:
        for company in by_hook:
            await choose_webhook(stage, company)
        told.text = f"{len(by_hook)} of {len(wanted)} that will match; the others are written to"
    async with stage.step("Delegation: registered and confirmed") as told:
        person = {"name": "Inés Quispe Huamán", "mail": f"delegation@{delegation}.example", "language": "en"}
        await office.put(f"{at.delegations}/people/{head}", person)
        about = {"id": delegation, "fair": fair.id, "country": post.country, "head": head}
        await announced_by(stage, post, about | {"interests": interests})
        confirmed = await office.post(f"{at.delegations}/delegations/{delegation}/confirm")
        told.text = f"Peru, interested in {' and '.join(interests)}"
    async with stage.step("Delegation: matched with exhibitors") as told:

        async def look() -> set[str] | None:
            found = await office.get(f"{at.delegations}/delegations/{delegation}", min_version=confirmed["version"])
            return None if found["matches"] is None else {match["company"] for match in found["matches"]}

        matched = await until("the matches", look)
        check(matched == wanted, f"matched {len(matched)} companies, not the {len(wanted)} that share a category")
        told.text = f"{len(matched)} French exhibitors share a category"
    async with stage.step("Delegation: each exhibitor is told once") as told:
        deliveries = await stage.deliveries(f"delegation-{delegation}", "exhibitor_matched", len(wanted))
        by_mail = [one for one in deliveries if one["channel"] == "email"]
        hooked = {one["recipient"]["id"]: one["id"] for one in deliveries if one["channel"] == "webhook"}
        check(sorted(hooked) == by_hook, f"webhooks went to {sorted(hooked)}, not to {by_hook}")
        for company, delivery in hooked.items():
            received = stage.receiver.received.get(company, []).count(delivery)
            stage.check_once(received, f"the webhook of {company}")
        check(stage.receiver.refused == 0, f"{stage.receiver.refused} webhooks had a wrong signature")
        await stage.mails(by_mail)
        told.text = f"{len(by_mail)} by mail, {len(hooked)} by signed webhook"
    async with stage.step("Delegation: its head is told") as told:
        [mail] = await stage.mails(await stage.deliveries(f"delegation-{delegation}", "delegation_confirmed", 1))
        told.text = str(mail["Subject"])


async def choose_webhook(stage: Stage, company: str) -> None:
    """Register the company's endpoint, in place of those that earlier runs of this job have left."""
    endpoints = f"{stage.at.notifications}/endpoints"
    caller = stage.caller("company", company=company)
    for left in await caller.all(endpoints):
        await caller.delete(f"{endpoints}/{left['id']}")
    body = {"id": f"hook-{company}-{stage.run}", "company": company, "url": f"{stage.receiver.url}/{company}"}
    stage.receiver.secrets[company] = (await caller.post(endpoints, body))["secret"]
