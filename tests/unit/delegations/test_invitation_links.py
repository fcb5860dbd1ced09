"""Links of invitations: each opens for what it was made for, and for nothing else."""

import jwt
import pytest
from pydantic import ValidationError

from services.delegations.guest_ids import person_id
from services.delegations.service import DelegationsSettings
from shared.contracts.invitation_links import Forged, Invitation, opened, signed

SECRET, OTHER = "s" * 32, "o" * 32
INVITATION = Invitation("peru", "ana")


def test_a_link_says_what_it_was_made_for_and_is_always_the_same() -> None:
    assert opened(signed(INVITATION, SECRET), SECRET) == INVITATION
    assert signed(INVITATION, SECRET) == signed(INVITATION, SECRET)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "nonsense",
        signed(INVITATION, OTHER),
        signed(INVITATION, SECRET)[:-2],
        jwt.encode({"sub": "ana", "delegation": "peru", "aud": "confirmation"}, SECRET, "HS256"),
        jwt.encode({"sub": "ana", "aud": "invitation"}, SECRET, "HS256"),
        jwt.encode({"sub": "ana", "delegation": "peru", "aud": "invitation"}, "", "none"),
    ],
)
def test_what_was_not_made_here_for_this_opens_nothing(token: str) -> None:
    with pytest.raises(Forged):
        opened(token, SECRET)


def test_an_id_made_of_a_mail_address_shows_nothing_of_it_and_differs_between_delegations() -> None:
    made = person_id("peru", "ana@gob.example", SECRET)
    assert made == person_id("peru", "ana@gob.example", SECRET)
    assert made not in (person_id("chile", "ana@gob.example", SECRET), person_id("peru", "ana@gob.example", OTHER))
    assert set(made) <= set("0123456789abcdef")


def test_the_service_does_not_start_without_a_long_link_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_LINK_SECRET", "too-short")
    with pytest.raises(ValidationError, match="link_secret") as refusal:
        DelegationsSettings()
    assert "too-short" not in str(refusal.value)
    monkeypatch.delenv("LIAISON_LINK_SECRET")
    with pytest.raises(ValidationError, match="link_secret"):
        DelegationsSettings()
