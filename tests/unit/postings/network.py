"""Lima's liaison officers, invented: the facts that the postings tests share."""

from datetime import date

from shared.contracts.postings.position import PositionCreated, PositionFilled, PositionVacated
from shared.contracts.postings.posting import DirectorateApproved, PostingApproved, PostingProposed, PostingStarted

FIRST = date(2026, 9, 1)
LAST = date(2029, 8, 31)

CREATED = PositionCreated(
    position="lima-lo", post="lima", title="Liaison officer", kind="liaison-officer", service="police"
)
PROPOSED = PostingProposed(
    posting="morel", position="lima-lo", post="lima", officer="o-morel", starts_on=FIRST, ends_on=LAST
)
POLICE_APPROVED = DirectorateApproved(posting="morel", directorate="police")
GENDARMERIE_APPROVED = DirectorateApproved(posting="morel", directorate="gendarmerie")
APPROVED = PostingApproved(
    posting="morel", position="lima-lo", post="lima", officer="o-morel", starts_on=FIRST, ends_on=LAST
)
STARTED = PostingStarted(posting="morel", position="lima-lo", post="lima", officer="o-morel", started_on=FIRST)
FILLED = PositionFilled(position="lima-lo", posting="morel", officer="o-morel", started_on=FIRST)
VACATED = PositionVacated(position="lima-lo", posting="morel", last_day=LAST)
