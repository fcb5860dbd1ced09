"""When a company asks the post about a note, the post learns of it, and the company when there is an answer."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.environment_note import EnvironmentNoteQuestionAnswered, EnvironmentNoteQuestionAsked

Question = EnvironmentNoteQuestionAsked | EnvironmentNoteQuestionAnswered


def audience(event: Question) -> tuple[Addressee, ...]:
    asked = isinstance(event, EnvironmentNoteQuestionAsked)
    to = Recipient("post", event.post) if asked else Recipient("company", event.company)
    return (Addressee(to, event.question),)


async def context(event: Question, _: Addressee, __: Look) -> Context:
    return {
        "question": event.question,
        "country_code": event.country,
        "asked": isinstance(event, EnvironmentNoteQuestionAsked),
    }


RULE = Rule(
    "environment_question",
    (EnvironmentNoteQuestionAsked, EnvironmentNoteQuestionAnswered),
    audience,
    context,
    treatment=Treatment("cooperation"),
)
