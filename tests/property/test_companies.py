"""What holds for every file of companies and every course of a company, held against a simple model of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.delegations.domain.association import ASSOCIATION, Admit, AppointStaff, DismissStaff, Found, Leave
from services.delegations.domain.company import COMPANY, Change, Describe, Enlist, Particulars, Register
from services.delegations.domain.company_csv import parse
from services.delegations.domain.company_merging import Absorb, MergeInto
from services.delegations.domain.company_staff import Appoint, Dismiss
from services.delegations.domain.company_vetting import Apply, Approve, Refuse, Reinstate, Suspend
from services.delegations.domain.intake import planned
from services.delegations.domain.registered_company import Profile
from services.delegations.domain.showcase import SHOWCASE, Publish, Withdraw
from services.delegations.domain.showcase import Describe as DescribeItem
from services.delegations.domain.siren import siren
from services.delegations.views.associations import ASSOCIATIONS
from services.delegations.views.companies import COMPANIES
from services.delegations.views.likenesses import LIKENESSES
from services.delegations.views.showcase import SHOWCASE_ITEMS
from shared.eventing.decider import Decider, Refused
from shared.unreadable import Unreadable
from tests.property.test_delegations import recorded, shown_by

ID = "acme"
WORDS = st.sampled_from(["", "Acme", "FR", "fr", "732829320", "a@b.example", "Drones|Radios", '"', "x\ny", "petite"])
PEOPLE, ROLES = st.sampled_from(["p", "q"]), st.sampled_from(["manager", "legal"])
DUPLICATE = COMPANY.fold(COMPANY.decide(COMPANY.initial, Enlist("double", "g", "Acme SAS", "BE", ("Boots",))))
NAMES = st.sampled_from(["Acme", "ACME"])
VETTING = [Apply(ID), Approve(ID), Refuse(ID, "r"), Suspend(ID, "s"), Reinstate(ID)]
STEPS = st.one_of(
    st.builds(lambda own: Register(ID, Particulars("Acme"), by_itself=own), st.booleans()),
    st.sampled_from([Change(ID, "FR", ("Drones",), None, None), Describe(ID, Profile("732829320"))]),
    st.builds(lambda fair, name: Enlist(ID, fair, name), st.sampled_from(["f", None]), NAMES),
    st.sampled_from(VETTING),
    st.builds(lambda person, role: Appoint(ID, person, role), PEOPLE, ROLES),
    st.builds(lambda person: Dismiss(ID, person), PEOPLE),
    st.sampled_from([Absorb(ID, DUPLICATE), MergeInto(ID, "other")]),
)


def history(decider: Decider[Any, Any, Any], steps: Sequence[Any]) -> list[Any]:
    """What happens when these commands arrive, refused ones included; what was accepted changes nothing again."""
    events: list[Any] = []
    for step in steps:
        state = decider.fold(events)
        try:
            events.extend(decider.decide(state, step))
        except Refused:
            continue
        if not isinstance(step, Dismiss | DismissStaff | Leave):
            assert list(decider.decide(decider.fold(events), step)) == [] or isinstance(step, Absorb)
    return events


@dataclass
class Model:
    """A company as a plain machine: where it stands, and who is its manager."""

    standing: str | None = None
    merged: bool = False
    staff: dict[str, str] = field(default_factory=dict)

    def takes(self, step: Any) -> bool:
        """Whether the step is accepted; then it is done here as well."""
        if self.merged:
            return isinstance(step, MergeInto)
        if isinstance(step, Register | Enlist):
            own = isinstance(step, Register) and step.by_itself
            self.standing = self.standing or ("pending" if own else "approved")
            return True
        if self.standing is None:
            return False
        moves = {
            Apply: ("refused", "pending"),
            Approve: ("pending", "approved"),
            Refuse: ("pending", "refused"),
            Suspend: ("approved", "suspended"),
            Reinstate: ("suspended", "approved"),
        }
        if type(step) in moves:
            before, after = moves[type(step)]
            possible = self.standing in (before, after)
            self.standing = after if possible else self.standing
            return possible
        if isinstance(step, MergeInto):
            self.merged = True
        if isinstance(step, Appoint | Dismiss):
            return self._staffed(step)
        if isinstance(step, Absorb):
            self.staff = {**DUPLICATE.staff, **self.staff}
        return True

    def _staffed(self, step: Appoint | Dismiss) -> bool:
        after = {person: role for person, role in self.staff.items() if person != step.person}
        if isinstance(step, Appoint):
            after[step.person] = step.role
        if isinstance(step, Dismiss) and step.person not in self.staff:
            return False
        if "manager" in self.staff.values() and "manager" not in after.values():
            return False
        self.staff = after
        return True


@given(st.lists(STEPS, max_size=25))
def test_a_company_does_what_a_simple_machine_does(steps: Sequence[Any]) -> None:
    model, state = Model(), COMPANY.initial
    for step in steps:
        if isinstance(step, Register) and state.particulars not in (None, step.particulars) and not model.merged:
            continue  # what it is registered as is a rule with a test of its own
        taken = model.takes(step)
        try:
            decided = COMPANY.decide(state, step)
        except Refused:
            decided = None
        assert (decided is not None) == taken, step
        state = COMPANY.fold(decided or (), state)
        assert state.standing == (model.standing or "approved")
        assert state.staff == model.staff
        assert state.may_take_part == (model.standing == "approved" and not model.merged)


@given(st.lists(STEPS, max_size=20), st.randoms(use_true_random=False))
def test_the_same_again_changes_nothing_and_views_do_not_depend_on_the_order_of_streams(
    steps: Sequence[Any], random: Any
) -> None:
    events = history(COMPANY, steps)
    other = history(COMPANY, [Register("rival", Particulars("Acme SAS"), by_itself=True), Approve("rival")])
    streams = {"company-acme": events, "company-rival": other}
    in_turn = [each for stream, its in streams.items() for each in recorded(stream, its)]
    order = [each.stream for each in in_turn]
    random.shuffle(order)
    waiting = {stream: iter(recorded(stream, its)) for stream, its in streams.items()}
    mixed = [next(waiting[stream]) for stream in order]
    for view in (COMPANIES, LIKENESSES):
        assert shown_by(view, in_turn) == shown_by(view, mixed)
    document: Any = shown_by(COMPANIES, in_turn).get(ID)
    state = COMPANY.fold(events)
    if document is not None:
        shown = document.document
        assert (shown["standing"], shown["staff"]) == (state.standing, dict(state.staff))
        assert (shown["merged_into"], shown["reason"]) == (state.merged_into, state.reason)


COMPANIES_OF = st.sampled_from(["a", "b"])
JOINING = st.one_of(
    st.builds(lambda country: Found("g", "G", country), st.sampled_from(["FR", "BE"])),
    st.builds(lambda company: Admit("g", company), COMPANIES_OF),
    st.builds(lambda company: Leave("g", company), COMPANIES_OF),
    st.builds(lambda person, role: AppointStaff("g", person, role), PEOPLE, ROLES),
    st.builds(lambda person: DismissStaff("g", person), PEOPLE),
)


@given(st.lists(JOINING, max_size=20))
def test_an_association_keeps_a_manager_and_its_view_shows_it(steps: Sequence[Any]) -> None:
    events = history(ASSOCIATION, steps)
    managed = False
    for count in range(len(events) + 1):
        staffed = "manager" in ASSOCIATION.fold(events[:count]).staff.values()
        assert staffed or not managed
        managed = staffed
    state = ASSOCIATION.fold(events)
    document: Any = shown_by(ASSOCIATIONS, recorded("association-g", events)).get("g")
    if document is not None:
        assert document.document["members"] == sorted(state.members)
        assert document.document["staff"] == state.staff


SHOWN = st.one_of(
    st.builds(
        lambda title, companies: DescribeItem("i", title, "d", ("c",), (), companies),
        st.sampled_from(["t", "u"]),
        st.sampled_from([(), ("a",), ("a", "a", "b")]),
    ),
    st.sampled_from([Publish("i"), Withdraw("i")]),
)


@given(st.lists(SHOWN, max_size=15))
def test_whatever_the_showcase_publishes_names_a_company(steps: Sequence[Any]) -> None:
    events = history(SHOWCASE, steps)
    for count in range(1, len(events) + 1):
        state = SHOWCASE.fold(events[:count])
        document: Any = shown_by(SHOWCASE_ITEMS, recorded("showcase-i", events[:count]))["i"]
        assert document.document["published"] == state.published
        assert not state.published or document.document["companies"]


def where_unreadable(content: bytes) -> int | None:
    """The line that cannot be read, None where all can; anything else that is raised is a failure."""
    try:
        parse(content)
    except Unreadable as error:
        return error.line
    return None


@given(st.binary(max_size=200))
def test_any_bytes_are_companies_or_unreadable(content: bytes) -> None:
    for file in (content, b"name;country\n" + content):
        line = where_unreadable(file)
        assert line is None or 1 <= line <= len(file) + 1


@given(st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), max_size=6), st.sampled_from([";", ",", "\t"]))
def test_every_row_of_a_csv_file_is_taken_or_refused(rows: Sequence[tuple[str, ...]], separator: str) -> None:
    lines = [("name", "country", "siren", "size"), *rows]
    quoted = [separator.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines]
    listing = parse("\n".join(quoted).encode())
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(listing.exhibitors) + len(listing.refused) == len(filled)
    for row in listing.exhibitors:
        plan = planned(None, row, "f")
        state = COMPANY.fold(COMPANY.decide(COMPANY.initial, plan.command))
        assert planned(state, row, "f").outcome == "unchanged"


@given(st.integers(0, 10**8 - 1), st.integers(0, 8), st.integers(1, 9))
def test_a_siren_has_one_last_digit_and_no_digit_can_be_mistyped(body: int, place: int, by: int) -> None:
    fitting = [found for last in range(10) if (found := siren(f"{body:08}{last}"))]
    assert len(fitting) == (0 if body == 0 else 1)
    for found in fitting:
        wrong = str((int(found[place]) + by) % 10)
        assert siren(found[:place] + wrong + found[place + 1 :]) is None
