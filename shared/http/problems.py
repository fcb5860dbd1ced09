"""Problems: what a request is answered that cannot be done, after RFC 9457."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response
from structlog.contextvars import get_contextvars

MEDIA_TYPE = "application/problem+json"
PREFIX = "urn:liaison:problem:"


NEWER_PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}  # RFC 9110's, which Python knows since 3.13


def phrase(status: int) -> str:
    """What a status is called, the same on every version of Python."""
    return NEWER_PHRASES.get(status, HTTPStatus(status).phrase)


class Problem(HTTPException):
    """Raised wherever a request ends in a problem: `slug` names its kind for ever, `detail` says what and where.

    `extra` becomes members of the answer; values that a client cannot know already must not be secret.
    """

    def __init__(
        self, status: int, slug: str, detail: str, *, headers: Mapping[str, str] | None = None, **extra: Any
    ) -> None:
        super().__init__(status, detail, headers)
        self.slug = slug
        self.extra = extra


class InvalidPart(BaseModel):
    """One thing that is wrong with a request: `where` is a path such as `body.starts_on`."""

    where: str
    what: str


class ProblemDocument(BaseModel):
    """The answer to a request that cannot be done; some problems carry more members than these."""

    model_config = ConfigDict(title="Problem", extra="allow")

    type: str = Field(description="names the kind of problem for ever", examples=[f"{PREFIX}posting-already-ended"])
    title: str
    status: int
    detail: str = Field(description="what is wrong, and where")
    correlation: str | None = Field(None, description="under which the logs know this request")
    errors: list[InvalidPart] | None = Field(None, description="every part of the request that is invalid")


def answer(problem: Problem) -> Response:
    """The response that tells the client of a problem."""
    document = {
        "type": f"{PREFIX}{problem.slug}",
        "title": phrase(problem.status_code),
        "status": problem.status_code,
        "detail": problem.detail,
        "correlation": get_contextvars().get("correlation"),
        **problem.extra,
    }
    # A lone surrogate from the request can stand in a detail; escaped it is valid JSON, unescaped it has no UTF-8.
    body = json.dumps(document, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(body, problem.status_code, problem.headers, MEDIA_TYPE)
