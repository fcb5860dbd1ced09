"""What comes in from outside is as narrow as what it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.http.types import Country, Id, Text

ID: TypeAdapter[str] = TypeAdapter(Id)


@given(st.uuids().map(str) | st.from_regex(r"[a-z0-9]([a-z0-9-]{0,78}[a-z0-9])?", fullmatch=True))
def test_slugs_and_uuids_are_ids(id: str) -> None:
    assert ID.validate_python(id) == id


@pytest.mark.parametrize("id", ["", "A", "a/b", "a.b", "a b", "-a", "a-", "a\n", "é", "a" * 81, "$a"])
def test_nothing_else_is_an_id(id: str) -> None:
    with pytest.raises(ValidationError):
        ID.validate_python(id)


@pytest.mark.parametrize("country", ["fr", "FRA", "F", "F1", "FR ", "ZZ", "UK", "EU"])
def test_a_country_is_two_capital_letters_that_one_has(country: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Country).validate_python(country)


def test_a_text_is_stripped() -> None:
    assert TypeAdapter(Text).validate_python("  Société Générale \n") == "Société Générale"


@pytest.mark.parametrize("text", ["", "   ", "a\nb", "a\x00b", "a\x85b", "a\u2028b", "a" * 201])
def test_a_text_is_one_line_that_is_not_empty(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Text).validate_python(text)
