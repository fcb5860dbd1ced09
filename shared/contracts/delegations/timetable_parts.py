"""Values inside the events of a day's timetable: its rules, and what a draft says of requests and participants."""

from typing import Literal

from shared.contracts.delegations.fact import Part

Term = Literal["fairness", "breaks", "table-changes"]
Aim = Literal["fairness", "breaks", "waits", "table-changes"]


class MeetingQuota(Part):
    """The most meetings that one participant is to have, whatever its side may have."""

    participant: str
    most: int


class TimetableRules(Part):
    """Which requests the timetable holds where not all fit, and for whom; what is None is not limited.

    `must_hold` says which requests may not be left out; the others are chosen, the heaviest first. Of two, the one that
    was accepted is heavier, or, where `first` is "rank", the one with the better rank. `white_space` is the number of
    slots in which each participant that is there has no meeting. `share` is the percentage of the meetings that it
    could have which every participant is to have, among choices of the same weight. `breaks_apart` is the most breaks
    that one participant may have more than another. `order` is what counts behind the weight of the requests held, the
    first term most; what it leaves out does not count. `aims` is the same with waits, the slots in which somebody waits
    between two of its meetings; where it is there, it counts, and `order` is what older readers know of it.
    """

    must_hold: Literal["all", "accepted", "none"] = "none"
    first: Literal["acceptance", "rank"] = "acceptance"
    most_per_company: int | None = None
    most_per_buyer: int | None = None
    white_space: int = 0
    quotas: tuple[MeetingQuota, ...] = ()
    share: int = 50
    breaks_apart: int | None = None
    order: tuple[Term, ...] = ("fairness", "breaks", "table-changes")
    aims: tuple[Aim, ...] | None = None


class UnservedRequests(Part):
    """The requests that a draft does not hold for one reason, a slug; `of` are the participants or interpreters whose
    limit it is.

    `no-common-slot`: the parties are never free together where the meeting is allowed; `cap-reached`: `of` have as many
    meetings as they may have; `parties-busy`: one of them has another meeting in each slot that is left; `order`: the
    meetings before or after it leave it no slot; `supply-used`: all of `of` are taken; `breaks-bound`: it would
    interrupt somebody too often; `tables-taken`: every table is taken in the slots that are left.
    """

    reason: str
    of: tuple[str, ...] = ()
    meetings: tuple[str, ...]


class Got(Part):
    """What a participant asked for or was asked for, and got: meetings, their weight, its breaks.

    `share` is the number of meetings that was meant to be its share. `waits` are the slots in which it waits between
    two of its meetings; older events do not say.
    """

    participant: str
    asked: int
    held: int
    weight: int
    breaks: int
    share: int
    waits: int | None = None
