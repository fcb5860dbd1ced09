"""When the host country is asked, and when it answers or does not, those whom it concerns learn it."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.tenures import tenure
from services.notifications.treatment import Treatment
from shared.contracts.postings.posting_course import (
    PostingAgrementAsked,
    PostingAgrementGranted,
    PostingAgrementRefused,
    PostingAgrementSilent,
)
from shared.eventing.event import Event

Agrement = PostingAgrementAsked | PostingAgrementGranted | PostingAgrementRefused | PostingAgrementSilent
SAID: dict[type[Event], str] = {
    PostingAgrementAsked: "asked",
    PostingAgrementGranted: "granted",
    PostingAgrementRefused: "refused",
    PostingAgrementSilent: "silent",
}


def audience(event: Agrement) -> tuple[Addressee, ...]:
    answered = isinstance(event, PostingAgrementGranted | PostingAgrementRefused)
    offices = (Recipient("embassy", event.post), Recipient("post", event.post))
    officer = (Recipient("officer", event.officer),) if answered else ()
    return tuple(Addressee(recipient, event.posting) for recipient in (*offices, *officer))


async def context(event: Agrement, _: Addressee, look: Look) -> Context:
    by = event.answer_by if isinstance(event, PostingAgrementAsked | PostingAgrementSilent) else None
    return await tenure(look, event.post, event.position, event.officer) | {
        "country_code": (await look.post(event.post))["country"],
        "said": SAID[type(event)],
        "answer_by": by,
    }


RULE = Rule("posting_agrement", tuple(SAID), audience, context, treatment=Treatment("network"))
