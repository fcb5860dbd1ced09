"""What the delegations service does when something has happened, once and again, on real MongoDB."""

import pytest

from services.delegations.domain.company import COMPANY, Enlist
from services.delegations.domain.day import DAY
from services.delegations.domain.day_meetings import Cancel
from services.delegations.domain.delegation import DELEGATION, Confirm, Register
from services.delegations.domain.fair import KnownFair
from services.delegations.reactions.visits import match_exhibitors, record_answer
from shared.contracts.delegations.day import DayEvent
from shared.contracts.delegations.delegation import DelegationConfirmed, Match
from shared.contracts.delegations.fair import FairAnnounced
from shared.contracts.notifications.confirmation import MeetingConfirmed, MeetingDeclined
from shared.eventing.decider import Decider
from shared.eventing.event import Event, Recorded
from shared.eventing.origin import Origin
from shared.eventing.store import Store, Task
from shared.mongo import Mongo
from tests.unit.delegations.one_day import ASKED, BEFORE, DRAFTED, PUBLISHED, REVIEWED, at

pytestmark = pytest.mark.real
ME = Origin(actor="tester")
SAID = {"delivery": "d", "day": "lima", "meeting": "m1", "participant": "c1"}
HISTORY: tuple[DayEvent, ...] = (*ASKED, DRAFTED, REVIEWED, PUBLISHED)
RECALLED: Decider[None, tuple[DayEvent, ...], DayEvent] = Decider(
    "day", None, lambda _, events: events, lambda state, _: state, DAY.events
)


@pytest.fixture
async def store(mongo: Mongo) -> Store:
    prepared = Store(mongo)
    await prepared.prepare()
    await prepared.execute(Task(RECALLED, "lima", HISTORY), origin=ME)
    return prepared


def happened(event: Event, sequence: int = 1) -> Recorded:
    return Recorded(event, "confirmation-d", sequence, BEFORE, "/notifications", "c")


async def answers(store: Store) -> dict[tuple[str, str], str]:
    day, _ = await store.load(DAY, "lima")
    return {party: answered.answer for party, answered in day.answers.items()}


async def test_an_answer_through_the_link_is_recorded_once(store: Store) -> None:
    reaction = record_answer(store)
    for _ in range(2):
        await reaction.react(happened(MeetingConfirmed(**SAID)))
    assert await answers(store) == {("m1", "c1"): "accepted"}
    assert (await store.load(DAY, "lima"))[1] == len(HISTORY) + 1


async def test_a_redelivered_answer_does_not_undo_the_one_after_it(store: Store) -> None:
    reaction = record_answer(store)
    first = happened(MeetingConfirmed(**SAID))
    second = happened(MeetingDeclined(**SAID), 2)._replace(time=at(9))
    for recorded in (first, second, first, second):
        await reaction.react(recorded)
    assert await answers(store) == {("m1", "c1"): "declined"}


async def test_an_answer_to_a_meeting_cancelled_meanwhile_is_refused_for_good(store: Store) -> None:
    await store.execute(Task(DAY, "lima", Cancel("lima", "m1", "ill", BEFORE)), origin=ME)
    await record_answer(store).react(happened(MeetingConfirmed(**SAID)))
    assert await answers(store) == {}


async def test_a_confirmed_delegation_is_matched_once_without_any_view(mongo: Mongo, store: Store) -> None:
    for company, country in (("acme", "FR"), ("beta", "BE")):
        command = Enlist(company, "exposec", company, country, ("Drones",))
        await store.execute(Task(COMPANY, company, command), origin=ME)
    days = {"starts_on": BEFORE.date(), "ends_on": BEFORE.date()}
    fair = KnownFair(FairAnnounced(fair="exposec", name="Exposec", edition="2027", country="FR", **days))
    register = Register("peru", "exposec", "PE", "head", ("drones",), BEFORE, fair)
    for step in (register, Confirm("peru")):
        await store.execute(Task(DELEGATION, "peru", step), origin=ME)
    event = DelegationConfirmed(delegation="peru", fair="exposec", country="PE", head="head", interests=("drones",))
    confirmed = Recorded(event, "delegation-peru", 2, BEFORE, "/delegations", "c")
    for _ in range(2):
        await match_exhibitors(mongo, store).react(confirmed)
    commits = await mongo["commits"].find({"stream": "delegation-peru"}).sort("first").to_list(None)
    assert [event["type"].partition(".")[2] for commit in commits for event in commit["events"]] == [
        "DelegationRegistered",
        "DelegationConfirmed",
        "ExhibitorsMatched",
    ]
    assert commits[-1]["causation"] == "delegation-peru/2"
    assert commits[-1]["events"][0]["matches"] == [Match(company="acme", because=("Drones",)).model_dump(mode="json")]
