"""When an export win was declared, its company is asked by signed link; the mail does not say what was sold."""

from services.notifications.links import Question
from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.assistance import ExportWinDeclared


def audience(event: ExportWinDeclared) -> tuple[Addressee, ...]:
    return (Addressee(Recipient("company", event.company), event.request),)


async def context(event: ExportWinDeclared, _: Addressee, look: Look) -> Context:
    company = await look.company(event.company)
    said = {"request": event.request, "market": event.market, "company": company["name"]}
    win = {"product": event.product, "reached_on": event.reached_on, "amount": event.amount}
    return {**said, **win, "until": event.sign_by}


def asks(event: ExportWinDeclared, _: Addressee) -> Question:
    about = {"request": event.request, "win": event.win, "company": event.company}
    return Question("win", about, event.sign_by, event.sign_by)


RULE = Rule(
    "export_win_declared", (ExportWinDeclared,), audience, context, asks=asks, treatment=Treatment("assistance")
)
