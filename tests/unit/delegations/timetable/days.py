"""Small days to schedule: the benchmark's worked example and a builder for others."""

from services.delegations.timetable.model import Day, Meeting, Participant, Place, Precedence, Resource, Timetable
from services.delegations.timetable.solve import solve

WORKED_EXAMPLE = """
nBusiness = 4; nMeetings = 3; nTables = 2; nTotalSlots = 6; nMorningSlots = 3;
requested = [|1, 2,3,
|1, 3,3,
|1, 4,2,
|];
meetingsxBusiness = [{1,2,3,4}, {1,2}, {1,3}, {1,4}];
nMeetingsBusiness = [3,1,1,1];
forbidden = [{0,2,3}, {0,3,4,5,6}, {0,6}, {}];
fixed = [0,0,0];
precedences = [{}, {}, {2}];
"""


def day(
    *meetings: Meeting,
    slots: int,
    tables: int = 9,
    absent: dict[str, set[int]] | None = None,
    precedences: tuple[tuple[str, str], ...] = (),
    fairness: int | None = None,
    caps: dict[str, int] | None = None,
    closed: tuple[tuple[int, int], ...] = (),
    share: int = 50,
    teams: dict[str, int] | None = None,
    resources: tuple[Resource, ...] = (),
) -> Day:
    """A day whose participants are whoever meets or is absent."""
    absences = {party: frozenset[int]() for meeting in meetings for party in meeting.parties}
    absences |= {party: frozenset(when) for party, when in (absent or {}).items()}
    people = tuple(
        Participant(party, when, (caps or {}).get(party), (teams or {}).get(party, 1))
        for party, when in absences.items()
    )
    order, shut = tuple(Precedence(*pair) for pair in precedences), frozenset(Place(*each) for each in closed)
    return Day(slots, tables, people, meetings, order, fairness, shut, share, resources)


def solved(problem: Day) -> Timetable:
    """The answer of a search that repeats itself: one worker, one seed, time in plenty."""
    return solve(problem, seconds=60, workers=1, seed=1)
