"""What is there before anything goes wrong: mailboxes, a post, a fair's exhibitors, and webhooks for half of them."""

import json
import time
from datetime import timedelta

from liaison.client import Json
from services.delegations.domain.labels import company_id
from shared.clock import now
from tests.chaos.caller import Caller, Refused
from tests.chaos.outside import Outside

FAIR, POST = "fair-chaos", "post-chaos"
DIRECTORATES = ("police", "gendarmerie")
CATEGORIES = 3
HEARD_WITHIN = 60.0  # seconds
EXHIBITORS = {company_id(f"Exhibitor {number}") or "": f"Category {number % CATEGORIES}" for number in range(6)}
BY_HOOK = list(EXHIBITORS)[:CATEGORIES]


async def set_up(caller: Caller, outside: Outside) -> None:
    """Raises Refused."""
    today = now().date()
    for directorate in DIRECTORATES:
        about = {"mailbox": directorate, "kind": "directorate", "directorate": directorate, "language": "fr"}
        await caller.command("postings", "/mailboxes", "hq", {**about, "mail": f"{directorate}@interieur.example"})
    await caller.command("postings", "/posts", "hq", opening(POST))
    days = {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=3)).isoformat()}
    fair = {"id": FAIR, "name": "Salon du chaos", "edition": "1", "country": "FR", **days}
    await caller.command("delegations", "/fairs", "hq", fair)
    rows = [
        {
            "name": f"Exhibitor {number}",
            "category": [category],
            "country": {"iso2": "FR"},
            "contact": {"mail": f"contact@exhibitor-{number}.example", "name": f"Contact {number}", "language": "fr"},
        }
        for number, category in enumerate(EXHIBITORS.values())
    ]
    content = json.dumps({"exhibitor": rows})
    await caller.other("delegations", f"/fairs/{FAIR}/exhibitors/import", "hq", method="POST", content=content)
    for company in BY_HOOK:
        endpoint = {"id": f"hook-{company}", "company": company, "url": f"{outside.hooks}/{company}"}
        outside.secrets[company] = (await chosen(caller, endpoint))["secret"]


async def chosen(caller: Caller, endpoint: Json) -> Json:
    """An endpoint can be chosen as soon as the notifications service has heard of its company. Raises Refused."""
    until = time.monotonic() + HEARD_WITHIN
    while True:
        try:
            return await caller.other("notifications", "/endpoints", "hq", method="POST", json=endpoint)
        except Refused:
            if time.monotonic() > until:
                raise


def opening(post: str) -> dict[str, object]:
    """A post that can be written to."""
    return {
        "post": post,
        "name": f"Service {post}",
        "country": "PE",
        "embassy": "Ambassade de France",
        "embassy_mail": f"chancellerie@{post}.example",
        "embassy_language": "fr",
        "mail": f"ssi@{post}.example",
        "language": "en",
        "time_zone": "America/Lima",
        "opened_on": "2020-01-01",
    }
