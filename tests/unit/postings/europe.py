"""An invented EU position on returns, and deadlines of an EU project: the facts that the tests share."""

from datetime import UTC, date, datetime

from shared.contracts.postings.eu_position import (
    EuAssignment,
    EuPoint,
    EuPositionClosed,
    EuPositionInstructed,
    EuPositionPresented,
    EuPositionReminded,
    EuViewGathered,
)
from shared.contracts.postings.eu_project import EuProjectDeadlineDue, EuProjectDeadlineNear

AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
REMIND_AT, DUE_AT = datetime(2026, 9, 20, 12, tzinfo=UTC), datetime(2026, 9, 22, 12, tzinfo=UTC)
POINTS = (EuPoint(point="p1", text="Common list"), EuPoint(point="p2", text="Joint flights"))
DE, LV, LT = (
    EuAssignment(state=state, post=post) for state, post in (("DE", "berlin"), ("LV", "riga"), ("LT", "riga"))
)
INSTRUCTED = EuPositionInstructed(
    position="returns",
    title="Returns regulation",
    field="migration",
    instruction="Say that we support a common list.",
    points=POINTS,
    assignments=(DE, LV, LT),
    remind_at=REMIND_AT,
    due_at=DUE_AT,
    council_on=date(2026, 10, 1),
)
PRESENTED = EuPositionPresented(
    position="returns", state="DE", post="berlin", function="Head of returns", presented_on=date(2026, 9, 1)
)
GATHERED = EuViewGathered(
    position="returns",
    state="DE",
    post="berlin",
    point="p1",
    stance="reserve",
    text="Costs.",
    late=False,
    gathered_at=AT,
)
REMINDED = EuPositionReminded(position="returns", assignments=(DE, LV, LT), due_at=DUE_AT)
CLOSED = EuPositionClosed(position="returns", closed_at=AT)
REPORT_NEAR = EuProjectDeadlineNear(
    project="el-paccto", kind="report", deadline="r1", title="First report", due_on=date(2027, 12, 31)
)
MILESTONE_DUE = EuProjectDeadlineDue(
    project="el-paccto", kind="milestone", deadline="m1", title="Laboratory open", due_on=date(2027, 12, 31)
)
