"""What went wrong with an event: something is away, which passes, or the event itself is the trouble, which stays."""

import json
import re
import traceback
from collections.abc import Iterator
from typing import Any

from aiokafka.errors import KafkaError
from pydantic import ValidationError
from pymongo.errors import BulkWriteError, OperationFailure, PyMongoError

from shared.eventing.store import Conflict
from shared.mongo import Document

AWAY = (PyMongoError, KafkaError, OSError, TimeoutError)
# MongoDB's codes for a document or an update that it will never take: bad value, cannot be parsed, type mismatch, path
# not viable, conflicting operators, `$` or `.` in a name, fails validation, too large, duplicate key
REFUSED = frozenset({2, 9, 14, 28, 40, 52, 57, 121, 10334, 11000, 17419, 17420})
TEXT = 500  # characters


class NewerVersion(Exception):
    """The event is of a newer version than this code knows: it waits for code that does."""


class NotHandled(Exception):
    """The event was parked by a consumer that handled its type then, and does not now."""


def passes(error: BaseException) -> bool:
    """Whether the same may succeed later with nothing changed: a server is away, or too many write at once.

    What wraps such a failure counts as one.
    """
    match error:
        case BaseExceptionGroup():
            return any(passes(one) for one in error.exceptions)
        case Conflict():
            return error.expected is None
        case PyMongoError() if _refused(error):
            return False
    if isinstance(error, AWAY):
        return True
    wrapped = _wrapped(error)
    return wrapped is not None and passes(wrapped)


def _refused(error: PyMongoError) -> bool:
    match error:
        case BulkWriteError():
            codes = [one.get("code") for one in (error.details or {}).get("writeErrors", [])]
            return bool(codes) and all(code in REFUSED for code in codes)
        case OperationFailure():
            return error.code in REFUSED
    return False


def _wrapped(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def told(error: BaseException, body: bytes | None) -> Document:
    """The error for whoever has to mend it: type, text and stack, with nothing in it of what the message says."""
    return {"type": type(error).__qualname__, "text": _text(error, body), "stack": "".join(_stack(error))}


def _text(error: BaseException, body: bytes | None) -> str:
    if isinstance(error, ValidationError):
        found = error.errors(include_url=False, include_context=False, include_input=False)
        text = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['msg']}" for one in found)
    elif isinstance(error.__cause__, ValidationError):
        text = _text(error.__cause__, body)
    else:
        text = str(error)
    return _without(text, body)[:TEXT]


def _without(text: str, body: bytes | None) -> str:
    try:
        values = sorted(set(_strings(json.loads(body or b"null"))), key=len, reverse=True)
    except (ValueError, RecursionError):  # then no error can quote a value of it, only say where it is not JSON
        values = []
    for value in values:
        text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", "…", text)
    return text


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str() if value.strip():
            yield value
        case dict():
            for name, one in value.items():
                if name != "type":  # which its header says anyway
                    yield from _strings(one)
        case list():
            for one in value:
                yield from _strings(one)


def _stack(error: BaseException) -> Iterator[str]:
    """Where it was raised, root first; of each exception the type only, since its own text may quote the message."""
    if (wrapped := _wrapped(error)) is not None:
        yield from _stack(wrapped)
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__qualname__}\n"
