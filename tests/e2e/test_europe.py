"""Europe through the whole running house: a position from its instruction to the synthesis, a project to its end."""

from datetime import timedelta
from typing import Any

import pytest

from liaison.client import Json
from liaison.mailbox import Mailbox, text
from shared.clock import now
from tests.conftest import Eventually
from tests.e2e.desk import Desk
from tests.e2e.requests import opening

pytestmark = pytest.mark.real

POINTS = [{"point": "list", "text": "Common list"}, {"point": "flights", "text": "Joint flights"}]


async def opened(desk: Desk, country: str) -> tuple[str, dict[str, Any]]:
    """A post in this country, and how it calls."""
    post = desk.id(f"post-{country.lower()}")
    await desk.done("POST", "postings", "/posts", json=opening(post) | {"country": country})
    return post, {"role": "post", "scope": {"post": post}}


def instruction(desk: Desk, name: str, field: str, **posts: str) -> Json:
    due_at = now() + timedelta(days=10)
    return {
        "position": desk.id(name),
        "title": f"Position {desk.id(name)}",
        "field": field,
        "instruction": "We support a common list.",
        "points": POINTS,
        "assignments": [{"state": state, "post": post} for state, post in posts.items()],
        "due_at": due_at.isoformat(),
        "council_on": (due_at + timedelta(days=3)).date().isoformat(),
    }


async def priority(desk: Desk, theme: str, *countries: str) -> str:
    about = {"priority": desk.id(theme), "year": now().year, "theme": theme, "title": "Fewer departures"}
    await desk.done("POST", "postings", "/priorities", json={**about, "countries": countries})
    return desk.id(theme)


async def told(desk: Desk, post: str) -> list[str]:
    """What the post has been told of the positions of this desk."""
    mailbox = Mailbox(desk.http, desk.at.mail)
    found = [await mailbox.read(mail) for mails in (await mailbox.by_delivery()).values() for mail in mails]
    return [f"{mail['Subject']}\n{text(mail)}" for mail in found if mail["To"] == f"post@{post}.example"]


async def test_a_position_goes_from_its_instruction_to_the_synthesis_before_the_council(
    desk: Desk, eventually: Eventually
) -> None:
    tallinn, by_tallinn = await opened(desk, "EE")
    riga, by_riga = await opened(desk, "LV")
    served = await priority(desk, "irregular-migration", "TN")
    late = instruction(desk, "returns", "migration", EE=tallinn, LV=riga)
    crossed = late | {"council_on": now().date().isoformat()}
    assert await desk.refused("POST", "postings", "/eu-positions", json=crossed) == (409, "deadline-not-before-council")
    outside = instruction(desk, "returns", "migration", CH=tallinn)
    assert await desk.refused("POST", "postings", "/eu-positions", json=outside) == (409, "not-a-member-state")
    await desk.done("POST", "postings", "/eu-positions", json=instruction(desk, "boots", "agriculture", EE=tallinn))
    await desk.done("POST", "postings", "/eu-positions", json=late | {"priority": served})
    path = f"/eu-positions/{desk.id('returns')}"

    async def posts_are_told() -> bool:
        return all([any(desk.id("returns") in mail for mail in await told(desk, post)) for post in (tallinn, riga)])

    await eventually(posts_are_told)
    view = {"state": "EE", "point": "list", "stance": "reserve", "text": "It costs too much."}
    assert await desk.refused("POST", "postings", f"{path}/gather", json=view, **by_tallinn) == (409, "not-presented")
    day = {"function": "head of the migration department", "presented_on": now().date().isoformat()}
    await desk.done("POST", "postings", f"{path}/present", json={"state": "EE", **day}, **by_tallinn)
    other = await desk.refused("POST", "postings", f"{path}/gather", json=view, **by_riga)
    assert other == (403, "other-post-forbidden")
    await desk.done("POST", "postings", f"{path}/gather", json=view, **by_tallinn)
    agreed = view | {"point": "flights", "stance": "support", "text": "Two a month."}
    await desk.done("POST", "postings", f"{path}/gather", json=agreed, **by_tallinn)
    await desk.done("POST", "postings", f"{path}/present", json={"state": "LV", **day}, **by_riga)
    against = {"state": "LV", "point": "list", "stance": "against", "text": "Each state has its own."}
    await desk.done("POST", "postings", f"{path}/gather", json=against, **by_riga)

    async def sums() -> list[Json]:
        matrix = await desk.done("GET", "postings", f"{path}/matrix", "directorate")
        return [row["sums"] for row in matrix["points"]]

    async def all_is_gathered() -> bool:
        return await sums() == [
            {"support": 0, "reserve": 1, "against": 1, "missing": 0},
            {"support": 1, "reserve": 0, "against": 0, "missing": 1},
        ]

    await eventually(all_is_gathered)
    assert (await desk.done("GET", "postings", f"{path}/matrix"))["not_presented"] == []
    own = await desk.done("GET", "postings", path, **by_riga)
    assert {state for views in own["views"].values() for state in views} == {"LV"}
    listed = await desk.all("postings", "/eu-positions", state="EE")
    mine = [one["id"] for one in listed if one["posts"][0] == tallinn or tallinn in one["posts"]]
    assert mine == [desk.id("returns"), desk.id("boots")], "migration comes first"
    await desk.done("POST", "postings", f"{path}/close")
    closed = await desk.refused("POST", "postings", f"{path}/gather", json=against, **by_riga)
    assert closed == (409, "eu-position-closed")

    async def reported(post: str) -> tuple[list[str], list[str]]:
        found = await desk.done("GET", "postings", "/priority-report", params={"year": now().year, "post": post})
        lines = [line for line in found["priorities"] if line["priority"] == served]
        work = [one["stage"] for line in lines for one in line["work"] if one["work"] == desk.id("returns")]
        return work, [one["text"] for line in lines for one in line["obtained"]]

    expected = {
        tallinn: (["done"], ["EE, flights, support: Two a month.", "EE, list, reserve: It costs too much."]),
        riga: (["done"], ["LV, list, against: Each state has its own."]),
    }

    async def each_post_has_it_in_its_report() -> bool:
        return {post: await reported(post) for post in expected} == expected

    await eventually(each_post_has_it_in_its_report)


