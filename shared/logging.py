"""Logging: everything a process says, its own code and its libraries alike, as one kind of line without secrets."""

import logging
import re
import sys
from collections.abc import Mapping
from functools import cache, partial
from typing import Any, TextIO

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from shared.settings import Settings

MASK = "***"
SECRET_NAMES = ("authorization", "token", "secret", "password", "mail", "email")
SECRET_TEXTS = re.compile(
    r"eyJ[\w-]+\.[\w-]+\.[\w-]*"  # a JWT
    r"|(?<=://)[^/\s@]+(?=@)"  # the user and password of a URI
    r"|(?<=input_value=).*(?=, input_type=)"  # what pydantic quotes of an invalid input
    r"|[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"  # a mail address
)
MARKS = ("@", "eyJ", "input_value=")  # without one of these no pattern fits, and looking for them takes no time
# They write a line per try while a server is away; the service's health says it once per change.
CHATTER = ("aiokafka", "faststream", "kafka")
QUIET = ("httpx", "httpcore", "pymongo", "asyncio")


class Line(structlog.WriteLogger):
    """Where a line of ours goes: past the standard library, whose records cost more than all the rest of a line."""

    def __init__(self, out: TextIO, name: str = "") -> None:
        super().__init__(out)
        self.name = name


def configure(settings: Settings, out: TextIO = sys.stderr) -> None:
    """Set up logging for this process, once: JSON lines, or for a terminal where `settings.log` is `console`."""
    about: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    rendering: list[Processor] = [
        structlog.processors.format_exc_info,
        mask,
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log == "json"
        else structlog.dev.ConsoleRenderer(colors=out.isatty()),
    ]
    structlog.configure(
        processors=[*about, *rendering],
        wrapper_class=structlog.make_filtering_bound_logger(settings.log_level),
        logger_factory=partial(Line, out),
        cache_logger_on_first_use=False,
    )
    libraries = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=about,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(libraries)
    logging.basicConfig(handlers=[handler], level=settings.log_level, force=True)
    _tame()


def _tame() -> None:
    """Libraries write through the root logger, and only what somebody should read."""
    for name in CHATTER:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
    # The application's own access line has the route instead of the path with its query.
    access = logging.getLogger("uvicorn.access")
    access.handlers, access.propagate = [], False


def mask(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Hide what personal data and secrets can be told by: their names, and the look of tokens and mail addresses."""
    return {name: MASK if _secret(name) else _masked(value) for name, value in event.items()}


@cache
def _secret(name: object) -> bool:
    return isinstance(name, str) and any(part in SECRET_NAMES for part in re.split(r"[^a-z]+", name.lower()))


def _masked(value: Any) -> Any:
    match value:
        case str():
            return SECRET_TEXTS.sub(MASK, value) if any(mark in value for mark in MARKS) else value
        case Mapping():
            return {name: MASK if _secret(name) else _masked(one) for name, one in value.items()}
        case list() | tuple() | set():
            return [_masked(one) for one in value]
    return value
