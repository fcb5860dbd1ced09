"""What the routes of priorities, cooperation and Europe must answer when the sample is loaded."""

import csv
import io
from collections import Counter

from tests.e2e.desk import Desk
from tests.e2e.sample_answers import by, items, of, one, own
from tests.e2e.sampled import Sample, things, verbs


@of("/priorities")
async def _(desk: Desk, sample: Sample) -> None:
    found = await items(desk, "/priorities", year=sample.today.year)
    this_year = {thing[0]["theme"] for thing in things("priorities") if thing[0]["years"][1] > 0}
    assert {one["theme"] for one in found} == this_year
    assert len(await items(desk, "/priorities", post="bogota", theme="drugs")) in (3, 4)


@of("/priorities/{priority}")
async def _(desk: Desk, sample: Sample) -> None:
    found = await one(desk, f"/priorities/{sample.priority('road-safety@-740')}")
    assert (found["closed_on"], found["posts"]) == (sample.day(-400), ["libreville"])
    results = Counter(sample.priority(one["priority"]) for [one] in things("results"))
    for priority, count in results.items():
        assert len((await one(desk, f"/priorities/{priority}"))["results"]) == count


@of("/linked-work")
async def _(desk: Desk, sample: Sample) -> None:
    found = {one["id"]: one for one in await items(desk, "/linked-work")}
    work = sample.work()
    assert {id: one["stage"] for id, one in found.items()} == {id: one["stage"] for id, one in work.items()}
    assert {id: one["priorities"] for id, one in found.items()} == {id: one["priorities"] for id, one in work.items()}


@of("/priority-report")
async def _(desk: Desk, sample: Sample) -> None:
    for post in (None, "bogota", "tunis"):
        params = {"year": sample.today.year} | ({"post": post} if post else {})
        found = (await one(desk, "/priority-report", params=params))["priorities"]
        for line in found:
            stages = Counter(
                work["stage"] for work in sample.work().values()
                if line["priority"] in work["priorities"] and post in (None, work["post"])
            )  # fmt: skip
            assert {name: line[name] for name in ("proposed", "planned", "done", "dropped")} == {
                name: stages[name] for name in ("proposed", "planned", "done", "dropped")
            }
        assert sum(line["done"] for line in found) > 0


@of("/priority-report.html")
async def _(desk: Desk, sample: Sample) -> None:
    page = await desk.send("GET", "postings", "/priority-report.html", params={"year": sample.today.year})
    assert "Réduire l&#39;arrivée de cocaïne et de résine" in page.text.replace("’", "&#39;").replace("'", "&#39;")


@of("/priority-report.csv")
async def _(desk: Desk, sample: Sample) -> None:
    table = await desk.send("GET", "postings", "/priority-report.csv", params={"year": sample.today.year})
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    year = str(sample.today.year)
    pairs = {(priority, id.partition(".")[2], work["stage"]) for id, work in sample.work().items()
             for priority in work["priorities"] if priority.endswith(year)}  # fmt: skip
    columns = [rows[0].index(name) for name in ("priority", "work", "stage", "line")]
    listed = [tuple(row[column] for column in columns) for row in rows]
    assert {row[:3] for row in listed if row[3] == "work"} == pairs


@of("/priority-report.pdf")
async def _(desk: Desk, sample: Sample) -> None:
    printed = await desk.send("GET", "postings", "/priority-report.pdf", params={"year": sample.today.year})
    assert printed.content.startswith(b"%PDF")
    assert len(printed.content) > 10_000


@of("/technical-actions")
async def _(desk: Desk, _: Sample) -> None:
    last = {"": "requested", "plan": "planned", "approve": "approved", "refuse": "refused", "cancel": "cancelled",
            "complete": "completed", "evaluate": "evaluated"}  # fmt: skip
    expected = {
        thing[0]["action"]: [last[verb] for verb in ["", *verbs(thing)] if verb in last][-1]
        for thing in things("technical-actions")
    }
    assert by(await items(desk, "/technical-actions"), "id", "status") == expected
    assert set(expected.values()) == set(last.values())
    theirs = {thing[0]["action"] for thing in things("technical-actions") if thing[0]["post"] == "tunis"}
    assert await own(desk, "/technical-actions", "post", "tunis") == theirs


@of("/technical-actions/{action}")
async def _(desk: Desk, sample: Sample) -> None:
    found = await one(desk, "/technical-actions/lb-deminage")
    assert (found["committed"], found["experts"], found["sessions"]["s1"]["present"]) == (
        20_000,
        ["blaise-tardivel"],
        20,
    )
    assert (found["deliveries"]["d1"]["value"], found["evaluation"]["rating"]) == (18_000, 5)
    assert found["completed_on"] == sample.day(-540)


@of("/technical-plan")
async def _(desk: Desk, _: Sample) -> None:
    found = await items(desk, "/technical-plan")
    said = Counter[str]()
    for thing in things("technical-actions"):
        said["requested"] += 1
        refused = "refuse" in verbs(thing)  # so that it never was in the plan
        for verb, about, *_who in thing[1:]:
            counted = {"approve": "approved", "refuse": "refused", "cancel": "cancelled", "complete": "completed",
                       "evaluate": "evaluated"}  # fmt: skip
            said["planned" if verb == "plan" and not refused else counted.get(verb, "other")] += 1
            said["budget_planned"] += 0 if refused else about.get("budget", 0)
            said["committed"] += about.get("amount", 0)
            said["trained"] += about.get("present", 0)
            said["equipment"] += about.get("value", 0)
            said["ratings"] += about.get("rating", 0)
    del said["other"]
    assert {name: sum(line[name] for line in found) for name in said} == said
    places = {(line["country"], line["theme"]) for line in found}
    assert places == {(thing[0]["country"], thing[0]["theme"]) for thing in things("technical-actions")}


