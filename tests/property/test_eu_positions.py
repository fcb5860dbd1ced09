"""What holds of EU positions whatever is commanded: a small model says what is allowed, and the rules agree."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.postings.domain.eu_position import EU_POSITION, Close, Gather, Present, Remind
from services.postings.views.eu_positions import EU_POSITIONS, matrix
from shared.contracts.postings.eu_position import EuPositionReminded
from shared.eventing.decider import Refused
from shared.eventing.view import Document
from tests.unit.postings.europe import AT, INSTRUCTED, REMIND_AT

POSTS = {one.state: one.post for one in INSTRUCTED.assignments}
STATES, BY = st.sampled_from([*POSTS, "IT"]), st.sampled_from([None, *POSTS.values()])
STEPS = st.one_of(
    st.builds(lambda state, by: ("present", state, by), STATES, BY),
    st.builds(
        lambda state, by, point, stance: ("gather", state, by, point, stance),
        STATES,
        BY,
        st.sampled_from(["p1", "p2", "p9"]),
        st.sampled_from(["support", "reserve", "against"]),
    ),
    st.sampled_from([("remind",), ("remind",), ("close",)]),
)


def command(step: Sequence[Any], at: Any) -> Any:
    match step[0]:
        case "present":
            return Present(step[1], step[2], "Head", at.date(), at.date())
        case "gather":
            return Gather(step[1], step[2], step[3], step[4], "Said.", at)
        case "remind":
            return Remind(at)
    return Close(at)


@given(st.lists(st.tuples(STEPS, st.integers(0, 9)), max_size=25))
def test_what_is_allowed_is_done_and_the_matrix_shows_the_last_view_of_each(steps: Any) -> None:
    history: list[Any] = [INSTRUCTED]
    presented, views, closed, at = set[str](), dict[tuple[str, str], str](), False, AT
    for step, later in steps:
        at += timedelta(days=later)
        allowed = True
        if step[0] in ("present", "gather"):
            allowed = not closed and step[1] in POSTS and step[2] in (None, POSTS.get(step[1]))
        if step[0] == "gather":
            allowed = allowed and step[3] != "p9" and step[1] in presented
        try:
            news = list(EU_POSITION.decide(EU_POSITION.fold(history), command(step, at)))
            done = True
        except Refused:
            news, done = [], False
        assert done == allowed, step
        if step[0] == "remind" and news:
            [reminder] = [event for event in news if isinstance(event, EuPositionReminded)]
            missing = {state for state in POSTS if not {(state, "p1"), (state, "p2")} <= set(views)}
            assert ({one.state for one in reminder.assignments}, closed, at >= REMIND_AT) == (missing, False, True)
        history += news
        if done and step[0] == "present":
            presented.add(step[1])
        elif done and step[0] == "gather":
            views[step[1], step[3]] = step[4]
        elif step[0] == "close":
            closed = True
    assert sum(isinstance(event, EuPositionReminded) for event in history) <= 1
    document: Document | None = None
    for event in history:
        document = EU_POSITIONS.evolve(document, event)
    shown = matrix(document or {})
    found = {
        (state, row["point"]): view["stance"] for row in shown["points"] for state, view in row["views"].items() if view
    }
    assert found == views
    assert set(shown["not_presented"]) == set(POSTS) - presented
