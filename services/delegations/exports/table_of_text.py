"""The whole timetable as CSV that spreadsheet programs open right and none takes a text of for a formula."""

from services.delegations.domain.planned_day import PlannedDay
from services.delegations.exports.programme import Programme
from shared.tables import table

COLUMNS = (
    "meeting", "status", "date", "from", "to", "time_zone", "table",
    "company", "company_name", "company_answer", "buyer", "buyer_name", "buyer_answer", "edition",
)  # fmt: skip


def table_of_text(programme: Programme, day: PlannedDay) -> bytes:
    """UTF-8 with a byte order mark, separated by semicolons, as programs in France and this house's readers expect.

    One line per meeting. `status` is published or cancelled; an answer is empty until it is given.
    """
    rows = []
    for line in programme.lines:
        if each := line.appointment:
            starts_at, ends_at = programme.clock(each.starts_at), programme.clock(each.ends_at)
            status = "cancelled" if line.kind == "cancelled" else "published"
            times = (f"{starts_at:%Y-%m-%d}", f"{starts_at:%H:%M}", f"{ends_at:%H:%M}", programme.plan.time_zone)
            parties = [
                text
                for party in (each.company, each.buyer)
                for text in (party, programme.names[party], _answer(day, each.meeting, party))
            ]
            rows.append((each.meeting, status, *times, each.table, *parties, programme.edition))
    return table(COLUMNS, rows)


def _answer(day: PlannedDay, meeting: str, participant: str) -> str:
    answered = day.answers.get((meeting, participant))
    return answered.answer if answered else ""
