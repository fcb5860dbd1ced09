"""What holds of the network whatever is commanded, in whatever order, and on whatever outdated knowledge."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from services.postings.domain.position import POSITION, Create
from services.postings.domain.post import POST, Close, Open
from services.postings.domain.posting import POSTING, Curtail, End, Start
from services.postings.domain.posting_proposal import Approve, Propose, Refuse
from services.postings.domain.posting_state import Status
from services.postings.domain.succession import Step, leave, start
from services.postings.views import holders, vacancies
from services.postings.views.holders import HOLDERS
from services.postings.views.officers import OFFICERS
from services.postings.views.positions import POSITIONS
from services.postings.views.post_facts import POST_FACTS
from services.postings.views.postings import POSTINGS
from services.postings.views.vacancies import VACANCIES
from shared.contracts.postings.fact import Directorate
from shared.contracts.postings.post import PostClosed, PostOpened
from shared.contracts.postings.posting import DirectorateApproved, PostingApproved, PostingStarted
from shared.eventing.decider import Refused
from shared.eventing.event import Event
from shared.eventing.view import Document, View

DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(5)]
CANDIDATES = {"a": "north", "b": "north", "c": "north", "d": "south", "e": "south"}
DIRECTORATES: tuple[Directorate, ...] = get_args(Directorate)
VIEWS = (POSITIONS, POSTINGS, HOLDERS, VACANCIES, OFFICERS, POST_FACTS)

Histories = dict[str, tuple[Any, ...]]
Order = tuple[str, str, date, bool]


def executed(histories: Histories, steps: Iterable[Step]) -> Histories:
    """The histories after all steps, or as they were where one of them is refused."""
    after = dict(histories)
    try:
        for decider, aggregate, command in steps:
            stream = decider.stream(aggregate)
            history = after.get(stream, ())
            after[stream] = (*history, *decider.decide(decider.fold(history), command))
    except Refused:
        return histories
    return after


def network() -> Histories:
    histories: Histories = {}
    for position in set(CANDIDATES.values()):
        create = Create(position, "lima", position, "deputy", "police", post_open=True)
        histories = executed(histories, [Step(POSITION, position, create)])
    for posting, position in CANDIDATES.items():
        propose = Propose(posting, position, f"o-{posting}", DAYS[0], DAYS[-1], "lima", officer_known=True)
        approvals = [Step(POSTING, posting, Approve(directorate)) for directorate in DIRECTORATES]
        for step in (Step(POSTING, posting, propose), *approvals):
            histories = executed(histories, [step])
    return histories


def steps(histories: Histories, order: Order) -> list[Step]:
    """What a route builds from the states as they are in these histories."""
    verb, posting, day, _ = order
    state = POSTING.fold(histories[POSTING.stream(posting)])
    match verb:
        case "start":
            position = POSITION.fold(histories[POSITION.stream(CANDIDATES[posting])])
            return start(posting, state, position, day)
        case "end":
            return leave(posting, state, End(day))
        case _:
            return leave(posting, state, Curtail(day, "service-need"))


def run(orders: Sequence[Order]) -> Histories:
    """All orders one after the other; an order marked late was built before the one ahead of it had been executed."""
    before = now = network()
    for order in orders:
        late = order[-1]
        before, now = now, executed(now, steps(before if late else now, order))
    return now


orders = st.lists(
    st.tuples(st.sampled_from(["start", "start", "start", "end", "curtail"]), st.sampled_from([*CANDIDATES]),
              st.sampled_from(DAYS), st.booleans()),
    max_size=14,
)  # fmt: skip


def documents(view: View, events: Iterable[Event]) -> dict[str, Document | None]:
    shown: dict[str, Document | None] = defaultdict(lambda: None)
    for event in events:
        if isinstance(event, view.handles):
            for key in view.keys(event):
                shown[key] = view.evolve(shown[key], event)
    return dict(shown)


@given(orders)
def test_no_position_ever_has_two_holders(orders: Sequence[Order]) -> None:
    histories = run(orders)
    tenures: dict[str, Any] = documents(HOLDERS, (event for stream in histories.values() for event in stream))
    for position in tenures.values():
        started = [tenure for tenure in position["tenures"].values() if not tenure["planned"]]
        for day in (day.isoformat() for day in DAYS):
            holding = [t for t in started if t["first_day"] <= day <= (t["last_day"] or day)]
            assert len(holding) <= 1, (day, holding)


@given(orders)
def test_a_position_is_held_by_exactly_the_posting_that_has_started_and_not_ended(orders: Sequence[Order]) -> None:
    histories = run(orders)
    for position in set(CANDIDATES.values()):
        running = {
            posting
            for posting, where in CANDIDATES.items()
            if where == position and POSTING.fold(histories[POSTING.stream(posting)]).status is Status.STARTED
        }
        holder = POSITION.fold(histories[POSITION.stream(position)]).holder
        assert running == ({holder.posting} if holder else set())


@given(orders)
def test_on_every_day_a_position_is_either_held_or_vacant(orders: Sequence[Order]) -> None:
    events = [event for stream in run(orders).values() for event in stream]
    held, vacant = documents(HOLDERS, events), documents(VACANCIES, events)
    for position in set(CANDIDATES.values()):
        for day in DAYS:
            tenures, spells = held[position], vacant[position]
            assert tenures is not None
            assert spells is not None
            assert (holders.on_day(tenures, day)["holder"] is None) == (vacancies.on_day(spells, day) is not None)


@given(orders, st.randoms(use_true_random=False))
def test_views_come_out_the_same_whatever_the_order_among_streams(orders: Sequence[Order], random: Any) -> None:
    histories = run(orders)
    one_by_one = [event for stream in histories.values() for event in stream]
    remaining = [list(stream) for stream in histories.values()]
    interleaved = []
    while remaining := [stream for stream in remaining if stream]:
        interleaved.append(random.choice(remaining).pop(0))
    for view in VIEWS:
        assert documents(view, interleaved) == documents(view, one_by_one)


judgements = st.one_of(
    st.sampled_from(DIRECTORATES).map(Approve),
    st.sampled_from(DIRECTORATES).map(lambda directorate: Refuse(directorate, "no")),
    st.sampled_from(DAYS).map(Start),
)


@given(st.lists(judgements, max_size=10))
def test_nobody_starts_without_both_directorates_whatever_the_order_and_repetitions(
    commands: Sequence[Approve | Refuse | Start],
) -> None:
    propose = Propose("a", "north", "o-a", DAYS[0], DAYS[-1], "lima", officer_known=True)
    histories = executed({}, [Step(POSTING, "a", propose)])
    for command in commands:
        histories = executed(histories, [Step(POSTING, "a", command)])
    history = histories[POSTING.stream("a")]
    approvals = [event.directorate for event in history if isinstance(event, DirectorateApproved)]
    assert len(approvals) == len(set(approvals))
    assert any(isinstance(event, PostingApproved) for event in history) == (set(approvals) == set(DIRECTORATES))
    if any(isinstance(event, PostingStarted) for event in history):
        assert set(approvals) == set(DIRECTORATES)


openings = st.sampled_from(DAYS).map(
    lambda day: Open("lima", "Lima", "PE", (), "Embassy", "e@lima.example", "fr", "p@lima.example", "fr", "UTC", day)
)
closings = st.sampled_from(DAYS).map(lambda day: Close("lima", day))


@given(st.lists(openings | closings, max_size=8))
def test_a_post_opens_once_and_closes_at_most_once_and_not_before(commands: Sequence[Open | Close]) -> None:
    histories: Histories = {}
    for command in commands:
        histories = executed(histories, [Step(POST, "lima", command)])
    history = histories.get(POST.stream("lima"), ())
    opened = [event for event in history if isinstance(event, PostOpened)]
    closed = [event for event in history if isinstance(event, PostClosed)]
    assert history == (*opened, *closed)
    assert len(closed) <= len(opened) <= 1
    assert all(end.closed_on >= start.opened_on for start, end in zip(opened, closed, strict=False))
    assert POST.fold(history).is_open == (len(opened) > len(closed))
