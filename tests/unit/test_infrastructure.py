"""Which servers tests run against: a Docker engine that is away, deaf or without images holds nobody up."""

import socket
from pathlib import Path

import pytest

from tests import containers
from tests.infrastructure import in_containers


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the engine is looked for: a socket that is not there yet."""
    path = tmp_path / "docker.sock"
    monkeypatch.setenv("DOCKER_HOST", f"unix://{path}")
    return path


def test_without_an_engine_it_is_the_devstack(engine: Path) -> None:
    assert not engine.exists()
    assert not in_containers("auto")


def test_with_an_engine_that_never_answers_it_is_the_devstack(engine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "PATIENCE", 0.05)
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(str(engine))
        deaf.listen()
        assert not in_containers("auto")


def test_whoever_chooses_is_not_second_guessed(engine: Path) -> None:
    assert in_containers("containers")
    assert not in_containers("devstack")


def test_a_choice_that_is_none_is_an_error() -> None:
    with pytest.raises(ValueError, match="'docker'; there are auto, containers, devstack"):
        in_containers("docker")
