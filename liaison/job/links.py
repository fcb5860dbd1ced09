"""Links as their recipients use them: found in a mail, opened in a browser, answered by pressing a button."""

import re

import httpx

from liaison.client import check, until

LINK = re.compile(r"https?://\S+/(?:confirmations|invitations)/[\w.~/-]+")


def link_in(mail: str) -> str:
    """The signed link in the text of a mail; raises NotObserved where there is none."""
    found = LINK.search(mail)
    check(found, f"there is no link in: {mail}")
    return found.group() if found else ""


async def opened(http: httpx.AsyncClient, url: str) -> str:
    """The page behind the link, waited for while its service is away."""

    async def look() -> str | None:
        try:
            page = await http.get(url)
        except httpx.TransportError:
            return None
        return page.text if page.is_success else None

    return await until("the page behind the link", look)


async def answered_by(http: httpx.AsyncClient, url: str, **form: str) -> str:
    """The page that comes when the form is sent, again while its service is away."""

    async def send() -> str | None:
        try:
            page = await http.post(url, data=form)
        except httpx.TransportError:
            return None
        return page.text if page.is_success else None

    return await until("the answer to the form", send)
