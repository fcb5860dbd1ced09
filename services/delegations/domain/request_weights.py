"""What a request is worth to the timetable, and how many meetings a participant may have, by the timetable's rules."""

from services.delegations.domain.requested_meetings import Request
from shared.contracts.delegations.day import ParticipantJoined
from shared.contracts.delegations.timetable_parts import TimetableRules

RANKS = 10  # the first so many ranks differ in weight; whatever is ranked behind, or not at all, counts as the last


def weight(rules: TimetableRules | None, request: Request) -> int | None:
    """What holding the request is worth, from 1 to 21; None where it must be held.

    A rank is worth 10 to 1. Acceptance is worth more than any rank, or, where rank comes first, less than the next one.
    """
    accepted = request.state == "accepted"
    if rules is None or rules.must_hold == "all" or (rules.must_hold == "accepted" and accepted):
        return None
    rank = RANKS + 1 - min(request.rank or RANKS, RANKS)
    return rank + RANKS * accepted if rules.first == "acceptance" else 2 * rank + accepted


def cap(rules: TimetableRules | None, joined: ParticipantJoined, present: int) -> int | None:
    """The most meetings of a participant that is there in so many slots; None: no limit but these slots."""
    if rules is None:
        return None
    quotas = {quota.participant: quota.most for quota in rules.quotas}
    of_side = rules.most_per_company if joined.side == "company" else rules.most_per_buyer
    limits = [quotas.get(joined.participant, of_side)]
    if rules.white_space:
        limits.append(max(0, present - rules.white_space))
    return min((limit for limit in limits if limit is not None), default=None)
