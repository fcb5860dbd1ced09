"""What docker-compose.yml promises: settings that exist and are described, closed ports, services without rights."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import SecretStr, ValidationError

from services.delegations.service import DelegationsSettings
from services.notifications.settings import NotificationsSettings
from services.postings.service import PostingsSettings
from shared.settings import Settings
from tests import containers

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
SETTINGS: dict[str, type[Settings]] = {
    "postings": PostingsSettings,
    "delegations": DelegationsSettings,
    "notifications": NotificationsSettings,
}
OF_THE_IMAGE = {"LIAISON_HOST", "LIAISON_PORT"}
OURS = sorted(name for name in SERVICES if (ROOT / "services" / name).is_dir())
EXAMPLE = dict(re.findall(r"^#?(LIAISON_\w+)=(.*)$", (ROOT / "deploy/.env.example").read_text(), re.MULTILINE))
DEFAULTS = dict(re.findall(r"\$\{(LIAISON_\w+)(?::-((?:\$\{\w+:-\w+\}|[^}])*)|:\?[^}]*)\}", COMPOSE))


def fields(settings: type[Settings]) -> set[str]:
    return {f"LIAISON_{name.upper()}" for name in settings.model_fields}


def test_every_service_of_the_house_is_deployed() -> None:
    assert sorted(entry.parent.name for entry in (ROOT / "services").glob("*/__main__.py")) == OURS


@pytest.mark.parametrize("name", OURS)
def test_a_service_gets_every_setting_that_it_has_and_no_other(name: str) -> None:
    """But for what the image says, and for what only brokers need that are not deployed here."""
    known = fields(SETTINGS[name])
    assert SERVICES[name]["environment"].keys() == known - OF_THE_IMAGE - {"LIAISON_KAFKA_IDEMPOTENCE"}
    dockerfile = (ROOT / "deploy/Dockerfile").read_text()
    assert set(re.findall(r"\bLIAISON_\w+", dockerfile)) >= OF_THE_IMAGE


@pytest.mark.parametrize("name", OURS)
def test_what_is_described_says_the_default_of_the_code(name: str) -> None:
    """What a deployment leaves out is what the code leaves out, but for addresses that are the deployment's own."""
    own = {"LIAISON_JWKS", "LIAISON_SMTP", "LIAISON_LINK_SECRET"}
    for field, about in SETTINGS[name].model_fields.items():
        variable, default = f"LIAISON_{field.upper()}", about.get_default()
        if variable in EXAMPLE.keys() - own:
            value = default.get_secret_value() if isinstance(default, SecretStr) else default
            said = str(value).lower() if isinstance(value, bool) else str(value)
            assert EXAMPLE[variable] == said.removesuffix(".0"), variable


def test_only_the_services_that_sign_links_are_given_the_secret() -> None:
    given = [name for name in OURS if "LIAISON_LINK_SECRET" in SERVICES[name]["environment"]]
    assert given == ["delegations", "notifications"]


@pytest.mark.parametrize("name", OURS)
def test_a_service_runs_without_rights_on_files_that_it_cannot_change(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert all(volume.endswith(":ro") for volume in service["volumes"])


def test_what_is_published_is_published_on_loopback_unless_told_otherwise() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert len(published) == len(OURS) + 1
    assert all(port.startswith("${LIAISON_BIND:-127.0.0.1}:") for port in published)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_container_says_whether_it_is_healthy_and_comes_back(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_what_can_be_set_is_described_with_its_default_and_nothing_else_is() -> None:
    def plain(default: str) -> str:
        return re.sub(r"\$\{\w+:-(\w+)\}", r"\1", default)

    volumes = {name: DEFAULTS[name] for name in ("LIAISON_IDENTITY_DIR", "LIAISON_DKIM_DIR")}  # by default, their names
    described = EXAMPLE | volumes
    assert described == {name: plain(default) for name, default in DEFAULTS.items()}


def test_tests_run_on_the_servers_that_are_deployed() -> None:
    assert {SERVICES["kafka"]["image"], SERVICES["mongo"]["image"]} == {containers.KAFKA, containers.MONGO}


def test_a_secret_that_is_refused_is_not_shown() -> None:
    with pytest.raises(ValidationError, match="link_secret") as refusal:
        NotificationsSettings(link_secret=SecretStr("too-short"))
    assert "too-short" not in str(refusal.value)
