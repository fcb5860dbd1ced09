"""What somebody may rely on, as git history keeps it, cannot be edited together with the code that breaks it."""

import json
import subprocess
from pathlib import Path
from typing import Any, Literal

import pytest
from typer.testing import CliRunner

from liaison import __main__ as cli
from liaison import documents
from shared.contracts import catalogue
from shared.contracts.catalogue import EVENTS, PUBLISHED, file_name, kept, refusals, schema, type_in
from shared.contracts.postings.fact import PostingsFact
from shared.contracts.postings.post import PostOpened
from tests import history

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs"
AS_COMMITTER = ["-c", "user.name=Test", "-c", "user.email=test@liaison.example", "-c", "commit.gpgsign=false"]


@pytest.fixture(params=["as the last commit has it", "as the one before has it"])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The project as it was published."""
    number = ["as the last commit has it", "as the one before has it"].index(request.param)
    if number >= len(commits := history.published()):
        pytest.skip("git knows no further published commit here: one is enough on a branch, a clone may be shallow")
    return history.export(commits[number], tmp_path)


def test_nothing_that_was_published_is_broken(before: Path) -> None:
    assert refusals(kept(before / "docs/schemas")) == []


def test_a_golden_file_stays_as_it_was_published(before: Path) -> None:
    golden = kept(HERE / "golden")
    was = kept(before / "tests/contract/golden")
    assert was.items() <= golden.items(), "a golden file is never edited: what breaks it is a new version"


def test_the_schemas_under_docs_are_not_broken_either() -> None:
    assert refusals(kept(DOCS / "schemas")) == []


def test_a_file_is_named_after_event_and_version() -> None:
    names = {
        "postings.PostOpened": "postings.PostOpened.1.json",
        "postings.PostOpened.v2": "postings.PostOpened.2.json",
    }
    assert {type: file_name(type) for type in names} == names
    assert {type_in(name): name for name in names.values()} == names


class Retyped(PostingsFact):
    type: Literal["postings.PostOpened"] = "postings.PostOpened"
    post: int


class Second(PostingsFact):
    type: Literal["postings.PostOpened.v2"] = "postings.PostOpened.v2"
    upcasts = (lambda first: first,)
    post: int


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Documents as they were written when only posts were published, and nothing else today either."""
    documents.put(tmp_path / "schemas" / file_name("postings.PostOpened"), schema(PostOpened))
    return tmp_path


def today(monkeypatch: pytest.MonkeyPatch, *events: Any) -> None:
    monkeypatch.setattr(catalogue, "PUBLISHED", {event.type_name(): event for event in events})
    monkeypatch.setattr(documents, "PUBLISHED", catalogue.PUBLISHED)
    monkeypatch.setattr(documents, "SERVICES", ())


def test_documents_that_break_published_ones_are_not_written(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    today(monkeypatch, Retyped)
    with pytest.raises(documents.Incompatible, match=r"postings.PostOpened: field post was retyped from string to int"):
        list(documents.write(docs))
    assert {path.name for path in docs.rglob("*.json")} == {"postings.PostOpened.1.json"}
    assert kept(docs / "schemas") == {"postings.PostOpened": schema(PostOpened)}


def test_a_new_version_is_written_beside_the_published_one(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    today(monkeypatch, Second)
    list(documents.write(docs))
    assert kept(docs / "schemas") == {"postings.PostOpened": schema(PostOpened), Second.type_name(): schema(Second)}


def test_the_command_says_each_break_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "PUBLISHED", {**PUBLISHED, "postings.PostOpened": Retyped})
    answer = CliRunner().invoke(cli.app, ["docs"])
    assert answer.exit_code == 1
    assert "postings.PostOpened: field name was removed" in answer.output


class Repository:
    """A repository of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", *AS_COMMITTER, "-C", self.root, *arguments], capture_output=True, check=True)
        return done.stdout.decode().strip()

    def commit(self, **files: Any) -> str:
        for name, content in files.items():
            (self.root / name).write_text(json.dumps(content))
        self.git("add", ".")
        self.git("commit", "-q", "--allow-empty", "-m", "a commit")
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.delenv("LIAISON_PUBLISHED", raising=False)
    subprocess.run(["git", "init", "-q", "-b", "main", tmp_path / "origin"], check=True)
    return Repository(tmp_path / "origin")


def test_without_a_history_nothing_is_known_to_be_published(tmp_path: Path, repository: Repository) -> None:
    assert history.published(repository.root) == ()
    assert history.published(tmp_path) == ()


def test_an_edited_schema_is_held_against_what_it_was_before(repository: Repository, tmp_path: Path) -> None:
    first = repository.commit(schema="promised")
    second = repository.commit(schema="edited together with the code")
    assert history.published(repository.root) == (second, first)
    was = history.export(first, tmp_path / "was", repository.root)
    assert json.loads((was / "schema").read_text()) == "promised"


def test_on_a_branch_what_was_published_is_where_it_left_origin(repository: Repository, tmp_path: Path) -> None:
    left = repository.commit()
    branch = Repository(tmp_path / "clone")
    subprocess.run(["git", "clone", "-q", repository.root, branch.root], check=True, capture_output=True)
    branch.commit(schema="not promised to anybody yet")
    branch.commit(schema="changed meanwhile")
    repository.commit()
    branch.git("fetch", "-q")
    assert history.published(branch.root) == (left,)


def test_what_was_published_can_be_named(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    released = repository.commit()
    repository.git("tag", "released")
    repository.commit()
    repository.commit()
    monkeypatch.setenv("LIAISON_PUBLISHED", "released")
    assert history.published(repository.root) == (released,)
    monkeypatch.setenv("LIAISON_PUBLISHED", "never")
    with pytest.raises(LookupError, match="never"):
        history.published(repository.root)


def test_there_are_published_events() -> None:
    assert set(kept(DOCS / "schemas")) >= set(EVENTS)
