"""When a directorate has not had its say at half time, and when it is late, post and officer learn of it."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.posting_course import PostingApprovalEscalated, PostingApprovalReminded


def audience(event: PostingApprovalReminded | PostingApprovalEscalated) -> tuple[Addressee, ...]:
    return (
        Addressee(Recipient("post", event.post), event.posting),
        Addressee(Recipient("officer", event.officer), event.posting),
    )


async def context(event: PostingApprovalReminded | PostingApprovalEscalated, _: Addressee, look: Look) -> Context:
    post, position = await look.post(event.post), await look.position(event.position)
    return {
        "post": post["name"],
        "position": position["title"],
        "officer": await look.officer(event.officer),
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
