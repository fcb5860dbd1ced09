"""Runs the mail sink: SMTP and HTTP on loopback, in one process."""

import argparse
import asyncio
from pathlib import Path

import uvicorn
from aiosmtpd.smtp import SMTP

from shared.devstack.mailsink.mailbox import Mailbox
from shared.devstack.mailsink.receive import Receive
from shared.devstack.mailsink.web import app

LOOPBACK = "127.0.0.1"
LARGEST = 30_000_000  # bytes


async def serve(mails: Path, smtp_port: int, http_port: int) -> None:
    mailbox = Mailbox(mails)
    receive = Receive(mailbox)

    def conversation() -> SMTP:
        return SMTP(receive, hostname="mailsink.example", data_size_limit=LARGEST, enable_SMTPUTF8=True)

    smtp = await asyncio.get_running_loop().create_server(conversation, LOOPBACK, smtp_port)
    async with smtp:
        await uvicorn.Server(
            uvicorn.Config(app(mailbox), LOOPBACK, http_port, log_level="warning", lifespan="off")
        ).serve()


def main() -> None:
    parser = argparse.ArgumentParser(prog="mailsink", description=__doc__)
    parser.add_argument("--mails", type=Path, required=True, help="the directory of the .eml files")
    parser.add_argument("--smtp", type=int, required=True, help="port")
    parser.add_argument("--http", type=int, required=True, help="port")
    given = parser.parse_args()
    asyncio.run(serve(given.mails, given.smtp, given.http))


if __name__ == "__main__":
    main()
