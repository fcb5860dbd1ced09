"""Who has a piece of work in charge, and to whom it passes."""

from services.postings.domain.charge import CHARGE, Entrust, Succeed
from services.postings.views.charges import CHARGES
from shared.contracts.postings.charge import ChargeGiven
from tests.scenario import Scenario

GIVEN = ChargeGiven(kind="technical-action", work="course", posting="morel", post="lima", because="decision")
PASSED = GIVEN.model_copy(update={"former": "morel", "posting": "petit", "because": "succession"})

charge = Scenario(CHARGE)
given = charge.given(GIVEN)


def test_work_is_entrusted_to_an_officer_of_the_post_and_again_changes_nothing() -> None:
    charge.when(Entrust("technical-action", "course", "morel", "lima")).then(GIVEN)
    given.when(Entrust("technical-action", "course", "morel", "lima")).nothing_happens()
    given.when(Entrust("technical-action", "course", None, "lima")).then(
        GIVEN.model_copy(update={"former": "morel", "posting": None})
    )
    charge.when(Entrust("technical-action", "course", "morel", "lima", serves=False)).refused("posting-not-at-post")


def test_it_passes_on_from_whoever_has_it_still() -> None:
    given.when(Succeed("technical-action", "course", "morel", "petit", "lima")).then(PASSED)
    given.given(PASSED).when(Succeed("technical-action", "course", "morel", "roux", "lima")).nothing_happens()
    given.when(Succeed("technical-action", "course", "morel", "morel", "lima")).nothing_happens()
    given.when(Succeed("technical-action", "course", "morel", None, "lima")).then(
        PASSED.model_copy(update={"posting": None})
    )


def test_the_view_says_who_has_it_now() -> None:
    assert list(CHARGES.keys(GIVEN)) == ["technical-action.course"]
    assert CHARGES.evolve({"kind": "x"}, PASSED) == {
        "kind": "technical-action", "work": "course", "posting": "petit", "post": "lima",
    }  # fmt: skip
