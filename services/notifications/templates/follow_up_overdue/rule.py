"""When the day for its next step is over, and it has not said that it is done, a side of a meeting is reminded once."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.meeting import MeetingFollowUpReminded


def audience(event: MeetingFollowUpReminded) -> tuple[Addressee, ...]:
    own = event.company if event.side == "company" else event.buyer
    return (Addressee(Recipient("participant", own, event.day), event.meeting),)


async def context(event: MeetingFollowUpReminded, to: Addressee, look: Look) -> Context:
    day, me = await look.day(event.day), to.recipient.id
    other = event.buyer if event.side == "company" else event.company
    names = await look.participants(event.day, (me, other))
    return {
        "title": day["title"],
        "participant": names[me]["name"],
        "counterpart": names[other]["name"],
        "next_step": event.next_step,
        "follow_up_on": event.follow_up_on,
    }


RULE = Rule(
    "follow_up_overdue",
    (MeetingFollowUpReminded,),
    audience,
    context,
    treatment=Treatment("meetings", optional=True, digestible=True),
)
