"""What the routes of requests, contacts, notes and threats must answer when the sample is loaded."""

from collections import Counter
from datetime import date
from typing import Any

from liaison.client import Json
from tests.e2e.desk import Desk
from tests.e2e.sample_answers import by, items, of, one, own
from tests.e2e.sampled import Sample, things, verbs

HANDED_OVER = {"madrid-deputy-1": "madrid-deputy-2"}  # what they kept when they left is with who came
STATUS = {"": "filed", "acknowledge": "acknowledged", "answers": "partly-answered", "last": "answered",
          "refuse": "refused", "withdraw": "withdrawn"}  # fmt: skip


def requests() -> dict[str, str]:
    """Where each request for information stands."""
    return {
        thing[0]["id"]: [STATUS[verb] for verb in ["", *verbs(thing)] if verb in STATUS][-1]
        for thing in things("information-requests")
    }


def is_open(status: str) -> bool:
    return status in ("filed", "acknowledged", "partly-answered")


def met(contact: list[Any]) -> list[Json]:
    return [about for verb, about in contact[1:] if verb == "interactions"]


def silent(sample: Sample, contact: list[Any]) -> bool:
    """Whether it was heard of for the last time longer ago than agreed."""
    months = next((about["remind_after_months"] for verb, about in contact[1:] if verb == "revise"),
                  contact[0]["remind_after_months"])  # fmt: skip
    last = max(about["held_on"] for about in met(contact))
    heard = date.fromisoformat(sample.day(last))
    return sample.months_on(heard, months) < sample.today


@of("/information-requests")
async def _(desk: Desk, _: Sample) -> None:
    assert by(await items(desk, "/information-requests"), "id", "status") == requests()
    theirs = {thing[0]["id"] for thing in things("information-requests") if thing[0]["directorate"] == "gendarmerie"}
    assert await own(desk, "/information-requests", "directorate", "gendarmerie") == theirs


@of("/information-requests/waiting")
async def _(desk: Desk, _: Sample) -> None:
    found = await items(desk, "/information-requests/waiting")
    assert {one["id"] for one in found} == {id for id, status in requests().items() if is_open(status)}
    assert found[0]["id"] == "lb-convoi"  # within six hours
    assert [one["due_at"] for one in found] == sorted(one["due_at"] for one in found)


@of("/information-requests/{id}")
async def _(desk: Desk, _: Sample) -> None:
    assert (await one(desk, "/information-requests/tn-filiere"))["paused_for"] == "third-party"
    clarified = await one(desk, "/information-requests/ae-compte")
    assert (clarified["paused_for"], set(clarified["parts"])) == (None, {"question", "c1"})
    assert (await one(desk, "/information-requests/es-vedette"))["posting"] == "madrid-deputy-2"


@of("/information-requests/{id}/contents/{part}")
async def _(desk: Desk, _: Sample) -> None:
    path, scope = "/information-requests/ro-fourgon/contents/a2", {"post": "bucarest"}
    found = await one(desk, path, "post", scope=scope)
    assert (found["text"], found["marking"]) == ("Retrouvé, procédure jointe.", "unmarked")


@of("/readings")
async def _(desk: Desk, _: Sample) -> None:
    found = {(one["about"], one["part"], one["role"], one["granted"]) for one in await items(desk, "/readings")}
    for said in things("readings"):
        _, _, about, *_rest, part = said["path"].split("/")
        assert (about, part, said["by"].partition(":")[0], "status" not in said) in found


@of("/contacts")
async def _(desk: Desk, _: Sample) -> None:
    found = await items(desk, "/contacts")
    kept = {thing[0]["id"]: HANDED_OVER.get(thing[0]["keeper"], thing[0]["keeper"]) for thing in things("contacts")}
    assert by(found, "id", "keeper") == kept
    assert by(found, "id", "interactions") == {thing[0]["id"]: len(met(thing)) for thing in things("contacts")}


@of("/contacts/silent")
async def _(desk: Desk, sample: Sample) -> None:
    found = await items(desk, "/contacts/silent")
    assert {one["id"] for one in found} == {thing[0]["id"] for thing in things("contacts") if silent(sample, thing)}
    assert len(found) > 3
    assert not any(one["watched"] for one in found)  # each post was reminded


@of("/contacts/shareable")
async def _(desk: Desk, _: Sample) -> None:
    fit = {thing[0]["id"] for thing in things("contacts") if "share" in verbs(thing)}
    assert {one["id"] for one in await items(desk, "/contacts/shareable", "partnerships")} == fit


@of("/contacts/{id}")
async def _(desk: Desk, _: Sample) -> None:
    found = await one(desk, "/contacts/toribio-ec")
    assert (found["introduced_by"], found["country"]) == ("arenzana-co", "EC")


@of("/contacts/{id}/card")
async def _(desk: Desk, _: Sample) -> None:
    assert (await one(desk, "/contacts/arenzana-co/card"))["name"] == "Luis Arenzana"


@of("/contacts/{id}/interactions")
async def _(desk: Desk, sample: Sample) -> None:
    for thing in things("contacts")[:5]:
        found = await items(desk, f"/contacts/{thing[0]['id']}/interactions")
        days = sorted((about["held_on"] for about in met(thing)), reverse=True)
        assert [one["held_on"] for one in found] == [sample.day(day) for day in days]


@of("/contacts/{id}/interactions/{interaction}/summary")
async def _(desk: Desk, _: Sample) -> None:
    [thing] = [one for one in things("contacts") if one[0]["id"] == "arenzana-co"]
    found = await one(desk, "/contacts/arenzana-co/interactions/i1/summary")
    assert found["summary"] == met(thing)[0]["summary"]


