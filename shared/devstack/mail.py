"""The mail sink as a child process: started, and asked over SMTP and HTTP whether it serves."""

import sys
from pathlib import Path

import httpx
from aiosmtplib import SMTP, SMTPException

from shared.devstack.child import Child, NotReady


async def start(home: Path, smtp_port: int, http_port: int) -> Child:
    """Start the sink on loopback, on the messages in `home/mail`; raises ChildFailed if it is not up in 30 seconds."""
    ports = ["--smtp", str(smtp_port), "--http", str(http_port)]
    command = [sys.executable, "-m", "shared.devstack.mailsink", "--mails", str(home / "mail"), *ports]
    sink = Child("mailsink", command, home=home, probe=lambda: probe(smtp_port, http_port), within=30)
    await sink.start()
    return sink


async def probe(smtp_port: int, http_port: int) -> None:
    """Greet the SMTP server (EHLO, NOOP) and ask /readyz; raises NotReady until both answer."""
    try:
        async with SMTP(hostname="127.0.0.1", port=smtp_port, start_tls=False, timeout=2) as smtp:
            await smtp.ehlo()
            await smtp.noop()
        async with httpx.AsyncClient(timeout=2, trust_env=False) as http:
            (await http.get(f"http://127.0.0.1:{http_port}/readyz")).raise_for_status()
    except (SMTPException, httpx.HTTPError) as answer:
        raise NotReady(str(answer)) from answer
