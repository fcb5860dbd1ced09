"""When a company has signed off or disputed an export win, whoever answered learns which, not what was sold."""

from services.notifications.look import Look
from services.notifications.recipients import Addressee, Recipient
from services.notifications.rule import Context, Rule
from services.notifications.treatment import Treatment
from shared.contracts.delegations.assistance import ExportWinRejected, ExportWinSigned


def audience(event: ExportWinSigned | ExportWinRejected) -> tuple[Addressee, ...]:
    if event.desk.kind == "hq":
        return ()
    return (Addressee(Recipient(event.desk.kind, event.desk.id), event.request),)


async def context(event: ExportWinSigned | ExportWinRejected, _: Addressee, look: Look) -> Context:
    company = await look.company(event.company)
    said = {"request": event.request, "market": event.market, "company": company["name"]}
    return {**said, "signed": isinstance(event, ExportWinSigned)}


RULE = Rule(
    "export_win_settled",
    (ExportWinSigned, ExportWinRejected),
    audience,
    context,
    treatment=Treatment("assistance", optional=True, digestible=True),
)
