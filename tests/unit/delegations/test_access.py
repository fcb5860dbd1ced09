"""Who of a day's parties calls: nobody is taken for the organiser for want of a claim, nor for somebody elsewhere."""

from typing import Any

import pytest

from services.delegations.api.access import Party, own_meeting, own_part, own_side, party_of
from services.delegations.api.seats import Seated
from shared.contracts.delegations.day import Side
from shared.http.identity import ROLES, Caller
from shared.http.problems import Problem

ACME, POLICE = Caller("a", "company", company="acme"), Caller("b", "buyer", buyer="lima/police")
OFFICE = Caller("c", "partnerships")


def test_a_company_is_a_party_of_any_day_and_a_buyer_of_its_own() -> None:
    assert [party_of(ACME, day) for day in ("lima", "quito")] == [Party("company", "acme")] * 2
    assert party_of(POLICE, "lima") == Party("buyer", "police")
    with pytest.raises(Problem, match="day quito"):
        party_of(POLICE, "quito")


@pytest.mark.parametrize("role", ROLES)
def test_a_role_of_the_house_is_no_party_and_a_party_without_a_claim_is_nobody(role: Any) -> None:
    if role not in ("company", "buyer"):
        assert party_of(Caller("x", role), "lima") is None
        return
    with pytest.raises(Problem):
        party_of(Caller("x", role), "lima")


@pytest.mark.parametrize(("caller", "id", "side"), [(ACME, "acme", "company"), (POLICE, "police", "buyer")])
def test_a_party_reaches_its_own_part_meetings_and_side_only(caller: Caller, id: str, side: Side) -> None:
    other: Side = "buyer" if side == "company" else "company"
    for allowed in (caller, OFFICE):
        own_part(allowed, "lima", id)
        own_meeting(allowed, "lima", "acme", "police")
        own_side(allowed, side)
    for reach, for_others in (
        (own_part, ("lima", f"{id}-2")),
        (own_meeting, ("lima", "police", "acme")),
        (own_side, (other,)),
    ):
        with pytest.raises(Problem) as problem:
            reach(caller, *for_others)
        assert problem.value.status_code == 403


def test_a_company_acts_for_what_was_merged_into_it_and_for_nothing_else() -> None:
    seated = Seated("a", "company", company="acme", seats=("double",))
    for id in ("acme", "double"):
        own_part(seated, "lima", id)
        own_meeting(seated, "lima", id, "police")
    with pytest.raises(Problem):
        own_part(seated, "lima", "other")
    with pytest.raises(Problem):
        own_meeting(seated, "lima", "other", "police")
    party = party_of(seated, "lima")
    assert party is not None
    assert [party.among(ids) for ids in ({"double"}, {"double", "acme"}, set[str]())] == ["double", "acme", "acme"]
