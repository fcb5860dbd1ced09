"""Websites as exhibitor lists spell them."""

import pytest

from services.delegations.domain.websites import website


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://acme.example/fr", "https://acme.example/fr"),
        ("http://acme.example:8080", "http://acme.example:8080"),
        ("www.acme.example", "https://www.acme.example"),
        (" société.example ", "https://société.example"),
        ("acme.example/?q=a@b", "https://acme.example/?q=a@b"),
    ],
)
def test_an_address_has_a_scheme(text: str, address: str) -> None:
    assert website(text) == address


@pytest.mark.parametrize(
    "text",
    ["info@acme.example", "https//www.acme.example", "ftp://acme.example", "acme", "", "javascript:alert(1)",
     "https://acme.example:port", "http://[::1", "acme .example", "http://u:p@acme.example", "https://10.0.0.1"],
)  # fmt: skip
def test_what_leads_nowhere_on_the_web_is_no_address(text: str) -> None:
    assert website(text) is None
