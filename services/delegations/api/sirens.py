"""Companies with the same SIREN: told of when lists come in, and a bar to being approved."""

from collections.abc import Sequence

from fastapi import Request

from services.delegations.company_histories import with_sirens
from services.delegations.domain.company import COMPANY, Company
from services.delegations.domain.exhibitor_list import Exhibitor, Remark
from shared.eventing.decider import Refused
from shared.eventing.store import Store
from shared.service import Service


async def holders(request: Request, sirens: Sequence[str]) -> dict[str, list[Company]]:
    """The companies that have each of these SIRENs, in the order of their ids."""
    service: Service = request.app.state.service
    found: dict[str, list[Company]] = {}
    for company in sorted(await with_sirens(service.mongo, sirens), key=lambda one: one.id) if sirens else ():
        found.setdefault(company.profile.siren or "", []).append(company)
    return found


async def remarks(request: Request, rows: Sequence[Exhibitor]) -> list[Remark]:
    """A warning for each row whose SIREN an earlier row or another company has; both may be right, as for a brand."""
    known = await holders(request, [row.profile.siren for row in rows if row.profile.siren])
    lines: dict[str, int] = {}
    found: list[Remark] = []
    for row in rows:
        siren = row.profile.siren
        if siren is None:
            continue
        if siren in lines:
            found.append(Remark(row.line, row.name, f"profile.siren: is that of line {lines[siren]} too"))
        lines.setdefault(siren, row.line)
        if others := [company.id for company in known.get(siren, ()) if company.id != row.company]:
            found.append(Remark(row.line, row.name, f"profile.siren: is that of company {', '.join(others)} too"))
    return found


async def own_siren(request: Request, company: str) -> None:
    """Raises Refused `siren-of-another` where a company that takes part already has the SIREN of a pending one."""
    store: Store = request.app.state.store
    waiting, _ = await store.load(COMPANY, company)
    siren = waiting.profile.siren
    if waiting.standing != "pending" or siren is None or waiting.merged_into is not None:
        return
    for other in (await holders(request, [siren])).get(siren, ()):
        if other.id != company and other.may_take_part:
            detail = f"company {other.id} has the SIREN {siren}: merge the two, or have it corrected"
            raise Refused("siren-of-another", detail)
