"""Containers that tests run against leave nothing behind, also where they did not get ready."""

import pytest
from testcontainers.core.docker_client import DockerClient

from tests import containers

pytestmark = [pytest.mark.real, pytest.mark.skipif(not containers.at_hand(), reason="no Docker engine with the images")]


def there() -> tuple[set[str], set[str]]:
    """All containers and volumes."""
    client = DockerClient().client
    try:
        found = client.containers.list(all=True), client.volumes.list()
    finally:
        client.close()
    return {str(one.id) for one in found[0]}, {str(one.id) for one in found[1]}


async def test_servers_that_do_not_get_ready_are_an_error_and_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "READY_WITHIN", 0.0)
    before = there()
    with pytest.raises(RuntimeError, match="is running and not ready"):
        async with containers.running():
            pass
    assert there() == before
