"""What holds of threat notices whatever is commanded: a small model says what is allowed, and the rules agree."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.postings.domain.notice import NOTICE, Approve, Discard, Draft, Issue, Revise
from services.postings.domain.notice_ending import Expire, Withdraw
from services.postings.domain.notice_subject import NOTICE_SUBJECT, CloseDraft, OpenDraft
from services.postings.views.notices import NOTICES
from shared.contracts.postings.notice import NoticeIssued, NoticeUpdated
from shared.eventing.decider import Decider, Refused
from shared.eventing.view import Document
from tests.unit.postings.threats import AT, CONTENT, MORE, NOTE, TOLD

PEOPLE, NOTICE_IDS = ("anne", "bob", "carl"), ("n1", "n2")
CONTENTS = st.sampled_from([CONTENT, MORE])
WHO = st.sampled_from(PEOPLE)
STEPS = st.one_of(
    st.builds(lambda content, who, note: ("draft", content, who, note), CONTENTS, WHO, st.sampled_from([None, NOTE])),
    st.builds(lambda content, who, note: ("revise", content, who, note), CONTENTS, WHO, st.sampled_from([None, NOTE])),
    st.builds(lambda who: ("approve", who), WHO),
    st.sampled_from([("discard",), ("issue",), ("withdraw",), ("expire",)]),
)
ORDERS = st.lists(st.tuples(st.sampled_from(NOTICE_IDS), STEPS, st.integers(0, 3)), max_size=20)


class Model:
    """One notice in the simplest terms: who wrote the open draft, who approved it, whether an edition is in force."""

    def __init__(self) -> None:
        self.writers: set[str] | None = None
        self.approved = self.issued = self.known = False
        self.over = ""
        self.said: tuple[Any, Any] | None = None

    def allows(self, step: Sequence[Any], days: int, subject_free: bool) -> bool:  # noqa: FBT001
        if step[0] == "draft":
            note = step[3] if self.issued else None
            same = self.writers is None or self.said == (step[1], note)
            return not self.over and subject_free and same and bool(note or not self.issued)
        if not self.known:
            return False
        match step[0]:
            case "expire":
                return bool(self.over) or (self.issued and days >= 7)
            case "withdraw":
                return self.over == "withdrawn" or (not self.over and self.issued)
            case "revise":
                return not self.over and self.writers is not None and bool(step[3] or not self.issued)
            case "approve":
                return not self.over and self.writers is not None and step[1] not in self.writers
            case "issue":
                again = self.writers is None and self.issued
                return not self.over and (again or (self.writers is not None and self.approved and days < 7))
        return not self.over

    def apply(self, step: Sequence[Any]) -> None:
        self.known = True
        match step[0]:
            case "draft" if self.writers is None:
                self.writers, self.approved, self.said = {step[2]}, False, (step[1], step[3] if self.issued else None)
            case "revise" if self.writers is not None and self.said != (step[1], step[3] if self.issued else None):
                self.writers, self.approved, self.said = (
                    self.writers | {step[2]}, False, (step[1], step[3] if self.issued else None)
                )  # fmt: skip
            case "approve":
                self.approved = True
            case "issue" if self.writers is not None:
                self.issued, self.writers = True, None
            case "discard":
                self.writers = None
            case "withdraw" | "expire" if not self.over:
                self.over, self.writers = "withdrawn" if step[0] == "withdraw" else "expired", None


def tasks(id: str, step: Sequence[Any], days: int) -> list[tuple[Decider[Any, Any, Any], str, Any]]:
    at = AT + timedelta(days=days)
    commands: dict[str, Callable[[], Any]] = {
        "draft": lambda: Draft(id, "s", step[1], step[2], step[3]),
        "revise": lambda: Revise(step[1], step[2], step[3]),
        "approve": lambda: Approve(step[1]),
        "discard": Discard,
        "issue": lambda: Issue(TOLD, at),
        "withdraw": lambda: Withdraw("wrong", at),
        "expire": lambda: Expire(at),
    }
    command = commands[step[0]]()
    found: list[tuple[Decider[Any, Any, Any], str, Any]] = [(NOTICE, id, command)]
    if step[0] == "draft":
        found.append((NOTICE_SUBJECT, "s", OpenDraft("s", id)))
    elif step[0] not in ("revise", "approve"):
        found.append((NOTICE_SUBJECT, "s", CloseDraft("s", id)))
    return found


@given(ORDERS)
def test_what_is_allowed_is_done_and_a_subject_has_one_open_draft(orders: Any) -> None:
    histories: dict[str, list[Any]] = {}
    models = {id: Model() for id in NOTICE_IDS}
    days = 0
    for id, step, later in orders:
        days += later
        others = [other for other in NOTICE_IDS if other != id and models[other].writers is not None]
        news: dict[str, list[Any]] = {}
        try:
            for decider, key, command in tasks(id, step, days):
                stream = decider.stream(key)
                news[stream] = list(decider.decide(decider.fold(histories.get(stream, [])), command))
            done = True
        except Refused:
            done = False
        assert done == models[id].allows(step, days, not others), (step, days)
        if done:
            models[id].apply(step)
            for stream, events in news.items():
                histories[stream] = histories.get(stream, []) + events
        drafting = NOTICE_SUBJECT.fold(histories.get(NOTICE_SUBJECT.stream("s"), []))
        opened = [one for one in NOTICE_IDS if NOTICE.fold(histories.get(NOTICE.stream(one), [])).draft]
        assert opened == ([drafting] if drafting else [])
    for id in NOTICE_IDS:
        makes_sense(histories.get(NOTICE.stream(id), []))


def makes_sense(events: Sequence[Any]) -> None:
    """Editions rise by one, each but the first says what has changed, and the view agrees with the aggregate."""
    editions = [event for event in events if isinstance(event, NoticeIssued | NoticeUpdated)]
    assert [event.edition for event in editions] == list(range(1, len(editions) + 1))
    assert [isinstance(event, NoticeUpdated) for event in editions] == [event.edition > 1 for event in editions]
    document: Document | None = None
    for event in events:
        document = NOTICES.evolve(document, event)
    notice = NOTICE.fold(events)
    if document is not None:
        assert (document["draft"] is None) == (notice.draft is None)
        assert (document["issued"] or {}).get("edition") == (notice.issued.edition if notice.issued else None)
        assert (document["status"] in ("withdrawn", "expired")) == (notice.closed is not None)
        assert (document["ends_at"] is None) == (notice.issued is None or notice.closed is not None)
