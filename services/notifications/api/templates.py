"""Templates over HTTP: which messages there are and in which versions, how they look, and a test mail of each."""

from typing import Annotated, Any, cast
from uuid import uuid4

from fastapi import APIRouter, Path, Request
from jinja2 import TemplateError
from pydantic import BaseModel, ConfigDict, EmailStr, Field, StringConstraints

from services.notifications.channels import email
from services.notifications.composing import Composer
from services.notifications.editions import Editions, edition
from services.notifications.examples import example, read
from services.notifications.gate import Gate
from services.notifications.outcomes import Undelivered
from services.notifications.registry import RULES
from services.notifications.rendering import Text, render, written_in
from shared.clock import now
from shared.contracts.people import Language
from shared.http.identity import allow
from shared.http.problems import Problem

router = APIRouter(prefix="/templates", tags=["templates"])

READERS = allow("hq", "partnerships", "operator", "auditor")
Message = Annotated[str, StringConstraints(pattern=r"^[a-z](?:[a-z0-9_]{0,78}[a-z0-9])?$")]
Written = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,8}$")]  # a language, perhaps one of former times
Version = Annotated[str, Path(pattern=r"^[0-9a-z]{1,64}$", description="as a delivery says of its template")]
MESSAGES = tuple(rule.message for rule in RULES)


class Variable(BaseModel):
    """What the template prints under this name: text, a number, a list; days and instants as RFC 9557 writes them."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
    value: Any


class Wanted(BaseModel):
    """`variables` replace those of the message's example, one by one."""

    model_config = ConfigDict(extra="forbid")

    language: Written
    variables: tuple[Variable, ...] = Field((), max_length=50)


class Trial(Wanted):
    """`to` is an address that this deployment may write to."""

    to: EmailStr


class Preview(BaseModel):
    """A message as it would be sent; `version` is what a delivery would remember."""

    version: str
    subject: str
    text: str
    html: str


class Sent(BaseModel):
    """By which the mail is found again in the logs of mail servers."""

    message_id: str
    code: int


@router.get("", dependencies=[READERS])
async def list_templates() -> list[dict[str, Any]]:
    """Every message with the version in force of each language, and the names of what it prints."""
    return [
        {
            "message": message,
            "versions": {language: edition(message, language).version for language in written_in(message)},
            "variables": sorted(example(message) or {}),
        }
        for message in MESSAGES
    ]


@router.get("/{message}/{language}/versions/{version}", dependencies=[READERS])
async def get_version(message: Message, language: Written, version: Version, request: Request) -> dict[str, Any]:
    """The files of a version, also of one that is not in force any more."""
    editions: Editions = request.app.state.editions
    if (found := await editions.get(message, language, version)) is None:
        raise Problem(404, "template-version-unknown", f"{message} never had the version {version} in {language}")
    return found


@router.post("/{message}/preview", dependencies=[READERS])
async def preview(message: Message, body: Wanted) -> Preview:
    """How the message looks with its example, or with other variables; sends nothing."""
    text = _rendered(message, body)
    version = edition(message, body.language).version
    return Preview(version=version, subject=text.subject, text=text.body, html=text.html or "")


@router.post("/{message}/test-send", dependencies=[allow("hq", "operator")])
async def test_send(message: Message, body: Trial, request: Request) -> Sent:
    """Send the preview to one address, at once and by the gate that all mails pass; nothing is tried again."""
    text = _rendered(message, body)
    composer: Composer = request.app.state.composer
    gate: Gate = request.app.state.gate()
    try:
        to = email.address(body.to)
        mail = email.written(f"test-{uuid4()}", composer.head, to, text, now())
        code = await gate.send(mail, composer.head.sender.addr_spec, to.addr_spec)
    except Undelivered as why:
        raise Problem(502, f"test-{why.outcome}", why.detail, code=why.code) from why
    finally:
        await gate.close()
    return Sent(message_id=mail["Message-ID"], code=code)


def _rendered(message: str, wanted: Wanted) -> Text:
    if message not in MESSAGES:
        raise Problem(404, "template-unknown", f"there is no message {message}")
    if wanted.language not in (there := written_in(message)):
        raise Problem(404, "template-language-unknown", f"{message} is written in {', '.join(there)}")
    try:
        given = {one.name: read(one.value) for one in wanted.variables}
        return render(message, cast(Language, wanted.language), {**(example(message) or {}), **given})
    except (TemplateError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise Problem(422, "template-variables-invalid", f"cannot be written with these variables: {error}") from error
