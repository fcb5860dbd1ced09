"""Which failures pass, which stay, and that what is kept of an error quotes nothing of the message."""

import json

import pytest
from aiokafka.errors import KafkaConnectionError
from pydantic import BaseModel
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure, ServerSelectionTimeoutError

from shared.eventing.cloudevents import Malformed
from shared.eventing.failures import passes, told
from shared.eventing.store import Conflict, NotPrepared

AWAY = ServerSelectionTimeoutError("no primary")


def wrapping(inner: Exception) -> Exception:
    try:
        try:
            raise inner
        except Exception as error:
            raise RuntimeError("while looking something up") from error
    except RuntimeError as outer:
        return outer


@pytest.mark.parametrize(
    "error",
    [
        AWAY,
        KafkaConnectionError(),
        ConnectionRefusedError(),
        TimeoutError(),
        NotPrepared("starting"),
        OperationFailure("shutting down", 11600),
        wrapping(AWAY),
        ExceptionGroup("several", [ValueError(), AWAY]),
        Conflict("counter-a", None),
    ],
    ids=repr,
)
def test_what_comes_of_a_server_that_is_away_passes(error: Exception) -> None:
    assert passes(error)


@pytest.mark.parametrize(
    "error",
    [
        KeyError("total"),
        Malformed("header 'ce_id' is missing"),
        wrapping(ValueError()),
        Conflict("counter-a", 3, 4),
        DuplicateKeyError("taken", 11000),
        OperationFailure("$ in a name", 52),
        BulkWriteError({"writeErrors": [{"code": 10334}]}),
    ],
    ids=repr,
)
def test_what_comes_of_the_event_itself_stays(error: Exception) -> None:
    assert not passes(error)


class Card(BaseModel):
    name: int


def test_of_an_invalid_body_only_the_place_and_the_rule_are_told() -> None:
    body = json.dumps({"name": "Ada Lovelace"}).encode()
    try:
        Card.model_validate_json(body)
    except ValueError as wrong:
        failure = told(wrong, body)
        outer = told(Malformed(str(wrong)).with_traceback(None), body)
    assert failure["text"].startswith("name: Input should be a valid integer")
    assert "Lovelace" not in str(failure) + str(outer)


def test_an_error_that_quotes_the_message_is_told_without_the_quotation() -> None:
    body = json.dumps({"people": [{"name": "Ada Lovelace"}], "total": 7}).encode()
    failure = told(ValueError("no room for Ada Lovelace among 7"), body)
    assert (failure["type"], failure["text"]) == ("ValueError", "no room for … among 7")


def test_the_stack_names_places_and_types_from_the_root_on() -> None:
    stack = told(wrapping(KeyError("secret")), None)["stack"]
    assert "secret" not in stack
    assert stack.index("KeyError") < stack.index("RuntimeError")
    assert "in wrapping" in stack
