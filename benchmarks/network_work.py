"""What the posts of the invented network do, as events: from requests for information to threat notices."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from benchmarks.network_history import DAY, POSTS, YEARS, Stream, country_of, noon, post_id, priority_of
from shared.contracts.delegations.assistance import AssistanceAnswered, AssistanceRequested
from shared.contracts.postings import (
    agreement,
    environment_note,
    eu_position,
    eu_project,
    high_level_visit,
    information_request,
    mailbox,
    notice,
    priority,
    technical_action,
)

THEMES = ("drugs", "terrorism", "cyber", "organised-crime")
STATES = ("AT", "BE", "DE", "ES", "IT", "PL", "RO", "SE")
TEXT = "Four lines of text about what is to be known, and who has said so, and what follows. " * 4


def work(today: date) -> Iterator[Stream]:
    """All of it."""
    for kind in (priorities, requests, actions, agreements, visits, projects, positions, notes, mailboxes, notices):
        yield from kind(today)
    yield from advice(today)


def about(number: int) -> dict[str, Any]:
    return {"post": post_id(number), "country": country_of(number)}


def theme(number: int) -> str:
    return THEMES[number % len(THEMES)]


def priorities(today: date) -> Iterator[Stream]:
    for year in range(today.year - YEARS + 1, today.year + 1):
        for number in range(20):
            id = priority_of(number, year)
            countries = tuple(country_of(number * 10 + one) for one in range(10))
            said = {"priority": id, "year": year, "theme": theme(number), "title": "An aim", "countries": countries}
            parts = [
                priority.PriorityPartAssigned(
                    priority=id, post=post_id(number * 10 + one), countries=(countries[one],), objective=TEXT
                )
                for one in range(10)
            ]
            yield f"priority-{id}", [priority.PriorityAdopted.model_validate(said), *parts]


def requests(today: date) -> Iterator[Stream]:
    """Every fifth is not answered yet."""
    for number in range(5_000):
        id, day = f"request-{number}", today - (number % 2_000) * DAY
        said = {
            "request": id, "post": post_id(number), "service": "ofast",
            "directorate": ("police", "gendarmerie")[number % 2],
            "direction": ("to-post", "to-service")[number // 2 % 2],
            "urgency": "routine", "due_at": noon(day + 30 * DAY), "at": noon(day),
            "priority": priority_of(number, day.year), "handling": {"marking": "restricted"}, "content": id,
        }  # fmt: skip
        events = [information_request.InformationRequestFiled.model_validate(said)]
        if number % 5:
            events.append(information_request.InformationRequestAnswered.model_validate(said | {"answer": "a1"}))  # type: ignore[arg-type]
        yield f"informationrequest-{id}", [*events]


def actions(today: date) -> Iterator[Stream]:
    for number in range(3_000):
        id, start = f"action-{number}", today - (number % (365 * YEARS)) * DAY
        of = {"action": id, **about(number), "theme": theme(number), "year": start.year}
        asked = {"title": "Training", "kind": "training", "beneficiary": "Police", "need": TEXT}
        spell = {"service": "police", "starts_on": start, "ends_on": start + 9 * DAY, "budget": 20_000}
        ended = {"completed_on": start + 9 * DAY, "evaluation_due_on": start + 190 * DAY}
        yield (
            f"technicalaction-{id}",
            [
                technical_action.TechnicalActionRequested.model_validate(
                    {**of, **asked, "priority": priority_of(number, start.year)}
                ),
                technical_action.TechnicalActionPlanned.model_validate({**of, **spell}),
                technical_action.TechnicalActionApproved(**of, approved_on=start - 30 * DAY, budget=20_000),
                technical_action.TechnicalActionFundsCommitted(**of, commitment="c1", purpose="Travel", amount=5_000),
                technical_action.TechnicalActionCompleted(**of, **ended),
            ],
        )


def agreements(today: date) -> Iterator[Stream]:
    for number in range(600):
        id, day = f"agreement-{number}", today - number * 10 * DAY
        of = {"agreement": id, **about(number)}
        yield (
            f"agreement-{id}",
            [
                agreement.AgreementOpened(**of, theme=theme(number), title="An agreement", opened_on=day),
                agreement.AgreementSigned(**of, signed_on=day + 200 * DAY),
                agreement.AgreementEnteredIntoForce(**of, in_force_on=day + 300 * DAY, expires_on=day + 4_000 * DAY),
            ],
        )


def visits(today: date) -> Iterator[Stream]:
    for number in range(1_500):
        id, day = f"visit-{number}", today - number * 4 * DAY
        of = {"visit": id, **about(number)}
        plan = {"title": "A visit", "theme": theme(number), "level": "minister", "direction": "outbound"}
        yield (
            f"highlevelvisit-{id}",
            [
                high_level_visit.HighLevelVisitPlanned.model_validate({**of, **plan, "starts_on": day, "ends_on": day}),
                high_level_visit.HighLevelVisitHeld(**of, held_on=day),
                high_level_visit.HighLevelVisitCommitmentTaken(
                    **of, commitment="c1", by="france", text=TEXT, due_on=day + 200 * DAY
                ),
            ],
        )


def projects(today: date) -> Iterator[Stream]:
    for number in range(100):
        id, day = f"project-{number}", today - number * 70 * DAY
        missions = [
            eu_project.EuProjectMissionPlanned(
                project=id, mission=f"m{one}", package="wp", expert="expert", organisation="DGSCGC",
                country=country_of(number), starts_on=day, ends_on=day + 5 * DAY,
            )
            for one in range(20)
        ]  # fmt: skip
        yield f"euproject-{id}", [
            eu_project.EuProjectDesigned(
                project=id, title="A project", theme=theme(number), countries=(country_of(number),), call="NDICI",
                call_closes_on=day,
            ),
            eu_project.EuProjectGranted(project=id, starts_on=day, ends_on=day + 1_000 * DAY, budget=5_000_000),
            eu_project.EuProjectWorkPackageSet(project=id, package="wp", title="All", lead="FR", budget=5_000_000),
            *missions,
        ]  # fmt: skip


def positions(today: date) -> Iterator[Stream]:
    for number in range(200):
        id, day = f"position-{number}", today - number * 35 * DAY
        assignments = tuple(eu_position.EuAssignment(state=state, post=post_id(n)) for n, state in enumerate(STATES))
        points = tuple(eu_position.EuPoint(point=f"p{one}", text="A point") for one in range(5))
        instructed = eu_position.EuPositionInstructed(
            position=id, title="A position", field="migration", instruction=TEXT, points=points,
            assignments=assignments, remind_at=noon(day), due_at=noon(day + DAY), council_on=day + 3 * DAY,
        )  # fmt: skip
        views = [
            eu_position.EuViewGathered(
                position=id, state=one.state, post=one.post, point=point.point, stance="support", text=TEXT, late=False,
                gathered_at=noon(day),
            )
            for one in assignments
            for point in points
        ]  # fmt: skip
        yield f"euposition-{id}", [instructed, *views, eu_position.EuPositionClosed(position=id, closed_at=noon(day))]


def notes(today: date) -> Iterator[Stream]:
    text = environment_note.NoteText(law=TEXT, procurement=TEXT, actors=TEXT, risks=TEXT)
    for number in range(POSTS):
        of = {"note": country_of(number).lower(), **about(number), "at": noon(today - 400 * DAY)}
        events: list[Any] = []
        for version in range(1, 6):
            events.append(environment_note.EnvironmentNoteDrafted(**of, version=version, draft=version, text=text))
            review_on = today - (number % 300 - 100) * DAY
            events.append(
                environment_note.EnvironmentNoteApproved(**of, version=version, draft=version, review_on=review_on)
            )
        events += [
            environment_note.EnvironmentNoteQuestionAsked(
                **of, question=f"q{one}", company=f"company-{number}", section="law", version=5, text=TEXT
            )
            for one in range(10)
        ]
        yield f"environmentnote-{of['note']}", events


def mailboxes(_: date) -> Iterator[Stream]:
    for number in range(4 * POSTS):
        id, kind = f"box-{number}", ("ambassador", "chancellery", "consular-section", "duty-officer")[number // POSTS]
        said = {"mailbox": id, "kind": kind, "post": post_id(number), "themes": (), "mail": f"{id}@post.example"}
        yield f"mailbox-{id}", [mailbox.MailboxSet.model_validate({**said, "language": "fr"})]


def notices(today: date) -> Iterator[Stream]:
    """A tenth is in force."""
    for number in range(1_000):
        id, day = f"notice-{number}", noon(today - number * 7 * DAY)
        content = notice.NoticeContent(
            title="A threat", text=TEXT, level=3, scope="country", countries=(country_of(number),),
            concerned=("residents",), marking="internal", valid_from=day, valid_until=day + 90 * DAY,
        )  # fmt: skip
        addressees = tuple(
            notice.NoticeAddressee(
                reader=notice.NoticeReader(kind="mailbox", id=f"box-{number % POSTS + POSTS * one}"), role="ambassador",
                post=post_id(number),
            )
            for one in range(4)
        )  # fmt: skip
        of = {"notice": id, "edition": 1, "content": content}
        events: list[Any] = [
            notice.NoticeDrafted(**of, subject=id, author="hq"),
            notice.NoticeApproved(notice=id, edition=1, approved_by="police"),
            notice.NoticeIssued(**of, subject=id, addressees=addressees, issued_at=day),
        ]
        if number % 10:
            events.append(notice.NoticeExpired(notice=id, edition=1, addressees=addressees, expired_at=day + 90 * DAY))
        yield f"notice-{id}", events


def advice(today: date) -> Iterator[Stream]:
    for number in range(3_000):
        id, at = f"assistance-{number}", noon(today - number * DAY)
        of = {
            "request": id, "company": f"company-{number % 500}", "market": country_of(number), "sector": "Optronics",
            "confidentiality": "open", "due_at": at, "at": at,
        }  # fmt: skip
        asked = {"product": "Goggles", "question": TEXT, "urgency": "routine"}
        desk = {"kind": "post", "id": post_id(number)}
        yield (
            f"assistance-{id}",
            [
                AssistanceRequested.model_validate({**of, **asked}),
                AssistanceAnswered.model_validate({**of, "desk": desk, "answer": TEXT}),
            ],
        )
