"""Canaries are released one for each number of a day, and their age says whether mails arrive."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.canaries import AGE, BACK, GRACE, Canaries
from services.notifications.deliveries import Deliveries
from services.notifications.domain.canary import CANARY, Release
from shared.contracts.notifications.canary import CanaryReleased
from shared.eventing.store import Store
from shared.http.health import Health

EVERY = timedelta(minutes=15)
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = NOON.date()


def released(number: int) -> CanaryReleased:
    return CanaryReleased(day=DAY, number=number)


def test_a_number_is_released_once_and_none_after_a_later_one() -> None:
    assert CANARY.decide(None, Release(DAY, 0)) == [released(0)]
    assert CANARY.decide(CANARY.fold([released(3)]), Release(DAY, 3)) == []
    assert CANARY.decide(CANARY.fold([released(3)]), Release(DAY, 2)) == []
    assert CANARY.decide(CANARY.fold([released(3)]), Release(DAY, 7)) == [released(7)]


@given(st.lists(st.integers(0, 95)))
def test_whatever_is_asked_in_whatever_order_the_numbers_of_a_day_rise(numbers: list[int]) -> None:
    events: list[CanaryReleased] = []
    for number in numbers:
        events += CANARY.decide(CANARY.fold(events), Release(DAY, number))
    published = [event.number for event in events]
    assert published == sorted(set(published))
    assert set(published) <= set(numbers)
    assert published[-1:] == sorted(numbers)[-1:]


def age() -> float:
    (metric,) = AGE.collect()
    return metric.samples[0].value


class Yard:
    """Stands for the store and the deliveries: what was released, and which was the last to arrive."""

    def __init__(self, *, read_back: bool = False) -> None:
        self.released: list[tuple[str, int]] = []
        self.last: dict[str, Any] | None = None
        self.health = Health()
        self.read_back = read_back
        store, deliveries = cast(Store, self), cast(Deliveries, self)
        self.canaries = Canaries(store, deliveries, self.health, EVERY, read_back=read_back)

    async def execute(self, task: Any, *, origin: Any) -> None:
        assert origin.actor == "worker:canaries"
        self.released.append((task.id, task.command.number))

    async def last_canary(self, *, read_back: bool) -> dict[str, Any] | None:
        assert read_back is self.read_back
        return self.last

    async def look(self, at: datetime) -> str:
        await self.canaries.look(at)
        return self.health.components["canary"].status


async def test_one_is_released_each_quarter_of_an_hour_of_the_day() -> None:
    yard = Yard()
    for minutes in (0, 1, 14, 15, 16, 29, 30):
        await yard.look(NOON + timedelta(minutes=minutes))
    await yard.look(NOON + timedelta(hours=12))
    assert yard.released == [("2026-11-25", 48), ("2026-11-25", 49), ("2026-11-25", 50), ("2026-11-26", 0)]


async def test_health_is_down_when_two_canaries_and_their_grace_have_passed_without_one_and_up_with_the_next() -> None:
    yard = Yard()
    assert await yard.look(NOON) == "up"
    last = NOON + 2 * EVERY + GRACE
    assert await yard.look(last) == "up"
    assert await yard.look(last + timedelta(seconds=1)) == "down"
    assert age() == (last - NOON).total_seconds() + 1
    yard.last = {"created_at": last}
    assert await yard.look(last + timedelta(seconds=2)) == "up"
    assert age() == 2


async def test_a_canary_that_is_read_back_has_more_time() -> None:
    yard = Yard(read_back=True)
    await yard.look(NOON)
    last = NOON + 2 * EVERY + GRACE + BACK
    assert [await yard.look(last), await yard.look(last + timedelta(seconds=1))] == ["up", "down"]


async def test_after_a_long_stop_the_first_canary_gets_its_time() -> None:
    yard = Yard()
    yard.last = {"created_at": NOON - timedelta(days=3)}
    assert await yard.look(NOON) == "up"
    assert await yard.look(NOON + EVERY) == "up"
    assert await yard.look(NOON + EVERY + timedelta(seconds=1)) == "down"
