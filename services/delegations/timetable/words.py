"""What participants, meetings, slots and tables are called where something is said of them: as people know them."""

from services.delegations.timetable.model import Day


def count(number: int, what: str) -> str:
    """A number of things, whose name takes an s where there are several."""
    return f"{number} {what}{'' if number == 1 else 's'}"


class Words:
    """By names and clock times where the day has them, else by ids and numbers; slots count from 0, tables from 1."""

    def __init__(self, day: Day) -> None:
        self._clock = day.clock
        self._names = {participant.id: participant.name for participant in day.participants}
        self._parties = {meeting.id: meeting.parties for meeting in day.meetings}

    def who(self, party: str) -> str:
        return self._names.get(party) or party

    def both(self, meeting: str) -> str:
        """The parties of a meeting of the day."""
        return " and ".join(map(self.who, self._parties[meeting]))

    def which(self, meeting: str) -> str:
        named = all(map(self._names.get, self._parties.get(meeting, ("",))))
        return f"the meeting of {self.both(meeting)}" if named else f"meeting {meeting}"

    def when(self, slot: int) -> str:
        return f"at {self._clock[slot]}" if 0 <= slot < len(self._clock) else f"in slot {slot}"

    def table(self, table: int) -> str:
        return f"table {table + 1}"
