"""A company on a buyer-meeting day speaks for itself, and for the participants that were merged into it."""

from dataclasses import dataclass, fields

from fastapi import Depends, Request
from fastapi.params import Depends as Dependency

from services.delegations.views.seats import SEATS, seats_id
from shared.eventing.views import Views
from shared.http.identity import Allowed, Caller, Role


@dataclass(frozen=True, slots=True)
class Seated(Caller):
    """`seats` are the participants and applicants of the day in question that were the company's duplicates."""

    seats: tuple[str, ...] = ()


class AllowedWithSeats(Allowed):
    """The dependency behind `seated`: answers the caller, a company with its seats on the day that the path names."""

    async def __call__(self, request: Request) -> Caller:
        caller = await super().__call__(request)
        if caller.company is None:
            return caller
        views: Views = request.app.state.views
        found = await views.get(SEATS, seats_id(request.path_params["day"], caller.company))
        if found is None:
            return caller
        about = {each.name: getattr(caller, each.name) for each in fields(Caller)}
        return Seated(**about, seats=tuple(found["seats"]))


def seated(*roles: Role) -> Dependency:
    """As `allow`, for routes of a buyer-meeting day that companies use."""
    dependency: Dependency = Depends(AllowedWithSeats(roles))
    return dependency
