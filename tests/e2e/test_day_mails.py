"""Who is told of a buyer-meeting day before its timetable: applicants, who is asked to meet, who asked in vain."""

from datetime import timedelta
from typing import Any

import pytest

from liaison.mailbox import Mailbox, text
from shared.clock import now
from tests.conftest import Eventually
from tests.e2e.desk import Desk
from tests.e2e.requests import day as planned
from tests.e2e.requests import participant

pytestmark = pytest.mark.real


async def mails_to(desk: Desk, address: str) -> list[str]:
    mailbox = Mailbox(desk.http, desk.at.mail)
    read = [await mailbox.read(mail) for mails in (await mailbox.by_delivery()).values() for mail in mails]
    return [f"{mail['Subject']}\n{text(mail)}" for mail in read if mail["To"] == address]


async def test_applicants_learn_the_outcome_and_who_asked_in_vain_learns_that(
    desk: Desk, eventually: Eventually
) -> None:
    day, office = desk.id("day"), "partnerships"
    people = {name: f"{name}@{desk.tag}.example" for name in ("chosen", "refused", "buyer")}
    for name, address in people.items():
        record = {"name": f"Invented {name}", "mail": address, "language": "en"}
        await desk.done("PUT", "delegations", f"/people/{desk.id(name)}", json=record)
    await desk.done("POST", "delegations", "/days", role=office, json=planned(day, "lima"))
    joining = participant(desk.id("pnp"), "buyer", desk.id("buyer"))
    await desk.done("POST", "delegations", f"/days/{day}/participants", role=office, json=joining)
    companies: dict[str, str] = {}
    for name in ("chosen", "refused"):
        entered = await desk.done("POST", "delegations", "/companies", json={"name": f"{name} {desk.tag}"})
        companies[name] = entered["id"]
        application = {"company": entered["id"], "name": f"{name} {desk.tag}", "contact": desk.id(name)}
        as_company: dict[str, Any] = {"role": "company", "scope": {"company": entered["id"]}}
        await desk.done("POST", "delegations", f"/days/{day}/applications", json=application, **as_company)
    applications = f"/days/{day}/applications"
    await desk.done("POST", "delegations", f"{applications}/{companies['chosen']}/select", role=office, json={})
    no = {"reason": "no buyer seeks this"}
    await desk.done("POST", "delegations", f"{applications}/{companies['refused']}/refuse", role=office, json=no)
    asking = {"id": "m1", "company": companies["chosen"], "buyer": desk.id("pnp"), "requested_by": "company"}
    body = {**asking, "needs_acceptance": True}
    chosen: dict[str, Any] = {"role": "company", "scope": {"company": companies["chosen"]}}
    await desk.done("POST", "delegations", f"/days/{day}/meetings", json=body, **chosen)
    rules = {"answer_by": (now() + timedelta(seconds=1)).isoformat()}
    await desk.done("PUT", "delegations", f"/days/{day}/rules", role=office, json=rules)

    async def told() -> bool:
        return [len(await mails_to(desk, people[name])) for name in people] == [2, 1, 1]

    await eventually(told)
    [turned_down] = await mails_to(desk, people["refused"])
    assert "could not be selected" in turned_down
    assert "Reason: no buyer seeks this" in turned_down
    both = "\n".join(await mails_to(desk, people["chosen"]))
    assert "is selected" in both
    assert f"Invented {desk.id('pnp')} has not answered your request" in both
    [asked] = await mails_to(desk, people["buyer"])
    assert f"chosen {desk.tag} asks to meet Invented {desk.id('pnp')}" in asked
    assert "waits for your answer" in asked
