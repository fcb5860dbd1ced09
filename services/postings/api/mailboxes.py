"""Functional mailboxes over HTTP: where embassies' functions, duty officers and directorates are written to."""

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, EmailStr, Field

from services.postings.api.readers import READERS
from services.postings.domain.mailbox import MAILBOX, CloseMailbox, SetMailbox
from services.postings.domain.post import POST
from services.postings.views.mailboxes import MAILBOXES
from shared.contracts.people import Language
from shared.contracts.postings.fact import Directorate
from shared.contracts.postings.mailbox import MailboxKind
from shared.eventing.store import Store, Task
from shared.http.commands import Receipt, Write
from shared.http.identity import allow
from shared.http.reading import Page, Read
from shared.http.types import Id

router = APIRouter(prefix="/mailboxes", tags=["mailboxes"])


class Setting(BaseModel):
    """`post` for functions of an embassy; `themes` are those whose threat notices a directorate gets.

    `directorate` is the parent directorate that is written to here as such, as about approvals that wait for it.
    """

    model_config = ConfigDict(extra="forbid")

    mailbox: Id
    kind: MailboxKind
    post: Id | None = None
    themes: tuple[Id, ...] = Field((), max_length=50)
    mail: EmailStr
    language: Language
    directorate: Directorate | None = None


@router.post("", status_code=201, dependencies=[allow("hq")])
async def set_mailbox(request: Request, body: Setting, write: Write) -> Receipt:
    """Set a mailbox, whole; the same again changes nothing."""
    store: Store = request.app.state.store
    post_open = body.post is not None and (await store.load(POST, body.post))[0].is_open
    return await write(Task(MAILBOX, body.mailbox, SetMailbox(**body.model_dump(), post_open=post_open)))


@router.post("/{mailbox}/close", dependencies=[allow("hq")])
async def close_mailbox(mailbox: Id, write: Write) -> Receipt:
    """Close a mailbox for good: nothing more is sent there."""
    return await write(Task(MAILBOX, mailbox, CloseMailbox(mailbox)))


@router.get("", dependencies=[allow(*READERS)])
async def list_mailboxes(read: Read, post: Id | None = None, kind: MailboxKind | None = None) -> Page:
    """The mailboxes, of one post or kind where asked for, closed ones included."""
    wanted = {"post": post, "kind": kind}
    return await read.page(MAILBOXES, {name: value for name, value in wanted.items() if value is not None})


@router.get("/{mailbox}", dependencies=[allow(*READERS)])
async def get_mailbox(mailbox: Id, read: Read) -> dict[str, Any]:
    """One mailbox."""
    return await read.one(MAILBOXES, mailbox, stream=MAILBOX.stream(mailbox))
