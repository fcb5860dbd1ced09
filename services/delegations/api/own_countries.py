"""Which delegations are a post's or an embassy's: those of the countries that it covers, as far as is heard here."""

from fastapi import Request

from services.delegations.api.access import known_visit
from services.delegations.domain.visit import Visit
from services.delegations.views.coverage import COVERAGE
from shared.eventing.views import Views
from shared.http.identity import Caller
from shared.http.problems import Problem


async def countries_of(request: Request, caller: Caller) -> frozenset[str] | None:
    """The country in which the caller's post resides and those that it is accredited to; None for the offices at home,
    to whom all delegations are open. An embassy is named by its post; one whose token names none has no country.
    """
    if caller.role not in ("post", "embassy"):
        return None
    views: Views = request.app.state.views
    post = caller.post or caller.embassy
    found = await views.get(COVERAGE, post) if post is not None else None
    return frozenset() if found is None else frozenset(filter(None, (found["country"], *found["accredited"])))


async def own_country(request: Request, caller: Caller, country: str) -> None:
    """Raises Problem 403 where a post or an embassy reaches for a delegation of a country that is not its own."""
    countries = await countries_of(request, caller)
    if countries is not None and country not in countries:
        known = ", ".join(sorted(countries)) or "nothing that is known here"
        whose = f"the token is for {caller.role} {caller.post or caller.embassy}, which covers {known}"
        raise Problem(403, "forbidden", f"this is of {country}; {whose}")


async def own_visit(request: Request, caller: Caller, delegation: str) -> Visit:
    """The visit as `known_visit` has it. Raises Problem 403 as `own_country` does."""
    visit = await known_visit(request, delegation)
    await own_country(request, caller, visit.country)
    return visit
