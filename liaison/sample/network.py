"""The sample's network: from posts, positions and who has held each to what headquarters would have said."""

from collections.abc import Iterator
from itertools import pairwise, zip_longest

from liaison.client import Json
from liaison.sample.days import Days
from liaison.sample.steps import Life, Step, Wave, people, person

DIRECTORATES = ("gendarmerie", "police")
CHECKLIST = ("medical", "clearance", "orders", "passport", "accreditation", "housing", "briefing")
TITLES = {
    "associate": "Attaché de sécurité intérieure",
    "deputy": "Attaché de sécurité intérieure adjoint",
    "liaison-officer": "Officier de liaison",
    "technical-cooperation-officer": "Coopérant technique",
    "assistant": "Assistant",
}
WEEKS = {
    "monday-friday": ["monday", "tuesday", "wednesday", "thursday", "friday"],
    "sunday-thursday": ["sunday", "monday", "tuesday", "wednesday", "thursday"],
}
NOT_STARTED = {"proposed", "refused", "withdrawn", "approved", "agrement-asked", "agrement-refused", "scheduled"}
NOT_APPROVED = {"proposed", "refused"}


def before_all(network: Json, days: Days) -> Wave:
    """The officers, the directorates' mailboxes and the posts, on which everything rests."""
    names = {one["officer"] for post in network["posts"] for place in post["positions"] for one in place["tenures"]}
    boxes = [Life((mailbox(directorate),)) for directorate in DIRECTORATES]
    return people(sorted(names)) + boxes + [Life(tuple(opening(post, days))) for post in network["posts"]]


def mailbox(directorate: str) -> Step:
    about = {"mailbox": directorate, "kind": "directorate", "directorate": directorate, "language": "fr"}
    return Step("/mailboxes", {**about, "mail": f"{directorate}@directorate.example"})


def history(network: Json, days: Days) -> Wave:
    """Each position with all who have held it or will, but for what is said last."""
    places = [place | {"post": post["post"]} for post in network["posts"] for place in post["positions"]]
    return [Life(tuple(held(place, days))) for place in places]


def at_last(network: Json, days: Days) -> Wave:
    """What finds everything else in place: officers who hand their work over, posts that are suspended or close."""
    said = []
    for post in network["posts"]:
        said += [list(last_tenure(place, days)) for place in post["positions"]]
        said.append(list(standing(post, days)))
    return [Life(tuple(steps)) for steps in said if steps]


def opening(post: Json, days: Days) -> Iterator[Step]:
    id = post["post"]
    mails = {"embassy_mail": f"ambassade@{id}.example", "mail": f"ssi@{id}.example"}
    about = {"name": f"Service de sécurité intérieure, {post['city']}", "country": post["country"]}
    language = {"embassy": post["embassy"], "embassy_language": "fr", "language": "fr", "time_zone": post["zone"]}
    yield Step("/posts", {"post": id, **about, **language, **mails, "opened_on": days.on(post["opened"])})
    week = {"languages": post["languages"], "working_week": WEEKS[post["week"]]}
    yield Step(f"/posts/{id}/arrange", week)
    for country, (outcome, asked, *answered) in post["accreditations"].items():
        yield Step(f"/posts/{id}/ask-accreditation", {"country": country, "on": days.on(asked)})
        if outcome == "refused":
            yield Step(f"/posts/{id}/refuse-accreditation", {"country": country, "on": days.on(answered[0])})
        elif answered:
            yield Step(f"/posts/{id}/grant-accreditation", {"country": country, "on": days.on(answered[0])})
        if outcome == "ended":
            end = {"country": country, "last_day": days.on(answered[1]), "reason": "Poste résident envisagé"}
            yield Step(f"/posts/{id}/end-accreditation", end)


def standing(post: Json, days: Days) -> Iterator[Step]:
    at = f"/posts/{post['post']}"
    if "suspended" in post:
        yield Step(f"{at}/suspend", days.told(post["suspended"]))
    if "closed" in post:
        yield Step(f"{at}/close", {"closed_on": days.on(post["closed"])})