@of("/agreements")
async def _(desk: Desk, sample: Sample) -> None:
    last = {"": "negotiating", "sign": "signed", "enter-into-force": "in-force", "end": "ended", "abandon": "ended"}
    expected = {
        thing[0]["agreement"]: [last[verb] for verb in ["", *verbs(thing)] if verb in last][-1]
        for thing in things("agreements")
    }
    found = await items(desk, "/agreements")
    assert by(found, "id", "status") == expected | {"lb-secours": "ended"}  # by its expiry
    assert {one["id"] for one in found if one["expiring"]} == {"ci-documents-accord"}
    soon = await items(desk, "/agreements", expires_before=sample.day(500))
    assert {one["id"] for one in soon} == {"sn-migration", "ci-documents-accord", "lb-secours"}


@of("/agreements/{agreement}")
async def _(desk: Desk, sample: Sample) -> None:
    found = await one(desk, "/agreements/br-frontiere")
    assert (found["status"], found["expires_on"]) == ("in-force", sample.day(1100))
    assert (await one(desk, "/agreements/lb-secours"))["because"] == "expired"


@of("/high-level-visits")
async def _(desk: Desk, _: Sample) -> None:
    last = {"": "planned", "hold": "held", "cancel": "cancelled"}
    visits = things("high-level-visits")
    expected = {thing[0]["visit"]: [last[verb] for verb in ["", *verbs(thing)] if verb in last][-1] for thing in visits}
    found = await items(desk, "/high-level-visits")
    assert by(found, "id", "status") == expected
    waiting = {
        thing[0]["visit"]: verbs(thing).count("take-commitment") - verbs(thing).count("fulfil-commitment")
        - verbs(thing).count("drop-commitment") for thing in visits
    }  # fmt: skip
    assert by(found, "id", "open") == waiting
    awaited = await items(desk, "/high-level-visits", awaited="true")
    assert {one["id"] for one in awaited} == {id for id, count in waiting.items() if count}


@of("/high-level-visits/{visit}")
async def _(desk: Desk, _: Sample) -> None:
    overdue = (await one(desk, "/high-level-visits/co-ministre"))["commitments"]["donnees"]
    assert (overdue["status"], overdue["overdue"]) == ("open", True)


@of("/eu-projects")
async def _(desk: Desk, _: Sample) -> None:
    last = {"": "design", "submit": "submitted", "grant": "implementation", "reject": "rejected", "close": "closed"}
    projects = things("eu-projects")
    found = await items(desk, "/eu-projects")
    assert by(found, "id", "status") == {
        thing[0]["project"]: [last[verb] for verb in ["", *verbs(thing)] if verb in last][-1] for thing in projects
    }
    assert by(found, "id", "spent") == {
        thing[0]["project"]: sum(about.get("amount", 0) for _, about in thing[1:]) for thing in projects
    }


@of("/eu-projects/{project}")
async def _(desk: Desk, _: Sample) -> None:
    found = await one(desk, "/eu-projects/sahel-pol")
    assert {id for id, deadline in found["deadlines"].items() if deadline["overdue"]} == {"j1"}
    assert {id: mission["status"] for id, mission in found["missions"].items()} == {
        "m1": "carried-out",
        "m2": "planned",
    }
    assert found["packages"]["wp1"]["spent"] == 860_000


@of("/eu-positions")
async def _(desk: Desk, _: Sample) -> None:
    positions = things("eu-positions")
    found = await items(desk, "/eu-positions")
    closed = {thing[0]["position"]: "closed" if "close" in verbs(thing) else "open" for thing in positions}
    assert by(found, "id", "status") == closed
    assert [one["field"] for one in found] == ["migration", "homeland-security", "homeland-security"]
    assert await own(desk, "/eu-positions", "post", "bucarest") == {"europol-mandat"}


@of("/eu-positions/{position}")
async def _(desk: Desk, _: Sample) -> None:
    found = await one(desk, "/eu-positions/retour-2", "post", scope={"post": "rome"})
    assert {state for views in found["views"].values() for state in views} == {"IT"}


@of("/eu-positions/{position}/matrix")
async def _(desk: Desk, _: Sample) -> None:
    [retour] = [thing for thing in things("eu-positions") if thing[0]["position"] == "retour-2"]
    gathered = [about for verb, about, _ in retour[1:] if verb == "gather"]
    found = await one(desk, "/eu-positions/retour-2/matrix")
    for row in found["points"]:
        sums = Counter(about["stance"] for about in gathered if about["point"] == row["point"])
        assert {name: row["sums"][name] for name in ("support", "reserve", "against")} == {
            name: sums[name] for name in ("support", "reserve", "against")
        }
        assert row["sums"]["missing"] == 6 - sum(sums.values())
    presented = {about["state"] for verb, about, _ in retour[1:] if verb == "present"}
    assert set(found["not_presented"]) == {"MT", "LT"} == set(found["states"]) - presented
