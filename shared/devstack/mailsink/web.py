"""The HTTP side: two pages for people, and the part of Mailpit's API (v1) that lists, searches, shows and deletes."""

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from shared.devstack.mailsink.mailbox import BadQuery, Mailbox
from shared.devstack.mailsink.message import Summary, calendars, content

PAGE = 50
PAGES = Environment(loader=FileSystemLoader(Path(__file__).with_name("pages")), autoescape=True)
# A message is a stranger's text: no script of it runs, nothing of it is loaded, and no browser guesses its type.
GUARD = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}


def app(mailbox: Mailbox) -> Starlette:
    """The web application over a mailbox."""

    async def messages_page(request: Request) -> Response:
        query = request.query_params.get("query", "")
        found, start, limit = _found(mailbox, request)
        shown = {"mails": found[start : start + limit], "found": len(found), "total": len(mailbox), "query": query}
        return _page("messages.html.j2", **shown, start=start, limit=limit)

    async def message_page(request: Request) -> Response:
        mail, raw = _one(mailbox, request)
        return _page("message.html.j2", mail=mail, **content(raw), calendars=calendars(raw))

    async def messages(request: Request) -> Response:
        found, start, limit = _found(mailbox, request)
        page = found[start : start + limit]
        counts = {"total": len(mailbox), "count": len(page), "messages_count": len(found), "start": start}
        return JSONResponse(counts | {"messages": page})

    async def message(request: Request) -> Response:
        mail, raw = _one(mailbox, request)
        return JSONResponse({**mail, "Date": mail["Created"], **content(raw)})

    async def raw_message(request: Request) -> Response:
        return PlainTextResponse(_one(mailbox, request)[1], headers=GUARD)

    async def delete(request: Request) -> Response:
        body = await request.body()
        try:
            mailbox.delete(json.loads(body)["IDs"] if body else None)
        except (ValueError, TypeError, KeyError):
            raise _refusal(400, 'expected nothing or {"IDs": [...]}') from None
        return PlainTextResponse("ok")

    async def ready(request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(
        routes=[
            Route("/", messages_page),
            Route("/view/{id}", message_page),
            Route("/api/v1/messages", messages),
            Route("/api/v1/messages", delete, methods=["DELETE"]),
            Route("/api/v1/search", messages),
            Route("/api/v1/message/{id}", message),
            Route("/api/v1/message/{id}/raw", raw_message),
            Route("/readyz", ready),
        ]
    )


def _found(mailbox: Mailbox, request: Request) -> tuple[list[Summary], int, int]:
    ask = request.query_params
    try:
        return (
            mailbox.search(ask.get("query", "")),
            max(0, int(ask.get("start", 0))),
            max(1, int(ask.get("limit", PAGE))),
        )
    except BadQuery as error:
        raise _refusal(400, str(error)) from None
    except ValueError:
        raise _refusal(400, "start and limit are whole numbers") from None


def _one(mailbox: Mailbox, request: Request) -> tuple[Summary, bytes]:
    found = mailbox.find(request.path_params["id"])
    if not found:
        raise _refusal(404, "no such message")
    return found


def _refusal(status: int, why: str) -> HTTPException:
    return HTTPException(status, why, headers=GUARD)


def _page(template: str, **shown: Any) -> Response:
    return HTMLResponse(PAGES.get_template(template).render(shown), headers=GUARD)
