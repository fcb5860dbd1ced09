"""Reads an instance of the benchmark (MiniZinc data, everything counted from 1) as a `Day` (counted from 0)."""

import re

from services.delegations.timetable.model import Day, Meeting, Participant, Precedence

MORNING, AFTERNOON = 1, 2


class UnreadableInstance(ValueError):
    """The text lacks a key of the format, or a key's rows do not fit the counts given."""


def read(text: str, *, fairness: int | None) -> Day:
    """The day described by the text of a .dzn file. Raises `UnreadableInstance` and `InvalidDay`."""
    values = {key: value.strip() for key, value in re.findall(r"(\w+)\s*=\s*([^;]*);", re.sub(r"%.*", "", text))}
    try:
        slots, morning = int(values["nTotalSlots"]), int(values["nMorningSlots"])
        requested = [_numbers(row) for row in values["requested"].strip("[]|\n ").split("|") if row.strip()]
        absences = _sets(values["forbidden"])
        fixed = _numbers(values["fixed"])
        earlier = _sets(values["precedences"])
        tables, people, meetings = (int(values[key]) for key in ("nTables", "nBusiness", "nMeetings"))
    except KeyError as missing:
        raise UnreadableInstance(f"the key {missing} is missing") from None
    counts = {"forbidden": (len(absences), people), "requested": (len(requested), meetings)}
    counts |= {"fixed": (len(fixed), meetings), "precedences": (len(earlier), meetings)}
    for key, (found, wanted) in counts.items():
        if found != wanted:
            raise UnreadableInstance(f"{key} has {found} entries where {wanted} are announced")
    sessions = {MORNING: frozenset(range(morning)), AFTERNOON: frozenset(range(morning, slots))}
    return Day(
        slots=slots,
        tables=tables,
        participants=tuple(
            Participant(str(number), frozenset(slot - 1 for slot in absent if slot))
            for number, absent in enumerate(absences, start=1)
        ),
        meetings=tuple(
            Meeting(str(number), (str(a), str(b)), fixed=slot - 1 if slot else None, allowed=sessions.get(session))
            for number, ((a, b, session), slot) in enumerate(zip(requested, fixed, strict=True), start=1)
        ),
        precedences=tuple(
            Precedence(str(first), str(later)) for later, before in enumerate(earlier, start=1) for first in before
        ),
        fairness=fairness,
        order=("breaks",),  # the published objective knows nothing else
    )


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def _sets(text: str) -> list[list[int]]:
    return [_numbers(inside) for inside in re.findall(r"\{([^}]*)\}", text)]
