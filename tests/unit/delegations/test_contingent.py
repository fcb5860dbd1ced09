"""The rules of a country's contingent."""

from services.delegations.domain.contingent import CONTINGENT, Free, Take
from shared.contracts.delegations.contingent import PlaceFreed, PlaceTaken
from tests.scenario import Scenario

OF = {"fair": "exposec", "country": "PE"}
TAKEN = PlaceTaken(**OF, person="ana")

contingent = Scenario(CONTINGENT)


def test_as_many_have_a_place_as_the_quota_allows() -> None:
    contingent.when(Take("exposec", "PE", "ana", 1)).then(TAKEN)
    contingent.given(TAKEN).when(Take("exposec", "PE", "ben", 1)).refused("quota-exhausted")
    contingent.given(TAKEN).when(Take("exposec", "PE", "ben", None)).then(PlaceTaken(**OF, person="ben"))
    contingent.when(Take("exposec", "PE", "ana", 0)).refused("quota-exhausted")


def test_who_has_a_place_keeps_it_even_where_the_quota_is_less_by_now() -> None:
    contingent.given(TAKEN).when(Take("exposec", "PE", "ana", 0)).nothing_happens()


def test_a_place_that_is_freed_can_be_taken_by_another() -> None:
    freed = PlaceFreed(**OF, person="ana")
    contingent.given(TAKEN).when(Free("exposec", "PE", "ana")).then(freed)
    contingent.given(TAKEN, freed).when(Free("exposec", "PE", "ana")).nothing_happens()
    contingent.given(TAKEN, freed).when(Take("exposec", "PE", "ben", 1)).then(PlaceTaken(**OF, person="ben"))