@of("/contact-interactions")
async def _(desk: Desk, _: Sample) -> None:
    found = Counter(one["contact"] for one in await items(desk, "/contact-interactions"))
    assert found == {thing[0]["id"]: len(met(thing)) for thing in things("contacts")}


@of("/posts/{post}/handover")
async def _(desk: Desk, _: Sample) -> None:
    for post in ("madrid", "bogota"):
        found = await one(desk, f"/posts/{post}/handover")
        kept = {thing[0]["id"] for thing in things("contacts") if thing[0]["post"] == post}
        assert {one["id"] for one in found["contacts"]} == kept
        asked = {thing[0]["id"] for thing in things("information-requests") if thing[0]["post"] == post}
        open_ones = {id for id in asked if is_open(requests()[id])}
        assert ({one["id"] for one in found["information_requests"]}, found["whole"]) == (open_ones, True)
        assert open_ones


@of("/environment-notes")
async def _(desk: Desk, _: Sample) -> None:
    waiting = {"za"}  # neither approved nor returned
    written = {thing[0]["country"].lower() for thing in things("environment-notes")}
    found = await items(desk, "/environment-notes")
    assert {one["id"]: one["waiting"] for one in found} == {id: id in waiting for id in written}
    told = {one["id"] for one in await items(desk, "/environment-notes", "company")}
    assert told == {thing[0]["country"].lower() for thing in things("environment-notes") if "approve" in verbs(thing)}


@of("/environment-notes/due")
async def _(desk: Desk, sample: Sample) -> None:
    due = {
        thing[0]["country"].lower() for thing in things("environment-notes") for verb, about, *_who in thing[1:]
        if verb == "approve" and "reviewed_on" in about
        and sample.months_on(date.fromisoformat(sample.day(about["reviewed_on"])), about["months"]) < sample.today
    }  # fmt: skip
    assert {one["id"] for one in await items(desk, "/environment-notes/due")} == due == {"ae", "pl"}


@of("/environment-notes/{id}")
async def _(desk: Desk, _: Sample) -> None:
    assert (await one(desk, "/environment-notes/th"))["draft"]["remarks"] == "Précisez qui achète dans les provinces."
    assert (await one(desk, "/environment-notes/ma", "company"))["version"] == 2


@of("/environment-notes/{id}/versions")
async def _(desk: Desk, _: Sample) -> None:
    found = await items(desk, "/environment-notes/ma/versions")
    laws = [thing[0]["law"] for thing in things("environment-notes") if thing[0]["country"] == "MA"]
    assert [one["text"]["law"] for one in found] == laws


@of("/environment-questions")
async def _(desk: Desk, _: Sample) -> None:
    said = [verb for thing in things("environment-notes") for verb, *_about in thing[1:]]
    found = await items(desk, "/environment-questions")
    answered = sum(verb.endswith("/answer") for verb in said)
    assert (len(found), sum(one["answer"] is not None for one in found)) == (said.count("questions"), answered)
    open_ones = await items(desk, "/environment-questions", answered="false")
    assert [one["question"] for one in open_ones] == ["q2"]


@of("/advice")
async def _(desk: Desk, _: Sample) -> None:
    answers = {one["post"]: one["answer"] for one in things("assistance") if "answer" in one}
    assert by(await items(desk, "/advice"), "post", "answer") == answers


@of("/mailboxes")
async def _(desk: Desk, _: Sample) -> None:
    closed = {thing[0]["mailbox"]: len(thing) > 1 for thing in things("mailboxes")}
    assert by(await items(desk, "/mailboxes"), "id", "closed") == closed


@of("/mailboxes/{mailbox}")
async def _(desk: Desk, _: Sample) -> None:
    assert (await one(desk, "/mailboxes/terrorisme"))["themes"] == ["terrorism"]


@of("/notices")
async def _(desk: Desk, _: Sample) -> None:
    last = {"": "draft", "issue": "issued", "withdraw": "withdrawn", "discard": "discarded"}
    expected = {
        thing[0]["notice"]: [last[verb] for verb in ["", *verbs(thing)] if verb in last][-1]
        for thing in things("notices")
    }
    assert by(await items(desk, "/notices"), "id", "status") == expected
    seen = {one["id"] for one in await desk.all("postings", "/notices", "embassy")}
    assert "nairobi-attentat" not in seen  # restricted
    assert "mg-cyclone" in seen


@of("/notices/{notice}")
async def _(desk: Desk, _: Sample) -> None:
    found = await one(desk, "/notices/beyrouth-manifestations")
    assert [change["change_note"] for change in found["changes"]] == [None, "La route de l'aéroport est touchée."]
    readers = {reader["reader"] for reader in found["readers"]}
    embassy = {f"mailbox/beyrouth-{kind}" for kind in ("ambassador", "chancellery", "consular-section")}
    assert readers == embassy | {"post/beyrouth", "mailbox/terrorisme"}


@of("/notices/{notice}/audience")
async def _(desk: Desk, _: Sample) -> None:
    told = (await one(desk, "/notices/th-crue/audience"))["addressees"]
    readers = {(one["reader"]["kind"], one["reader"]["id"]) for one in told}
    assert readers == {("embassy", "bangkok"), ("post", "bangkok"), ("mailbox", "secours")}


@of("/unread-alerts")
async def _(desk: Desk, _: Sample) -> None:
    found = Counter(one["notice"] for one in await items(desk, "/unread-alerts"))
    assert set(found) == {"beyrouth-manifestations", "nairobi-attentat", "mg-cyclone"}
    assert found["beyrouth-manifestations"] == 5
