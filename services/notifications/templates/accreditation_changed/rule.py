"""When a further country accredits a post, or its accreditation ends, embassy and post learn from when to when.

Why it ends is not told.
"""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, embassy_and_post
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.post import PostAccreditationEnded, PostAccreditationGranted


def audience(event: PostAccreditationGranted | PostAccreditationEnded) -> tuple[Addressee, ...]:
    return embassy_and_post(event.post, event.post)


async def context(event: PostAccreditationGranted | PostAccreditationEnded, _: Addressee, look: Look) -> Context:
    begins = isinstance(event, PostAccreditationGranted)
    return {
        "post": (await look.post(event.post))["name"],
        "country_code": event.country,
        "begins": begins,
        "on": event.granted_on if isinstance(event, PostAccreditationGranted) else event.last_day,
    }


RULE = Rule(
    "accreditation_changed",
    (PostAccreditationGranted, PostAccreditationEnded),
    audience,
    context,
    treatment=Treatment("network", optional=True, digestible=True),
)
