"""Thirty days before a milestone or a report of an EU project is due, and on the day, headquarters learn of it."""

from services.notifications.look import Look
from services.notifications.recipients import HQ, Addressee
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.postings.eu_project import EuProjectDeadlineDue, EuProjectDeadlineNear

Reminder = EuProjectDeadlineNear | EuProjectDeadlineDue


def audience(event: Reminder) -> tuple[Addressee, ...]:
    return (Addressee(HQ, event.project),)


async def context(event: Reminder, _: Addressee, __: Look) -> Context:
    return {
        "project": event.project,
        "report": event.kind == "report",
        "deadline": event.deadline,
        "title": event.title,
        "due_on": event.due_on,
        "late": isinstance(event, EuProjectDeadlineDue),
    }


RULE = Rule(
    "eu_project_deadline",
    (EuProjectDeadlineNear, EuProjectDeadlineDue),
    audience,
    context,
    treatment=Treatment("cooperation", digestible=True),
)
