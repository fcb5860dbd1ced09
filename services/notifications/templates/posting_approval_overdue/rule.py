"""When a directorate has not had its say at half time, and when it is late, it, post and officer are told.

Headquarters are told when it is late.
"""

from services.notifications.look import Look
from services.notifications.recipients import HQ, Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.tenures import tenure
from services.notifications.treatment import Treatment
from shared.contracts.postings.posting_course import PostingApprovalEscalated, PostingApprovalReminded


def audience(event: PostingApprovalReminded | PostingApprovalEscalated) -> tuple[Addressee, ...]:
    told = [Recipient("post", event.post), Recipient("officer", event.officer)]
    told += [Recipient("directorate", one) for one in event.missing]
    told += [HQ] if isinstance(event, PostingApprovalEscalated) else []
    return tuple(Addressee(to, event.posting) for to in told)


async def context(event: PostingApprovalReminded | PostingApprovalEscalated, _: Addressee, look: Look) -> Context:
    return await tenure(look, event.post, event.position, event.officer) | {
        "missing": event.missing,
        "approve_by": event.approve_by,
        "late": isinstance(event, PostingApprovalEscalated),
    }


RULE = Rule(
    "posting_approval_overdue",
    (PostingApprovalReminded, PostingApprovalEscalated),
    audience,
    context,
    treatment=Treatment("network"),
)