async def test_a_project_goes_from_its_call_through_design_and_implementation_to_its_end(
    desk: Desk, eventually: Eventually
) -> None:
    served, expert = await priority(desk, "civil-protection", "DJ"), desk.id("expert")
    await desk.done("PUT", "postings", f"/people/{expert}", json={"name": "Invented Roux"})
    project, today = desk.id("horn"), now().date()
    path = f"/eu-projects/{project}"

    def day(offset: int) -> str:
        return (today + timedelta(days=offset)).isoformat()

    async def act(verb: str, **body: Any) -> Json:
        return await desk.done("POST", "postings", f"{path}/{verb}", json=body)

    async def refused(verb: str, **body: Any) -> str:
        return (await desk.refused("POST", "postings", f"{path}/{verb}", json=body))[1]

    call = {"title": "Rescue services", "theme": "civil-protection", "call": "NDICI-05", "call_closes_on": day(-300)}
    design = {"project": project, **call, "countries": ["DJ", "ET"], "priority": served}
    await desk.done("POST", "postings", "/eu-projects", json=design)
    assert await refused("submit", submitted_on=day(-310)) == "consortium-missing"
    assert await refused("set-consortium", lead="IT", partners=["ES"], budget=900, share=1) == (
        "ministry-outside-consortium"
    )
    await act("set-consortium", lead="FR", partners=["IT"], budget=900_000, share=500_000)
    assert await refused("submit", submitted_on=day(-299)) == "submitted-after-call"
    assert await refused("set-package", package="w1", title="Training", lead="FR", budget=1) == "eu-project-not-granted"
    await act("submit", submitted_on=day(-310))
    await act("grant", starts_on=day(-200), ends_on=day(200), budget=800_000)
    await act("set-package", package="w1", title="Training", lead="IT", budget=300_000)
    mission = {"mission": "m1", "package": "w1", "expert": expert, "organisation": "DGSCGC", "country": "DJ"}
    assert await refused("plan-mission", **mission, starts_on=day(-90), ends_on=day(-91)) == "ends-before-start"
    await act("plan-mission", **mission, starts_on=day(-90), ends_on=day(-80))
    await act("carry-out-mission", mission="m1", outcome="A plan for the capital")
    await act("set-deadline", kind="milestone", deadline="centre", title="Centre open", due_on=day(-30))
    await act("set-deadline", kind="report", deadline="final", title="Final report", due_on=day(260))
    await desk.becomes(eventually, "postings", path, {"due_on": day(-30)})
    due = await desk.all("postings", "/eu-projects", due_before=day(0), country="DJ")
    assert project in [one["id"] for one in due]
    spent = {"package": "w1", "purpose": "Instructors", "spent_on": day(-80)}
    assert await refused("book-expense", expense="e1", **spent, amount=300_001) == "expense-over-budget"
    await act("book-expense", expense="e1", **spent, amount=120_000)
    assert await refused("close", closed_on=day(-1), outcome="Done") == "deadlines-open"
    for deadline in ("centre", "final"):
        await act("meet-deadline", deadline=deadline, met_on=day(-31))
    await act("close", closed_on=day(-1), outcome="Two centres open")
    shown = await desk.becomes(eventually, "postings", path, {"status": "closed", "spent": 120_000}, "auditor")
    assert (shown["consortium"]["share"], shown["packages"]["w1"]["spent"]) == (500_000, 120_000)
    assert (shown["missions"]["m1"]["outcome"], shown["deadlines"]["final"]["met_on"]) == (
        "A plan for the capital",
        day(-31),
    )

    async def reported() -> bool:
        params = {"year": today.year, "country": "DJ"}
        found = await desk.done("GET", "postings", "/priority-report", params=params)
        lines = [line for line in found["priorities"] if line["priority"] == served]
        return [[one["text"] for one in line["obtained"]] for line in lines] == [
            ["A plan for the capital", "Two centres open"]
        ]

    await eventually(reported)
