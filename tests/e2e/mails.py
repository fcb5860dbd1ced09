"""What has arrived in the mail sink, as its readers read it."""

import re

from liaison.mailbox import Mailbox, text
from tests.e2e.desk import Desk

LINK = re.compile(r"http\S+/(?:invitations/\S+/page|confirmations/\S+)")


async def mails_to(desk: Desk, address: str) -> list[str]:
    """The texts of all mails to this address, each with its subject in front."""
    mailbox = Mailbox(desk.http, desk.at.mail)
    read = [await mailbox.read(mail) for mails in (await mailbox.by_delivery()).values() for mail in mails]
    return [f"{mail['Subject']}\n{text(mail)}" for mail in read if mail["To"] == address]


async def link_to(desk: Desk, address: str) -> str | None:
    """The first signed link in the mails to this address."""
    found = [LINK.search(mail) for mail in await mails_to(desk, address)]
    return next((link.group() for link in found if link), None)
