"""Which Java, which broker: decided by what the machine has."""

from pathlib import Path

import pytest

from shared.devstack.install import java_version, kafka_to_be_had


@pytest.mark.parametrize(
    ("line", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('java version "1.8.0_421"', 8),
        ('openjdk version "21" 2023-09-19', 21),
        ('openjdk version "25-ea" 2025-09-16', 25),
        ("no version here", 0),
    ],
)
def test_java_says_its_feature_version_in_more_than_one_way(tmp_path: Path, line: str, version: int) -> None:
    java = tmp_path / "java"
    java.write_text(f"#!/bin/sh\necho '{line}' >&2\n")
    java.chmod(0o755)
    assert java_version(str(java)) == version


def test_a_java_that_only_says_it_is_not_installed_does_not_count(tmp_path: Path) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'version \"17\" would be nice' >&2\nexit 1\n")
    java.chmod(0o755)
    assert java_version(str(java)) == 0


def test_kafka_is_not_to_be_had_without_maven_and_without_jars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not kafka_to_be_had(tmp_path / "cache")
    maven = tmp_path / "mvn"
    maven.write_text("#!/bin/sh\n")
    maven.chmod(0o755)
    assert kafka_to_be_had(tmp_path / "cache")
