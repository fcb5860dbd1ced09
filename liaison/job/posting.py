"""The posting: a successor is approved by both directorates and takes over; embassy and post learn it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from liaison.client import Client, Json, check, until
from liaison.job.stage import Stage
from liaison.mailbox import text
from shared.clock import now

COUNTRY = "PE"
ZONE = "America/Lima"
ENDED = 2  # recorded, ended
LEAVING, ARRIVING = "Camille Estérel", "Dominique Vauquelin"


@dataclass(frozen=True)
class Post:
    id: str
    country: str
    time_zone: str


async def hand_over(stage: Stage) -> Post:
    """Open a post, fill a position, hand it over, and see it in mails, holders and vacancies."""
    hq, at, today = stage.caller("hq"), stage.at.postings, now().date()
    post = Post(f"lima-{stage.run}", COUNTRY, ZONE)
    associate, deputy = f"{post.id}-associate", f"{post.id}-deputy"
    async with stage.step("Posting: a post opens") as told:
        for directorate in ("police", "gendarmerie"):
            box = {"mailbox": directorate, "kind": "directorate", "directorate": directorate, "language": "fr"}
            await hq.post(f"{at}/mailboxes", box | {"mail": f"{directorate}@interieur.example"})
        await hq.post(f"{at}/posts", opening(post, today))
        position = {"post": post.id, "service": "police"}
        names = {associate: ("associate", "Attaché de sécurité intérieure"), deputy: ("deputy", "Attaché adjoint")}
        for id, (kind, title) in names.items():
            await hq.post(f"{at}/positions", position | {"position": id, "kind": kind, "title": title})
        for officer, name in officers(stage).items():
            record = {"name": name, "language": "fr", "mail": f"{officer}@interieur.example"}
            await hq.put(f"{at}/people/{officer}", record)
        told.text = "1 post in Peru, accredited to Bolivia; 2 positions, 2 officers"
    before, after = f"{post.id}-first", f"{post.id}-second"
    leaving, arriving = officers(stage)
    async with stage.step("Posting: the first holder starts") as told:
        began = today - timedelta(days=900)
        late = await propose(stage, hq, before, associate, leaving, began, today + timedelta(days=30), expect=409)
        check(late["type"].endswith("starts-before-proposal"), f"refused for another reason: {late}")
        tenure = {"posting": before, "position": associate, "officer": leaving, "started_on": began.isoformat()}
        tenure["ends_on"] = (today + timedelta(days=30)).isoformat()
        await hq.post(f"{at}/postings/record", tenure)
        told.text = f"since {began}: recorded, since nobody can propose or approve it any more"
    async with stage.step("Posting: neither directorate alone suffices") as told:
        await propose(stage, hq, after, associate, arriving, today, today + timedelta(days=1095))
        await approve(stage, after, "police")
        refusal = await hq.post(f"{at}/postings/{after}/start", {"started_on": today.isoformat()}, expect=409)
        check(refusal["type"].endswith("posting-not-approved"), f"refused for another reason: {refusal}")
        told.text = f"after police alone: {refusal['detail']}"
    async with stage.step("Posting: both approve, one ends, the other starts") as told:
        await approve(stage, after, "gendarmerie")
        started = await hq.post(f"{at}/postings/{after}/start", {"started_on": today.isoformat()})
        predecessor = await hq.get(f"{at}/postings/{before}", min_version=ENDED)
        check(predecessor["successor"] == after, f"not followed by the successor: {predecessor}")
        told.text = f"last day {predecessor['last_day']}, first day {today}; version {started['version']}"
    async with stage.step("Posting: holders and vacancies") as told:
        yesterday = today - timedelta(days=1)
        await until("the successor among the holders", lambda: holds(hq, stage, post, associate, today, arriving))
        await until("the predecessor among the holders", lambda: holds(hq, stage, post, associate, yesterday, leaving))
        vacant = [one["position"] for one in await hq.all(f"{at}/vacancies", post=post.id)]
        check(vacant == [deputy], f"vacant should be {deputy} alone, not {vacant}")
        told.text = f"on {yesterday} the one, on {today} the other; vacant: the deputy's position"
    async with stage.step("Posting: embassy and post are told") as told:
        mails = await stage.mails(await stage.deliveries(f"posting-{after}", "posting_started", 2))
        to = {mail["To"].addresses[0].addr_spec: text(mail) for mail in mails}
        wanted = {f"chancellerie@{post.id}.example": "succède à", f"ssi@{post.id}.example": "succeeds"}
        check(to.keys() == wanted.keys(), f"told were {sorted(to)}, not {sorted(wanted)}")
        for address, word in wanted.items():
            said = to[address]
            check(all(part in said for part in (LEAVING, ARRIVING, str(today.year), word)), f"{address} reads: {said}")
        told.text = "one mail each, the embassy's in French, the post's in English: who leaves, who arrives, when"
    return post


def opening(post: Post, today: date) -> Json:
    return {
        "post": post.id,
        "name": "Service de sécurité intérieure de Lima",
        "country": post.country,
        "accredited": ["BO"],
        "embassy": "Ambassade de France au Pérou",
        "embassy_mail": f"chancellerie@{post.id}.example",
        "embassy_language": "fr",
        "mail": f"ssi@{post.id}.example",
        "language": "en",
        "time_zone": post.time_zone,
        "opened_on": (today - timedelta(days=3650)).isoformat(),
    }


def officers(stage: Stage) -> dict[str, str]:
    """Who leaves and who arrives, in this order: ids and invented names."""
    return {f"officer-{stage.run}-1": LEAVING, f"officer-{stage.run}-2": ARRIVING}


async def propose(
    stage: Stage, hq: Client, posting: str, position: str, officer: str, first: date, last: date, **more: Any
) -> Json:
    days = {"starts_on": first.isoformat(), "ends_on": last.isoformat()}
    body = {"posting": posting, "position": position, "officer": officer, **days}
    return await hq.post(f"{stage.at.postings}/postings", body, **more)


async def approve(stage: Stage, posting: str, *directorates: str) -> None:
    for directorate in directorates:
        caller = stage.caller("directorate", directorate=directorate)
        await caller.post(f"{stage.at.postings}/postings/{posting}/approve")


async def holds(hq: Client, stage: Stage, post: Post, position: str, on: date, officer: str) -> bool:
    """Whether the position has this holder on that day."""
    found = await hq.all(f"{stage.at.postings}/holders", post=post.id, on=on.isoformat())
    return any(one["position"] == position and (one["holder"] or {}).get("officer") == officer for one in found)
