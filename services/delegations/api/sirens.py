"""Companies with the same SIREN, as far as this service has seen: told of in lists, and a bar to being approved."""

from collections.abc import Iterable, Sequence

from fastapi import Request

from services.delegations.domain.company import COMPANY
from services.delegations.domain.exhibitor_list import Exhibitor, Remark
from services.delegations.views.likenesses import LIKENESSES, siren_key
from shared.eventing.decider import Refused
from shared.eventing.store import Store
from shared.eventing.views import Views


async def holders(request: Request, sirens: Iterable[str]) -> dict[str, list[str]]:
    """The companies that have each of these SIRENs."""
    views: Views = request.app.state.views
    wanted = sorted({siren_key(siren) for siren in sirens})
    found = await views.find(LIKENESSES, {"_id": {"$in": wanted}}, limit=max(1, len(wanted)))
    return {group["siren"]: [one["id"] for one in group["companies"]] for group in found}


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
        if others := [company for company in known.get(siren, ()) if company != row.company]:
            found.append(Remark(row.line, row.name, f"profile.siren: is that of company {', '.join(others)} too"))
    return found


async def own_siren(request: Request, company: str) -> None:
    """Raises Refused `siren-of-another` where a company that takes part already has the SIREN of a pending one."""
    store: Store = request.app.state.store
    waiting, _ = await store.load(COMPANY, company)
    siren = waiting.profile.siren
    if waiting.standing != "pending" or siren is None:
        return
    for other in (await holders(request, [siren])).get(siren, ()):
        known, _ = await store.load(COMPANY, other)
        if other != company and known.may_take_part and known.profile.siren == siren:
            detail = f"company {other} has the SIREN {siren}: merge the two, or have it corrected"
            raise Refused("siren-of-another", detail)
