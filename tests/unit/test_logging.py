"""Every line of a process is of one kind, whoever wrote it, and has no secret in it."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from pydantic import BaseModel
from structlog.contextvars import bound_contextvars

from shared.logging import CHATTER, configure
from shared.settings import Settings

Lines = Callable[[], list[dict[str, Any]]]
TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2lnbmF0dXJl"


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    """Where the lines go; afterwards logging is as it was."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in CHATTER}
    root.handlers = []
    yield io.StringIO()
    root.handlers = before
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)
    structlog.reset_defaults()


@pytest.fixture
def lines(out: io.StringIO) -> Lines:
    configure(Settings(log="json"), out)
    return lambda: [json.loads(line) for line in out.getvalue().splitlines()]


def test_our_lines_and_a_librarys_are_alike(lines: Lines) -> None:
    with bound_contextvars(correlation="job-7"):
        structlog.stdlib.get_logger("ours").info("sent", delivery="d1")
        logging.getLogger("a.library").warning("slow: %s", 3)
    ours, theirs = lines()
    assert (ours["event"], ours["delivery"], theirs["event"]) == ("sent", "d1", "slow: 3")
    for line in (ours, theirs):
        assert line["correlation"] == "job-7"
        assert {"event", "level", "logger", "timestamp"} <= set(line)


@pytest.mark.parametrize(
    "name", ["authorization", "token", "secret", "password", "mail", "email", "api_token", "Embassy-Mail"]
)
def test_a_field_with_a_secret_name_is_masked_however_deep(lines: Lines, name: str) -> None:
    structlog.stdlib.get_logger().info("said", **{name: "x"}, inner=[{name: "y"}])
    (line,) = lines()
    assert (line[name], line["inner"]) == ("***", [{name: "***"}])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("to anna.martin@post.example now", "to *** now"),
        (f"Bearer {TOKEN}", "Bearer ***"),
        ("mongodb://liaison:pass@db:27017/?replicaSet=rs0", "mongodb://***@db:27017/?replicaSet=rs0"),
        ("posting-1 ended on 2026-01-01", "posting-1 ended on 2026-01-01"),
    ],
)
def test_a_text_that_looks_like_a_secret_is_masked(lines: Lines, text: str, shown: str) -> None:
    logging.getLogger("a.library").error("%s", text)
    assert lines()[0]["event"] == shown


def test_a_stack_trace_does_not_quote_what_was_invalid(lines: Lines) -> None:
    class Person(BaseModel):
        age: int

    what = " ".join(["Anna", "Martin"])
    try:
        Person.model_validate({"age": what})
    except ValueError:
        structlog.stdlib.get_logger().exception("failed")
    (line,) = lines()
    assert "ValidationError" in line["exception"]
    assert what not in line["exception"]


@pytest.mark.parametrize("name", ["aiokafka.conn", "faststream.kafka"])
def test_a_librarys_retries_are_not_logged_one_by_one(lines: Lines, name: str) -> None:
    for _ in range(3):
        logging.getLogger(name).error("Unable to connect")
    assert lines() == []


def test_the_servers_own_access_line_is_dropped_because_it_has_the_query(lines: Lines) -> None:
    logging.getLogger("uvicorn.access").info("GET /things?token=x")
    logging.getLogger("uvicorn.error").info("started")
    assert [line["event"] for line in lines()] == ["started"]


def test_a_terminal_gets_text(out: io.StringIO) -> None:
    configure(Settings(log="console"), out)
    structlog.stdlib.get_logger().info("sent", delivery="d1")
    assert "sent" in out.getvalue()
    assert not out.getvalue().startswith("{")
