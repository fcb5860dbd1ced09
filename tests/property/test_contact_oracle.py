"""Contacts under random commands, legal and illegal, by whomever, beside an oracle that knows what each comes to."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from services.postings.domain import contact_commands as command_of
from services.postings.domain.contact import CONTACT
from services.postings.domain.handling import Speaker
from services.postings.domain.silence import months_after
from tests.oracle import foretold, stories
from tests.property.test_contacts import BY, HELD_ON, K1, KEEPERS, STEPS, WHEN
from tests.unit.postings.one_contact import REGISTER
from tests.unit.postings.one_inquiry import AT, LIMA

MORE_STEPS = st.one_of(
    STEPS,
    st.sampled_from([REGISTER, replace(REGISTER, keeper="petit"), replace(REGISTER, post_open=False)]),
    st.builds(command_of.HandOver, K1, BY, KEEPERS, st.just("decision"), WHEN, st.none(), st.booleans()),
    st.builds(
        command_of.Transfer, K1, st.sampled_from(["lima", "quito"]), WHEN, st.sampled_from([None, True, False])
    ),
    st.builds(
        command_of.Record, K1, BY, st.sampled_from(["i1", "i2"]), st.just("call"), HELD_ON,
        st.sampled_from(["c", "d"]), WHEN, st.sampled_from([None, "drugs"]),
    ),
)  # fmt: skip
DAY = timedelta(days=1)
MET, SOON = (
    command_of.Record("k1", LIMA, id, "call", AT.date() + days, "c", AT) for id, days in (("i1", 0 * DAY), ("i2", DAY))
)
# Each with the days since the one before: met, silent, an older word written down late, and one that ends the silence.
COURSE = (
    (REGISTER, 0), (SOON, 0), (command_of.Remind("k1", AT), 200), (MET, 0), (replace(SOON, interaction="i3"), 0),
    (command_of.Remind("k1", AT), 0), (replace(MET, interaction="i4", held_on=AT.date() + 201 * DAY), 0),
    (command_of.Remind("k1", AT), 200),
)  # fmt: skip
STORY = stories(COURSE, st.tuples(MORE_STEPS, st.integers(0, 120)))


def owns(by: Speaker | None, post: str) -> bool:
    """Whether these are contacts of whoever speaks: headquarters, the post, or the house itself."""
    return by is None or by.role == "hq" or (by.role == "post" and by.post == post)


@dataclass
class Oracle:
    """`heard` is when the contact was last heard of; `gone` is the command by which it was merged or erased."""

    card: Any = None
    post: str = ""
    keeper: str | None = None
    place: Any = None
    heard: date = date.min
    reminded: bool = False
    fit: bool = False
    interactions: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    absorbed: set[str] = field(default_factory=set)
    gone: Any = None

    def allows(self, command: Any) -> bool:
        match command:
            case command_of.Register():
                return self._registers(command)
            case _ if self.card is None:
                return False
            case command_of.Remind(at=at):
                silent = at.date() >= months_after(self.heard, self.place.remind_after_months)
                self.reminded = self.reminded or (silent and not self.gone)
                return True
            case command_of.Transfer():
                return self._moves(command)
            case _ if not owns(command.by, self.post):
                return False
            case command_of.HandOver(by=None, former=former) if self.gone or self.keeper != former:
                return True  # whoever that was keeps it no longer
            case command_of.Merge(into=into):
                if self.gone is None and into != command.contact:
                    self.gone = ("merged", into)
                return bool(self.gone == ("merged", into))
            case command_of.Erase():
                self.gone = self.gone or ("erased",)
                return bool(self.gone == ("erased",))
        return self.gone is None and self._changes(command)

    def _registers(self, command: Any) -> bool:
        said = (command.post, command.keeper, command.place, command.country, command.card, command.introduced_by)
        if self.card is None and command.post_open and owns(command.by, command.post):
            self.card, self.post, self.keeper, self.place = said, command.post, command.keeper, command.place
            self.heard = command.at.date()
        return self.card == said and owns(command.by, command.post)

    def _moves(self, command: Any) -> bool:
        if self.gone or not command.post_open:
            return False
        if command.post != self.post:
            self.post, self.keeper = command.post, None
        return True

    def _changes(self, command: Any) -> bool:
        match command:
            case command_of.Revise(place=place):
                self.reminded = self.reminded and place == self.place
                self.place = place
            case command_of.Record(interaction=id, held_on=day):
                said = (command.kind, day, command.content, command.priority)
                if id in self.interactions:
                    return self.interactions[id] == said
                if day > (command.at + timedelta(days=1)).date():
                    return False
                if not self.interactions and not self.absorbed:  # the first word that is known came then
                    self.heard = min(self.heard, day)
                self.interactions[id] = said
                self._hears(day)
            case command_of.HandOver(keeper=keeper):
                if not command.keeper_serves:
                    return False
                self.keeper = keeper
            case command_of.Share(fit=fit):
                self.fit = fit
            case command_of.Absorb(absorbed=other, last_on=day) if other not in self.absorbed:
                self.absorbed |= {other}
                self._hears(day)
        return True

    def _hears(self, day: date) -> None:
        if day > self.heard:
            self.heard, self.reminded = day, False


@given(STORY)
@example(COURSE)
def test_a_contact_does_what_its_oracle_says(steps: Any) -> None:
    at, commands, oracle = AT, list[Any](), Oracle()
    for step, days in steps:
        at += timedelta(days=days)
        commands.append(replace(step, at=at))
    state = CONTACT.fold(foretold(CONTACT, oracle, commands))
    assert (state.post, state.keeper, state.last_on) == (oracle.post, oracle.keeper, oracle.heard)