def held(place: Json, days: Days) -> Iterator[Step]:
    optional: Json = {name: place[name] for name in ("tour_months", "agrement_needed", "on_behalf_of") if name in place}
    about = {"kind": place["kind"], "title": TITLES[place["kind"]], "service": place["service"]}
    yield Step("/positions", {"position": place["position"], "post": place["post"], **about, **optional})
    for tenure, following in zip_longest(place["tenures"], place["tenures"][1:]):
        if tenure.get("late"):
            break
        relieved = following is not None and following.get("late")  # and so has not ended yet
        yield from tenure_of(place, {**tenure, "to": None} if relieved else tenure, days)
    for verb in ("suspended", "abolished"):
        if verb in place:
            said = f"/positions/{place['position']}/{'suspend' if verb == 'suspended' else 'abolish'}"
            yield Step(said, days.told(place[verb]))


def last_tenure(place: Json, days: Days) -> Iterator[Step]:
    for _, tenure in pairwise(place["tenures"]):
        if tenure.get("late"):
            yield from tenure_of(place, tenure, days)


def tenure_of(place: Json, tenure: Json, days: Days) -> Iterator[Step]:
    """From the proposal as far as the posting has come, but for its end; what had begun before is recorded."""
    if tenure.get("course", "started") == "started" and tenure["from"] < 0:
        yield recorded(place, tenure, days)
    else:
        yield from proposed(place, tenure, days)
    if "extended" in tenure:
        last, reason = tenure["extended"]
        yield Step(f"/postings/{tenure['posting']}/extend", {"ends_on": days.on(last), "reason": reason})


def recorded(place: Json, tenure: Json, days: Days) -> Step:
    """How long it was to last follows from the position's tour where it has one."""
    of = {"posting": tenure["posting"], "position": place["position"], "officer": person(tenure["officer"])}
    known = {"started_on": "from", "arrived_on": "arrived", "ended_on": "to", "overlap_until": "overlap_until"}
    said = {name: days.on(tenure[field]) for name, field in known.items() if tenure.get(field) is not None}
    estimate = {} if "tour_months" in place else {"ends_on": days.on(tenure["until"])}
    early = {"curtailment": tenure["curtailed"]} if "curtailed" in tenure else {}
    return Step("/postings/record", {**of, **said, **estimate, **early})


def proposed(place: Json, tenure: Json, days: Days) -> Iterator[Step]:
    at, course = f"/postings/{tenure['posting']}", tenure.get("course", "started")
    spell = {"starts_on": days.on(tenure["from"]), "ends_on": days.on(tenure["until"])}
    offer = {"expires_on": days.on(tenure["expires_on"])} if "expires_on" in tenure else {}
    of = {"posting": tenure["posting"], "position": place["position"], "officer": person(tenure["officer"])}
    yield Step("/postings", {**of, **spell, **offer})
    behalf = {"on_behalf_of": place["on_behalf_of"]} if "on_behalf_of" in place else None
    if course == "refused":
        yield Step(f"{at}/refuse", {"reason": tenure["reason"]}, f"directorate:{tenure['by']}")
    for directorate in tenure.get("approved_by", () if course in NOT_APPROVED else DIRECTORATES):
        yield Step(f"{at}/approve", behalf, f"directorate:{directorate}")
    if course == "withdrawn":
        yield Step(f"{at}/withdraw", {"reason": tenure["reason"]})
    if "agrement" in tenure:
        yield from agrement(at, course, tenure["agrement"], days)
    if course in {"scheduled", "arrived"} or "arrived" in tenure:
        yield from departure(at, tenure, spell, days)
    if course == "started":
        overlap = {"overlap_until": days.on(tenure["overlap_until"])} if "overlap_until" in tenure else {}
        yield Step(f"{at}/start", {"started_on": spell["starts_on"], **overlap})


def agrement(at: str, course: str, said: list[int], days: Days) -> Iterator[Step]:
    asked, by, *answered = map(days.on, said)
    yield Step(f"{at}/ask-agrement", {"asked_on": asked, "answer_by": by})
    if course == "agrement-refused":
        yield Step(f"{at}/refuse-agrement", {"refused_on": answered[0]})
    elif answered:
        yield Step(f"{at}/grant-agrement", {"granted_on": answered[0]})


def departure(at: str, tenure: Json, spell: Json, days: Days) -> Iterator[Step]:
    yield Step(f"{at}/schedule", spell)
    for item in tenure.get("done", CHECKLIST):
        yield Step(f"{at}/tick", {"item": item, "done_on": days.on(min(tenure["from"], 0) - 10)})
    if "arrived" in tenure:
        yield Step(f"{at}/arrive", {"arrived_on": days.on(tenure["arrived"])})
