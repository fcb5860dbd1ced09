"""The rules of the showcase."""

from dataclasses import replace

from services.delegations.domain.showcase import SHOWCASE, Describe, Publish, Withdraw
from shared.contracts.delegations.showcase import (
    ShowcaseItemDescribed,
    ShowcaseItemPublished,
    ShowcaseItemWithdrawn,
)
from tests.scenario import Scenario

DESCRIBE = Describe("goggles", "Goggles", "See at night", ("Optronics",), ("Border police",), ("acme",))
DESCRIBED = ShowcaseItemDescribed(**vars(DESCRIBE))
PUBLISHED, WITHDRAWN = ShowcaseItemPublished(item="goggles"), ShowcaseItemWithdrawn(item="goggles")

nothing = Scenario(SHOWCASE)
described = nothing.given(DESCRIBED)
published = described.given(PUBLISHED)


def test_an_item_is_described_again_and_again() -> None:
    nothing.when(DESCRIBE).then(DESCRIBED)
    described.when(replace(DESCRIBE, categories=("Optronics", "optronics"))).nothing_happens()
    changed = DESCRIBED.model_copy(update={"title": "Night goggles"})
    published.when(replace(DESCRIBE, title="Night goggles")).then(changed)


def test_it_is_published_and_withdrawn() -> None:
    described.when(Publish("goggles")).then(PUBLISHED)
    published.when(Publish("goggles")).nothing_happens()
    published.when(Withdraw("goggles")).then(WITHDRAWN)
    described.when(Withdraw("goggles")).nothing_happens()
    published.given(WITHDRAWN).when(Publish("goggles")).then(PUBLISHED)
    nothing.when(Publish("goggles")).refused("showcase-item-unknown")


def test_what_is_published_names_a_company() -> None:
    nobody = replace(DESCRIBE, companies=())
    nothing.given(ShowcaseItemDescribed(**vars(nobody))).when(Publish("goggles")).refused(
        "showcase-item-without-company"
    )
    published.when(nobody).refused("showcase-item-without-company")
