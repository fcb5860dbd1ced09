"""What holds of alerts whatever is said of them, and in whatever order: a small model knows it beforehand."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.alert import ALERT, Acknowledge, Command, Escalate, alert_id
from shared.contracts.notifications.alert import AlertAcknowledged, AlertEscalated, AlertEvent
from shared.contracts.postings.notice import NoticeReader, NoticeStep, Step
from tests.unit.notifications.world import AT

READERS = st.sampled_from([NoticeReader(kind=kind, id=id) for kind, id in (
    ("mailbox", "ambassador"), ("mailbox", "chancellery"), ("post", "lima"), ("embassy", "lima"),
)])  # fmt: skip
NOTICES, EDITIONS = st.sampled_from(["n1", "n2"]), st.integers(1, 2)
STEP_NAMES: st.SearchStrategy[Step] = st.sampled_from(["next-person", "duty-officer", "hq"])
STEPS = st.builds(lambda step, reader: NoticeStep(step=step, reader=reader), STEP_NAMES, READERS)
SAID = st.one_of(
    st.builds(Acknowledge, NOTICES, EDITIONS, READERS, READERS, st.sampled_from(["d1", "d2"]), st.just(AT)),
    st.builds(Escalate, NOTICES, EDITIONS, READERS, STEPS, st.just(AT)),
)
STORY = st.lists(st.tuples(SAID, st.integers(0, 60)), max_size=40)


@dataclass
class Model:
    """One addressee's alert in the simplest terms: who has read it, who was told in its place, in their order."""

    read: list[NoticeReader] = field(default_factory=list)
    told: list[NoticeReader] = field(default_factory=list)

    def hears(self, command: Command) -> bool:
        """Whether the command is news, which it then keeps."""
        if isinstance(command, Acknowledge):
            known, reader = self.read, command.reader
            news = reader not in known
        else:
            known, reader = self.told, command.step.reader
            news = not self.read and reader not in known
        if news:
            known.append(reader)
        return news


def event_of(id: str, command: Command) -> AlertEvent:
    """What the command says, as a fact."""
    about = {"alert": id, "notice": command.notice, "edition": command.edition, "addressee": command.addressee}
    if isinstance(command, Acknowledge):
        said = {"reader": command.reader, "delivery": command.delivery, "at": command.at}
        return AlertAcknowledged.model_validate({**about, **said})
    told = {"step": command.step.step, "reader": command.step.reader, "at": command.at}
    return AlertEscalated.model_validate({**about, **told})


def lived(story: Sequence[tuple[Command, int]]) -> tuple[dict[str, list[AlertEvent]], dict[str, Model]]:
    """The histories of all alerts that the story is about, each step of which is as the model expects it."""
    histories: dict[str, list[AlertEvent]] = defaultdict(list)
    models: dict[str, Model] = defaultdict(Model)
    at = AT
    for said, minutes in story:
        at += timedelta(minutes=minutes)
        command = replace(said, at=at)
        id = alert_id(command.notice, command.edition, command.addressee)
        decided = list(ALERT.decide(ALERT.fold(histories[id]), command))
        assert decided == ([event_of(id, command)] if models[id].hears(command) else [])
        histories[id] += decided
        later = replace(command, at=at + timedelta(hours=1))
        assert list(ALERT.decide(ALERT.fold(histories[id]), later)) == [], "said again, it changes nothing"
    return histories, models


@given(STORY)
def test_an_alert_knows_who_has_read_it_and_who_was_told_and_nobody_else(story: list[tuple[Command, int]]) -> None:
    histories, models = lived(story)
    for id, history in histories.items():
        alert = ALERT.fold(history)
        assert (alert.read_by, alert.told) == (frozenset(models[id].read), frozenset(models[id].told))
        assert {event.alert for event in history} <= {id}


@given(STORY)
def test_once_anybody_has_read_it_nobody_else_is_told(story: list[tuple[Command, int]]) -> None:
    for history in lived(story)[0].values():
        kinds = [isinstance(event, AlertAcknowledged) for event in history]
        assert kinds == sorted(kinds), "told first, then read"
        for kind in (AlertAcknowledged, AlertEscalated):
            readers = [event.reader for event in history if isinstance(event, kind)]
            assert len(set(readers)) == len(readers)


@given(STORY)
def test_alerts_of_other_editions_and_addressees_are_not_concerned(story: list[tuple[Command, int]]) -> None:
    whole, _ = lived(story)
    for notice, edition in {(command.notice, command.edition) for command, _ in story}:
        own = [(command, 0) for command, _ in story if (command.notice, command.edition) == (notice, edition)]
        for id, history in lived(own)[0].items():
            assert [timeless(event) for event in history] == [timeless(event) for event in whole[id]]


def timeless(event: AlertEvent) -> AlertEvent:
    """The same, whenever it was."""
    return event.model_copy(update={"at": AT})
