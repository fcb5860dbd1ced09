"""python -m benchmarks.repair: a published timetable with three times as many requests as it can hold is repaired."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from functools import partial
from random import Random
from time import perf_counter
from typing import NamedTuple

from benchmarks.measuring import Claim, Size, at_most, in_turns, main, quantile
from benchmarks.oversubscribed import BUYERS, COMPANIES, REQUESTS, SLOTS, oversubscribed
from services.delegations.solver import Solver
from services.delegations.timetable.check import violations
from services.delegations.timetable.model import Day, Meeting, Place, Timetable
from services.delegations.timetable.repair import Repaired

SEED, SOLVING = 1, 12.0  # seconds for the timetable that is published
WITHIN = 2.0


class Asked(NamedTuple):
    """The day as it is once something has happened, and the meetings that are wanted besides."""

    day: Day
    wanted: frozenset[str] = frozenset()


class Published(NamedTuple):
    """A day with its timetable, and what may happen to it, each time to somebody else."""

    day: Day
    timetable: Timetable
    random: Random

    def absent(self, slots: Callable[[int], frozenset[int]]) -> Asked:
        """Somebody with meetings, in the slots that this says of its first one."""
        places = self.timetable.places
        someone = self.random.choice(sorted({party for id in places for party in self.day.meeting[id].parties}))
        first = min(places[each.id].slot for each in self.day.agenda[someone] if each.id in places)
        people = (
            replace(each, absent=each.absent | slots(first)) if each.id == someone else each
            for each in self.day.participants
        )
        return Asked(replace(self.day, participants=tuple(people)))

    def lost_table(self) -> Asked:
        """A table at which somebody meets, all day."""
        table = self.random.choice(sorted(place.table for place in self.timetable.places.values()))
        lost = frozenset(Place(slot, table) for slot in range(self.day.slots))
        return Asked(replace(self.day, closed=self.day.closed | lost))

    def new_request(self) -> Asked:
        """Two who have not asked for each other want to meet after all, and may."""
        pairs = {each.parties for each in self.day.meetings}
        sides = [
            [each.id for each in self.day.participants if each.id.startswith(side)] for side in ("company", "buyer")
        ]
        pair = next(pair for pair in iter(lambda: tuple(map(self.random.choice, sides)), None) if pair not in pairs)
        new = Meeting("new", (pair[0], pair[1]), weight=10)
        raised = (
            replace(each, cap=each.cap + 1) if each.cap is not None and each.id in pair else each
            for each in self.day.participants
        )
        more = replace(self.day, meetings=(*self.day.meetings, new), participants=tuple(raised))
        return Asked(more, frozenset({"new"}))

    def happenings(self) -> Iterator[tuple[str, Callable[[], Asked]]]:
        yield "a no-show", partial(self.absent, lambda _: frozenset(range(SLOTS)))
        yield "a late arrival", partial(self.absent, lambda first: frozenset(range(first + 1)))
        yield "a lost table", self.lost_table
        yield "a new request", self.new_request


async def published(solver: Solver, size: Size) -> Published:
    """What the service would publish."""
    sizes = {"companies": size.of(COMPANIES), "buyers": size.of(BUYERS), "requests": size.of(REQUESTS)}
    day = oversubscribed(SEED, **sizes)
    return Published(day, await solver.solve(day, SOLVING), Random(SEED))  # noqa: S311


async def claims(size: Size) -> AsyncIterator[Claim]:
    """The median time of a repair of each kind, as the service asks its scheduler, in a process of its own."""
    solver = Solver()
    subject = await published(solver, size)
    for what, happens in subject.happenings():
        found: list[Repaired] = []
        (seconds,) = await in_turns(size.turns, partial(repaired, solver, subject, happens, found))
        yield at_most(
            f"repair: {len(subject.timetable.places):,} meetings, {what}", quantile(seconds, 0.5), WITHIN, "s",
            by_turn=[round(one, 2) for one in seconds],
            moved=[len(one.moved) for one in found], reseated=[len(one.reseated) for one in found],
            added=[len(one.added) for one in found], dropped=[len(one.dropped) for one in found],
            least=[one.least for one in found], **size.told,
        )  # fmt: skip


async def repaired(solver: Solver, subject: Published, happens: Callable[[], Asked], found: list[Repaired]) -> float:
    """One repair; an answer that breaks a rule is an error, not a result."""
    asked = happens()
    began = perf_counter()
    answer = await solver.repair(asked.day, subject.timetable.places, wanted=asked.wanted)
    took = perf_counter() - began
    if broken := violations(answer.day, answer.timetable):
        raise AssertionError(f"not a timetable: {broken}")
    found.append(answer)
    return took


if __name__ == "__main__":
    main("repair", claims)
