"""The companies: particulars, the fairs at which they exhibit, and every category under which they can be found."""

from collections.abc import Iterable

from services.delegations.domain.labels import distinct
from shared.contracts.delegations.company import CompanyChanged, CompanyEvent, CompanyExhibited, CompanyRegistered
from shared.eventing.view import Document, View


def keys(event: CompanyEvent) -> Iterable[str]:
    return (event.company,)


def evolve(document: Document | None, event: CompanyEvent) -> Document:
    company = document or {"lists": {}, "declared": []}
    match event:
        case CompanyRegistered() | CompanyChanged():
            particulars = event.model_dump(include={"name", "country", "website", "contact"})
            company = {**company, **particulars, "declared": list(event.categories)}
        case CompanyExhibited(fair=fair, categories=categories):
            company = {**company, "lists": {**company["lists"], fair: list(categories)}}
    listed = (label for categories in company["lists"].values() for label in categories)
    categories_of_all = distinct((*company["declared"], *listed))
    return {**company, "fairs": sorted(company["lists"]), "categories": list(categories_of_all)}


COMPANIES = View(
    "companies",
    (CompanyRegistered, CompanyChanged, CompanyExhibited),
    keys,
    evolve,
    indexes=(("fairs", "_id"), ("country", "_id"), ("categories", "_id")),
)
