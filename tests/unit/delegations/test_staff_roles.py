"""What a member of a house's staff may do: its data and staff are for managers, all else is for everybody."""

import pytest

from services.delegations.api.staff import manages
from shared.http.identity import Caller
from shared.http.problems import Problem

STAFF = {"acme-a": "manager", "acme-b": "commercial"}


def test_a_manager_the_houses_own_account_and_the_office_may_change_its_data() -> None:
    for caller in (
        Caller("acme-a", "company", company="acme"),
        Caller("account", "company", company="acme"),
        Caller("acme-b", "partnerships"),
    ):
        manages(caller, "acme", STAFF)


def test_others_of_the_staff_may_not() -> None:
    with pytest.raises(Problem, match="acme-b is commercial of acme") as problem:
        manages(Caller("acme-b", "company", company="acme"), "acme", STAFF)
    assert problem.value.status_code == 403
