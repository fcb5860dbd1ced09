"""Countries: one table, one type for whatever names one, and the member states among them."""

from pathlib import Path

from pydantic import TypeAdapter

from services.postings.domain.countries import MEMBER_STATES
from services.postings.domain.neighbours import NEIGHBOURS
from shared.countries import COUNTRIES, Country
from tests.test_architecture import PRODUCT, ROOT


def test_every_country_is_one() -> None:
    assert len(COUNTRIES) == 250  # the 249 of ISO 3166-1, and Kosovo
    assert [TypeAdapter(Country).validate_python(code) for code in sorted(COUNTRIES)] == sorted(COUNTRIES)
    assert len(MEMBER_STATES) == 27
    assert MEMBER_STATES | NEIGHBOURS.keys() <= COUNTRIES


def test_nothing_else_says_what_a_country_looks_like() -> None:
    said = [path for path in PRODUCT if path.parts[0] != "tests" and "[A-Z]{2}" in (ROOT / path).read_text("utf-8")]
    assert said == [Path("shared/countries.py")]
