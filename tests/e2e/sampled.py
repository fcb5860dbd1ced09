"""The sample as its files tell it, and what follows from that by counting days: nothing of this asks a service."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from liaison.client import Json

HERE = Path(__file__).parents[2] / "liaison" / "sample"
FILES = ("priorities", "cooperation", "europe", "exchange", "industry", "threats")
DAY = timedelta(days=1)
AHEAD = {"approved", "agrement-asked", "scheduled", "arrived"}  # who is to come
COURSES = {"agrement-asked": "approved", "agrement-refused": "refused"}  # courses that have no status of their own
STAGES = {
    "technical-actions": {"": "proposed", "approve": "planned", "complete": "done", "refuse": "dropped",
                          "cancel": "dropped"},
    "agreements": {"": "planned", "sign": "done", "abandon": "dropped"},
    "high-level-visits": {"": "planned", "hold": "done", "cancel": "dropped"},
    "eu-projects": {"": "proposed", "grant": "planned", "close": "done", "reject": "dropped"},
    "eu-positions": {"": "planned", "present": "done"},
    "information-requests": {"": "planned", "last": "done", "refuse": "dropped", "withdraw": "dropped"},
    "contacts": {"": "planned", "interactions": "done"},
    "environment-notes": {"": "planned", "approve": "done"},
    "notices": {"issue": "done"},
}  # fmt: skip


@cache
def said(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text())


def things(kind: str) -> list[Any]:
    """Everything of a kind, whichever wave it is in."""
    return [one for name in FILES for wave in said(name) for one in wave.get(kind, ())]


def posts() -> list[Json]:
    return list(said("network")["posts"])


def places() -> list[Json]:
    """The positions, each with its post and the last day of that."""
    return [place | {"post": post["post"], "closed": post.get("closed")} for post in posts()
            for place in post["positions"]]  # fmt: skip


def tenures() -> list[Json]:
    return [one | {"position": place["position"], "post": place["post"]}
            for place in places() for one in place["tenures"]]  # fmt: skip


def has_started(tenure: Json) -> bool:
    return "course" not in tenure


def status(tenure: Json) -> str:
    if "to" in tenure:
        return "curtailed" if "curtailed" in tenure else "ended"
    course = tenure.get("course", "started")
    return str(COURSES.get(course, course))


def verbs(thing: list[Any]) -> list[str]:
    """What was said of a thing after its beginning; `last` where an answer was the last one."""
    return ["last" if about and about.get("last") else verb for verb, about, *_ in thing[1:]]


def stage(kind: str, thing: list[Any]) -> str | None:
    """Where a piece of work stands, by the last verb that moves it."""
    moves = [STAGES[kind][verb] for verb in ["", *verbs(thing)] if verb in STAGES[kind]]
    return moves[-1] if moves else None


def holder(place: Json, day: int) -> str | None:
    """The posting that holds the position on that day, the latest where two overlap."""
    held = [one for one in place["tenures"] if has_started(one) and one["from"] <= day <= one.get("to", day)]
    return max(held, key=lambda one: one["from"])["posting"] if held else None


def exists(place: Json, day: int) -> bool:
    gone = [place["closed"], place.get("abolished", {}).get("last_day")]
    suspended = place.get("suspended", {}).get("suspended_on")
    return all(last is None or day <= last for last in gone) and (suspended is None or day < suspended)


def coming(place: Json) -> list[Json]:
    return sorted((one for one in place["tenures"] if one.get("course") in AHEAD), key=lambda one: one["from"])


@dataclass(frozen=True)
class Sample:
    """`today` is the day from which the sample's days count."""

    today: date

    def day(self, offset: int) -> str:
        return (self.today + offset * DAY).isoformat()

    def offset(self, day: date) -> int:
        return (day - self.today).days

    def priority(self, named: str) -> str:
        """`drugs@-30` as the priority of that day's year."""
        theme, _, offset = named.partition("@")
        return f"{theme}-{(self.today + int(offset) * DAY).year}"

    def months_on(self, first: date, months: int) -> date:
        """The last day of a tour of so many months."""
        years, month = divmod(first.month - 1 + months, 12)
        try:
            return date(first.year + years, month + 1, first.day) - DAY
        except ValueError:  # that month is shorter, and is the last one then
            return date(first.year + years + (month == 11), (month + 1) % 12 + 1, 1) - DAY

    def until(self, place: Json, tenure: Json) -> int:
        """The estimated last day of a tenure, which the tour decides where it has started."""
        if "extended" in tenure:
            return int(tenure["extended"][0])
        if has_started(tenure) and "tour_months" in place:
            return self.offset(self.months_on(self.today + tenure["from"] * DAY, place["tour_months"]))
        return int(tenure["until"])

    def vacant(self, place: Json, months: int) -> list[tuple[str, str]]:
        """The spells of that time in which nobody is expected to hold the position, day by day."""
        taken: set[int] = set()
        for one in place["tenures"]:
            if has_started(one):
                taken |= {*range(one["from"], one.get("to", max(0, self.until(place, one))) + 1)}
            elif one.get("course") in AHEAD:
                taken |= {*range(one["from"], one["until"] + 1)}
        horizon = range(self.offset(self.months_on(self.today, months)) + 1)
        free = [day for day in horizon if day not in taken and exists(place, day)]
        starts = [day for day in free if day - 1 not in free]
        ends = [day for day in free if day + 1 not in free]
        return [(self.day(first), self.day(last)) for first, last in zip(starts, ends, strict=True)]

    def seams(self, place: Json) -> list[tuple[str, int, bool, str]]:
        """Kind, days, whether declared, and who comes."""
        known = [one for one in place["tenures"] if has_started(one) or one.get("course") in AHEAD]
        found = []
        for former, latter in pairwise(sorted(known, key=lambda one: one["from"])):
            leaves = former.get("to", self.until(place, former))
            apart = latter["from"] - leaves - 1
            if apart:
                declared = apart < 0 and latter.get("overlap_until", -9999) >= leaves
                found.append(("gap" if apart > 0 else "overlap", abs(apart), declared, latter["posting"]))
        return found

    def coverage(self, day: int) -> dict[str, str]:
        """The countries that are covered on that day."""
        found: dict[str, str] = {}
        at_work = [
            post for post in posts()
            if post["opened"] <= day <= post.get("closed", day)
            and day < post.get("suspended", {}).get("suspended_on", day + 1)
        ]  # fmt: skip
        for post in at_work:
            for country, (outcome, _, *days) in post["accreditations"].items():
                if outcome in ("granted", "ended") and days[0] <= day <= (*days, day)[1]:
                    found[country] = "non-resident"
        return found | {post["country"]: "resident" for post in at_work}

    def work(self) -> dict[str, Json]:
        """Every piece of work by kind and id: where it stands, whose it is, and which priorities it serves."""
        found: dict[str, Json] = {}
        ids = {"technical-actions": "action", "agreements": "agreement", "high-level-visits": "visit",
               "eu-projects": "project", "eu-positions": "position", "environment-notes": "country",
               "notices": "notice"}  # fmt: skip
        for kind in STAGES:
            for thing in things(kind):
                if (at := stage(kind, thing)) is None:
                    continue
                body = thing[0] | thing[0].get("content", {})
                name = "threat-notice" if kind == "notices" else kind.removesuffix("s")
                found[f"{name}.{body[ids.get(kind, 'id')].lower()}"] = {
                    "stage": at,
                    "post": body.get("post") or body.get("by", "").partition(":")[2] or None,
                    "priorities": [self.priority(body["priority"])] if "priority" in body else [],
                }
        for link in things("links"):
            found[f"{link['kind']}.{link['work']}"]["priorities"].append(self.priority(link["priority"]))
        return found

    def facts(self, post: Json) -> Counter[str]:
        """How often each kind of thing has happened at a post."""
        found = Counter({"PostOpened": 1, "PositionCreated": len(post["positions"])})
        found["PostClosed"], found["PostSuspended"] = int("closed" in post), int("suspended" in post)
        for outcome, _, *days in post["accreditations"].values():
            found["PostAccreditationAsked"] += 1
            found["PostAccreditationRefused"] += outcome == "refused"
            found["PostAccreditationGranted"] += outcome in ("granted", "ended")
            found["PostAccreditationEnded"] += len(days) == 2
        for one in (one for place in post["positions"] for one in place["tenures"]):
            found["PostingStarted"] += has_started(one)
            found["PostingArrived"] += "arrived" in one
            found["PostingExtended"] += "extended" in one
            found["PostingCurtailed"] += "curtailed" in one
            found["PostingEnded"] += "to" in one and "curtailed" not in one
        return +found
