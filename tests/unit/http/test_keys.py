"""How the identity provider's keys are had, and what happens while it is away."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from shared.http.identity import Identity
from shared.http.keys import MAX_AGE, UNKNOWN_KEY_INTERVAL
from shared.http.problems import Problem
from tests.unit.http.issuer import AUDIENCE, ISSUER, Provider, Signer, key_set, provider


class Clock:
    """Seconds that pass when a test says so."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def identity(shown: Provider, clock: Clock) -> Identity:
    return Identity(shown.url, ISSUER, AUDIENCE, clock)


async def test_keys_are_fetched_once_for_many_tokens_and_again_when_they_are_old(signer: Signer) -> None:
    clock = Clock()
    with provider(signer) as shown:
        ours = identity(shown, clock)
        for _ in range(3):
            await ours.caller(signer.token())
        assert shown.asked == 1
        clock.seconds += MAX_AGE
        await ours.caller(signer.token())
        assert shown.asked == 2


async def test_a_new_key_is_found_but_forged_key_ids_do_not_flood_the_provider(signer: Signer) -> None:
    clock, second = Clock(), Signer("second")
    with provider(signer) as shown:
        ours = identity(shown, clock)
        await ours.caller(signer.token())
        shown.body = key_set(signer, second)
        for _ in range(5):
            with pytest.raises(Problem, match="no such key"):
                await ours.caller(second.token())
        assert shown.asked == 1
        clock.seconds += UNKNOWN_KEY_INTERVAL
        await ours.caller(second.token())
        assert shown.asked == 2


async def test_a_withdrawn_key_is_no_longer_accepted(signer: Signer) -> None:
    clock = Clock()
    with provider(signer) as shown:
        ours = identity(shown, clock)
        await ours.caller(signer.token())
        shown.body = key_set(Signer("second"))
        clock.seconds += MAX_AGE
        with pytest.raises(Problem, match="no such key"):
            await ours.caller(signer.token())


@pytest.mark.parametrize("nonsense", [(500, "{}"), (200, "not json"), (200, "[]"), (200, '{"keys": []}'), (302, "")])
async def test_the_last_good_keys_serve_while_the_provider_is_away_and_each_change_is_logged_once(
    signer: Signer, nonsense: tuple[int, str]
) -> None:
    clock = Clock()
    with provider(signer) as shown, capture_logs() as lines:
        ours = identity(shown, clock)
        await ours.caller(signer.token())
        shown.status, shown.body = nonsense
        for _ in range(4):
            clock.seconds += MAX_AGE
            await ours.caller(signer.token())
        shown.status, shown.body = 200, key_set(signer)
        clock.seconds += UNKNOWN_KEY_INTERVAL
        await ours.caller(signer.token())
    events = [line["event"] for line in lines]
    assert events == ["identity keys available", "identity keys unavailable", "identity keys available"]


async def test_without_any_keys_a_request_is_told_to_come_again_and_succeeds_when_the_provider_is_there(
    signer: Signer,
) -> None:
    clock = Clock()
    with provider(signer) as shown:
        shown.status = 503
        ours = identity(shown, clock)
        with pytest.raises(Problem) as caught:
            await ours.caller(signer.token())
        assert (caught.value.status_code, caught.value.slug) == (503, "identity-unavailable")
        shown.status = 200
        clock.seconds += 1
        await ours.caller(signer.token())


async def test_a_server_that_is_not_there_is_a_provider_that_is_away(signer: Signer) -> None:
    with provider(signer) as shown:
        closed = shown.url
    with pytest.raises(Problem) as caught:
        await Identity(closed, ISSUER, AUDIENCE).caller(signer.token())
    assert caught.value.status_code == 503


async def test_keys_can_be_read_from_a_file(tmp_path: Path, signer: Signer) -> None:
    keys = tmp_path / "jwks.json"
    keys.write_text(key_set(signer))
    assert (await Identity(str(keys), ISSUER, AUDIENCE).caller(signer.token())).subject == "anna"


async def test_a_shared_secret_among_the_keys_is_never_used(tmp_path: Path) -> None:
    keys = tmp_path / "jwks.json"
    keys.write_text('{"keys": [{"kty": "oct", "kid": "first", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXM"}]}')
    with pytest.raises(Problem) as caught:
        await Identity(str(keys), ISSUER, AUDIENCE).caller(Signer("first").token())
    assert caught.value.status_code == 503
