"""What the network's routes must answer when the sample is loaded."""

from collections import Counter

from liaison.sample.steps import person
from tests.e2e.desk import Desk
from tests.e2e.sample_answers import by, items, of, one
from tests.e2e.sampled import Sample, coming, exists, holder, places, posts, status, tenures, things


@of("/posts")
async def _(desk: Desk, sample: Sample) -> None:
    found = await items(desk, "/posts")
    assert len(found) == len(posts()) == 30
    assert by(found, "id", "closed_on") == {
        post["post"]: sample.day(post["closed"]) if "closed" in post else None for post in posts()
    }
    assert {one["id"] for one in found if one["suspension"]} == {"bamako"}
    granted = {
        post["post"]: [c for c, say in post["accreditations"].items() if say[0] == "granted"] for post in posts()
    }
    assert by(found, "id", "accredited") == granted


@of("/posts/{post}")
async def _(desk: Desk, sample: Sample) -> None:
    found = await one(desk, "/posts/amman")
    assert found["accreditations"] == {"IQ": {"standing": "granted", "since": sample.day(-430)}}
    assert (found["working_week"][0], found["languages"]) == ("sunday", ["ar", "en"])


@of("/positions")
async def _(desk: Desk, _: Sample) -> None:
    found = await items(desk, "/positions")
    last = {place["position"]: holder(place, 10_000) for place in places()}
    assert {one["id"]: (one["holder"] or {}).get("posting") for one in found} == last
    assert {one["id"] for one in found if one["suspension"]} == {"berlin-assistant"}
    assert {one["id"] for one in found if one["abolition"]} == {"varsovie-liaison"}


@of("/positions/{position}")
async def _(desk: Desk, sample: Sample) -> None:
    found = await one(desk, "/positions/bogota-associate")
    assert (found["tour_months"], found["holder"]["started_on"]) == (36, sample.day(-375))


@of("/postings")
async def _(desk: Desk, _: Sample) -> None:
    found = await items(desk, "/postings")
    assert by(found, "id", "status") == {one["posting"]: status(one) for one in tenures()}
    assert len(set(by(found, "id", "status").values())) == 9  # all that there are, but an offer that has expired
    refused = await items(desk, "/postings", status="refused")
    assert {one["id"] for one in refused} == {one["posting"] for one in tenures() if status(one) == "refused"}


@of("/postings/{posting}")
async def _(desk: Desk, sample: Sample) -> None:
    found = await one(desk, "/postings/pretoria-associate-1")
    assert found["extensions"] == [
        {"former": sample.day(-6), "ends_on": sample.day(359), "reason": "Continuité d'une enquête commune"}
    ]
    curtailed = await one(desk, "/postings/ndjamena-associate-1")
    assert (curtailed["last_day"], curtailed["curtailment"]) == (sample.day(-210), "medical")


@of("/approvals")
async def _(desk: Desk, _: Sample) -> None:
    found = await items(desk, "/approvals")
    proposed = {one["posting"]: one["approved_by"] for one in tenures() if one.get("course") == "proposed"}
    both = {"gendarmerie", "police"}
    assert by(found, "posting", "missing") == {id: sorted(both - {*said}) for id, said in proposed.items()}


@of("/holders")
async def _(desk: Desk, sample: Sample) -> None:
    for day in (0, -60, -365, -700):
        found = await items(desk, "/holders", on=sample.day(day))
        held = {one["position"]: (one["holder"] or {}).get("posting") for one in found}
        assert held == {place["position"]: holder(place, day) for place in places()}
    ahead = await items(desk, "/holders", on=sample.day(200))
    planned = {one["position"]: [other["posting"] for other in one["planned"]] for one in ahead}
    assert planned == {
        place["position"]: [one["posting"] for one in coming(place) if one["from"] <= 200 <= one["until"]]
        for place in places()
    }


@of("/vacancies")
async def _(desk: Desk, sample: Sample) -> None:
    found = await items(desk, "/vacancies", on=sample.day(0))
    vacant = {place["position"]: next((one["posting"] for one in coming(place)), None)
              for place in places() if exists(place, 0) and holder(place, 0) is None}  # fmt: skip
    assert {one["position"]: (one["next"] or {}).get("posting") for one in found} == vacant
    assert len(vacant) > 2


@of("/vacancies/forecast")
async def _(desk: Desk, sample: Sample) -> None:
    found = await items(desk, "/vacancies/forecast", months=24)
    spells = {one["position"]: [(spell["first_day"], spell["last_day"]) for spell in one["vacant"]] for one in found}
    expected = {place["position"]: sample.vacant(place, 24) for place in places()}
    assert spells == {position: free for position, free in expected.items() if free}
    assert len(spells) > 20


@of("/seams")
async def _(desk: Desk, sample: Sample) -> None:
    found = [(one["kind"], one["days"], one["declared"], one["comer"]) for one in await items(desk, "/seams")]
    assert sorted(found) == sorted(seam for place in places() for seam in sample.seams(place))
    assert ("overlap", 14, True, "rabat-deputy-2") in found


@of("/without-next-posting")
async def _(desk: Desk, sample: Sample) -> None:
    horizon = sample.offset(sample.months_on(sample.today, 12))
    expected = {}
    for place in places():
        for tenure in place["tenures"]:
            until = sample.until(place, tenure)
            if status(tenure) == "started" and until <= horizon:
                expected[person(tenure["officer"])] = sample.day(until)
    going = {person(one["officer"]) for one in tenures() if one.get("course") in ("approved", "scheduled", "arrived")}
    found = by(await items(desk, "/without-next-posting", months=12), "officer", "runs_until")
    assert found == {officer: day for officer, day in expected.items() if officer not in going}


@of("/coverage")
async def _(desk: Desk, sample: Sample) -> None:
    for day in (0, -95, -300, -700, -1450):
        found = (await one(desk, "/coverage", params={"on": sample.day(day)}))["features"]
        covered = {one["id"]: one["properties"]["coverage"] for one in found}
        assert {id: kind for id, kind in covered.items() if kind != "none"} == sample.coverage(day)


@of("/officers/{officer}/history")
async def _(desk: Desk, sample: Sample) -> None:
    own = Counter(one["officer"] for one in tenures())
    for name in (name for name, postings in own.items() if postings > 1):
        found = (await one(desk, f"/officers/{person(name)}/history"))["postings"]
        expected = sorted((one for one in tenures() if one["officer"] == name), key=lambda one: one["from"])
        assert [(one["posting"], one["first_day"]) for one in found] == [
            (one["posting"], sample.day(one["from"])) for one in expected
        ]
    assert max(own.values()) == 2


@of("/posts/{post}/history")
async def _(desk: Desk, sample: Sample) -> None:
    for post in posts():
        found = await items(desk, f"/posts/{post['post']}/history")
        assert Counter(fact["what"] for fact in found) == sample.facts(post)
        days = [fact["on"] or "" for fact in found]
        assert days == sorted(days)


@of("/people/{id}")
async def _(desk: Desk, _: Sample) -> None:
    for name in (tenures()[0]["officer"], things("people")[0]):
        assert (await one(desk, f"/people/{person(name)}"))["name"] == name
