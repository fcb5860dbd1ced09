"""What holds for every course of a request for assistance, and for every network that it is routed in."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.delegations.domain.assistance import ASSISTANCE, Escalate, Route, Withdraw
from services.delegations.domain.assistance_case import HQ
from services.delegations.domain.desk_work import Accept, Answer, HandOver, Note
from services.delegations.domain.export_win import DeclareWin, SettleWin
from services.delegations.domain.routing import Station, Tenure, better_place, place
from services.delegations.views.assistance import ASSISTANCE_REQUESTS
from services.delegations.views.assistance_statistics import ASSISTANCE_STATISTICS
from shared.contracts.delegations.assistance import (
    AssistanceAccepted,
    AssistanceAnswered,
    AssistanceEscalated,
    AssistanceHandedOver,
    AssistanceNoted,
    AssistanceRouted,
    AssistanceWithdrawn,
    Desk,
    ExportWinDeclared,
    ExportWinRejected,
    ExportWinSigned,
)
from shared.eventing.decider import Refused
from shared.eventing.event import Recorded
from shared.eventing.evolution import evolve, loaded, touched
from tests.unit.delegations.one_request import ASK, AT, BPIFRANCE, LIMA, QUITO

DESKS = st.sampled_from([LIMA, QUITO, BPIFRANCE, HQ])
SPEAKERS = st.none() | DESKS
HOURS = st.integers(0, 20 * 24)
WINS = st.sampled_from(["w1", "w2"])


def at(hours: int) -> Any:
    return AT + timedelta(hours=hours)


STEPS = st.one_of(
    st.builds(lambda desk: lambda now: Route("r1", desk, "residence", now), DESKS),
    st.builds(lambda by, posting: lambda now: Accept("r1", by, posting, now), SPEAKERS, st.sampled_from([None, "x"])),
    st.builds(lambda by, to: lambda now: HandOver("r1", by, to, "decision", now), SPEAKERS, DESKS),
    st.builds(lambda by: lambda now: Note("r1", by, "do not tell them", now), SPEAKERS),
    st.builds(lambda by, what: lambda now: Answer("r1", by, what, now), SPEAKERS, st.sampled_from(["yes", "no"])),
    st.just(lambda now: Escalate("r1", now)),
    st.builds(lambda who: lambda now: Withdraw("r1", who, now), st.sampled_from([None, "acme", "bolt"])),
    st.builds(lambda win: lambda now: DeclareWin("r1", win, None, None, "p", now.date(), 10, now), WINS),
    st.builds(
        lambda win, verdict: lambda now: SettleWin("r1", win, "acme", verdict, now),
        WINS,
        st.sampled_from(["signed", "rejected"]),
    ),
)
RESTRICTED = st.booleans()


def history(steps: Sequence[tuple[Any, int]], restricted: bool) -> list[Any]:  # noqa: FBT001
    """What happens when these commands arrive, each so many hours after the one before, refused ones included."""
    asked = replace(ASK, confidentiality="restricted" if restricted else "open")
    events: list[Any] = list(ASSISTANCE.decide(ASSISTANCE.initial, asked))
    now = 0
    for step, later in steps:
        now += later
        command = step(at(now))
        with suppress(Refused):
            events.extend(ASSISTANCE.decide(ASSISTANCE.fold(events), command))
            # The same again changes nothing, or is refused because the first has moved the request.
            assert list(ASSISTANCE.decide(ASSISTANCE.fold(events), command)) == []
    return events


@given(st.lists(st.tuples(STEPS, HOURS), max_size=14), RESTRICTED)
def test_every_history_tells_a_story_that_makes_sense(steps: Any, restricted: bool) -> None:  # noqa: FBT001
    events = history(steps, restricted)
    kinds = Counter(type(event) for event in events)
    for once in (AssistanceRouted, AssistanceAnswered, AssistanceWithdrawn, AssistanceEscalated):
        assert kinds[once] <= 1
    assert not (kinds[AssistanceAnswered] and kinds[AssistanceWithdrawn])
    holder: Desk | None = None
    accepted, closed, declared, settled = False, False, set[str](), set[str]()
    for event in events[1:]:
        match event:
            case AssistanceRouted():
                holder = event.desk
            case AssistanceHandedOver():
                assert (event.former, closed) == (holder, False)
                holder, accepted = event.desk, False
            case AssistanceAccepted():
                assert (event.desk, closed) == (holder, False)
                accepted = True
            case AssistanceAnswered():
                assert (event.desk, accepted) == (holder, True)
                closed = True
            case AssistanceWithdrawn():
                closed = True
            case AssistanceEscalated():
                assert (closed, event.at >= event.due_at) == (False, True)
            case ExportWinDeclared(win=win):
                assert closed
                declared.add(win)
            case ExportWinSigned(win=win) | ExportWinRejected(win=win):
                assert win in declared - settled
                settled.add(win)
        assert not (restricted and holder == BPIFRANCE)


@given(st.lists(st.tuples(STEPS, HOURS), max_size=14))
def test_the_document_a_company_reads_agrees_with_the_case_and_has_no_note(steps: Any) -> None:
    events = history(steps, restricted=False)
    document: Any = None
    for event in events:
        if isinstance(event, ASSISTANCE_REQUESTS.handles):
            document = ASSISTANCE_REQUESTS.evolve(document, event)
    case = ASSISTANCE.fold(events)
    assert (document["status"], document["open"], document["answer"]) == (case.status, case.is_open, case.answer)
    assert (document["desk"], document["posting"]) == (case.desk and case.desk.model_dump(), case.posting)
    assert {win: each["status"] for win, each in document["wins"].items()} == {
        win: case.verdicts.get(win, "declared") for win in case.wins
    }
    assert not any(isinstance(event, AssistanceNoted) for event in events) or "do not tell" not in str(document)


@given(st.lists(st.tuples(STEPS, HOURS), max_size=10), st.lists(st.tuples(STEPS, HOURS), max_size=10), st.randoms())
def test_statistics_do_not_depend_on_how_requests_interleave(one: Any, other: Any, random: Any) -> None:
    streams = {
        "assistance-r1": history(one, restricted=False),
        "assistance-r2": [event.model_copy(update={"request": "r2"}) for event in history(other, restricted=True)],
    }
    recorded = {
        stream: [Recorded(event, stream, number, AT, "/delegations", "c") for number, event in enumerate(events, 1)]
        for stream, events in streams.items()
    }
    in_turn = [each for events in recorded.values() for each in events]
    order = [each.stream for each in in_turn]
    random.shuffle(order)
    waiting = {stream: iter(events) for stream, events in recorded.items()}
    mixed = [next(waiting[stream]) for stream in order]
    assert counted(in_turn) == counted(mixed)
    signed = sum(isinstance(each.event, ExportWinSigned) for each in in_turn)
    routed = sum(isinstance(each.event, AssistanceRouted) for each in in_turn)
    figures = counted(in_turn).values()
    assert sum(one["won"] for one in figures) == signed
    assert sum(one["filed"] for one in figures) == routed


def counted(events: Sequence[Recorded]) -> dict[str, Any]:
    changes = touched(
        ASSISTANCE_STATISTICS, [it for it in events if isinstance(it.event, ASSISTANCE_STATISTICS.handles)]
    )
    documents = {key: loaded(None) for key, _ in changes}
    evolve(ASSISTANCE_STATISTICS, documents, changes)
    return {key: one.document for key, one in documents.items()}


COUNTRIES = ["PE", "BO", "EC"]
TENURES = st.builds(Tenure, st.booleans(), st.sampled_from([None, "a", "b", "c"]))
STATIONS = st.lists(
    st.builds(
        Station,
        st.sampled_from(["lima", "quito", "la-paz"]),
        st.none() | st.sampled_from(COUNTRIES),
        st.frozensets(st.sampled_from(COUNTRIES)),
        st.booleans(),
        st.dictionaries(st.sampled_from(["a", "b", "c"]), TENURES, max_size=3),
        suspended=st.booleans(),
        work_to=st.sampled_from([None, "lima", "quito", "la-paz"]),
    ),
    unique_by=lambda station: station.post,
)
POSTS = ["lima", "quito", "la-paz", "nowhere"]


@given(STATIONS, st.sampled_from(COUNTRIES), st.sampled_from(POSTS), st.sampled_from([None, "a", "b"]))
def test_a_request_that_has_been_moved_to_a_better_place_stays_there(
    stations: list[Station], market: str, post: str, posting: str | None
) -> None:
    asked = list(ASSISTANCE.decide(ASSISTANCE.initial, replace(ASK, market=market)))
    there = Desk(kind="post", id=post)
    events = [*asked, *ASSISTANCE.decide(ASSISTANCE.fold(asked), Route("r1", there, "decision", AT))]
    events += ASSISTANCE.decide(ASSISTANCE.fold(events), Accept("r1", there, posting, AT))
    found = better_place(ASSISTANCE.fold(events), stations)
    if found is None:
        return
    move = HandOver("r1", there, found.desk, found.because, AT, found.posting)
    moved = [*events, *ASSISTANCE.decide(ASSISTANCE.fold(events), move)]
    assert len(moved) == len(events) + 1
    assert better_place(ASSISTANCE.fold(moved), stations) is None
    serving = {station.post for station in stations if station.serves}
    assert found.desk == HQ or found.desk.id in serving
    instead = {station.work_to for station in stations if station.suspended and station.post == post}
    assert found.desk.id in {post, *instead} or found.desk == place(market, None, stations).desk
