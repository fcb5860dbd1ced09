"""A delegation on its way to a fair, for tests: the fair, the visit, and what has happened to its members."""

from datetime import UTC, date, datetime

from services.delegations.domain.fair import KnownFair
from services.delegations.domain.visit import Visit
from shared.contracts.delegations.fair import FairAnnounced, FairDetailed
from shared.contracts.delegations.roster import (
    Guest,
    MemberAccredited,
    MemberArrived,
    MemberLeft,
    MemberRegistered,
    MembersInvited,
    MemberSubmitted,
    MemberWithdrawn,
)

ANNOUNCED = FairAnnounced(
    fair="exposec", name="Exposec", edition="2027", country="FR", starts_on=date(2027, 5, 4), ends_on=date(2027, 5, 6)
)
FAIR = KnownFair(ANNOUNCED, FairDetailed(fair="exposec", time_zone="Europe/Paris", closes_on=date(2027, 4, 1)))
VISIT = Visit("peru", "PE", "head", "confirmed", FAIR)

EARLY = datetime(2027, 3, 1, tzinfo=UTC)
LATE = datetime(2027, 4, 2, tzinfo=UTC)
MORNING = datetime(2027, 5, 4, 7, 30, tzinfo=UTC)
EVENING = datetime(2027, 5, 4, 17, tzinfo=UTC)

OF = {"delegation": "peru", "fair": "exposec", "country": "PE"}
ANA = {**OF, "person": "ana"}
GUEST = Guest(person="ana", function="companion")
INVITED = MembersInvited(**OF, guests=(GUEST,))
REGISTERED = MemberRegistered(**ANA, function="companion", interpreter="es", interests=("Drones",))
SUBMITTED = MemberSubmitted(**ANA)
ACCREDITED = MemberAccredited(**ANA, function="companion", badge="b1")
ARRIVED = MemberArrived(**ANA, badge="b1", at=MORNING)
LEFT = MemberLeft(**ANA, badge="b1", at=EVENING)
WITHDRAWN = MemberWithdrawn(**ANA)
