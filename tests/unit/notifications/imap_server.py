"""A real IMAP server on loopback, pymap, which is not ours; and what stands between it and who reads there."""

import asyncio
import ssl
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from imaplib import IMAP4
from pathlib import Path
from socket import create_server

from services.notifications.channels.imap import Server
from shared.eventing.backoff import Backoff

USER, PASSWORD = "demouser", "demopass"
MAIN = "from pymap.main import main; main()"


@asynccontextmanager
async def serving(pem: Path | None = None) -> AsyncIterator[int]:
    """The port of a server in memory; with a certificate it takes passwords under STARTTLS only."""
    with closing(create_server(("127.0.0.1", 0))) as free:
        port: int = free.getsockname()[1]
    tls = ("--no-tls",) if pem is None else ("--cert", str(pem), "--key", str(pem))
    words = ("-W", "ignore", "-c", MAIN, "--host", "127.0.0.1", "--port", str(port), *tls, "dict", "--demo-data")
    child = await asyncio.create_subprocess_exec(
        sys.executable, *words, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        backoff = Backoff(0.05, 0.2)
        async with asyncio.timeout(60):
            while not await _answers(port):
                await backoff.wait()
        yield port
    finally:
        child.kill()
        await child.wait()


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError:
        return False
    writer.close()
    return True


@dataclass
class Between:
    """Stands before a server: `said` is what clients have said through it.

    It takes words out of the answers that it `hides`, refuses connections while it is `closed`, ends one that says what
    it is `cut_at`, once, and keeps from the server what comes from `silent_at` on.
    """

    port: int
    hides: tuple[bytes, ...] = ()
    closed: bool = False
    cut_at: bytes | None = None
    silent_at: bytes | None = None
    said: bytearray = field(default_factory=bytearray)
    here: int = 0

    def server(self, folder: str, scheme: str = "imap", password: str = PASSWORD, *, starttls: bool = False) -> Server:
        return Server(f"{scheme}://127.0.0.1:{self.here}", USER, password, starttls, folder)

    @asynccontextmanager
    async def standing(self, pem: Path | None = None) -> AsyncIterator["Between"]:
        """With a certificate, clients speak TLS from the first byte."""
        tls = None
        if pem is not None:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(pem)
        listening = await asyncio.start_server(self._client, "127.0.0.1", 0, ssl=tls)
        self.here = listening.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            listening.close()

    async def _client(self, reader: StreamReader, writer: StreamWriter) -> None:
        if self.closed:
            writer.close()
            return
        answers, speaks = await asyncio.open_connection("127.0.0.1", self.port)
        back = asyncio.create_task(self._back(answers, writer))
        with suppress(ConnectionError):
            while line := await reader.read(65536):
                self.said += line
                if self.cut_at is not None and self.cut_at in line:
                    self.cut_at = None
                    break
                if self.silent_at is None or self.silent_at not in line:
                    speaks.write(line)
        back.cancel()
        speaks.close()
        writer.close()

    async def _back(self, answers: StreamReader, writer: StreamWriter) -> None:
        with suppress(ConnectionError):
            while line := await answers.read(65536):
                for word in self.hides:
                    line = line.replace(word, b"")
                writer.write(line)
        writer.close()


@asynccontextmanager
async def between(port: int, pem: Path | None = None, hides: tuple[bytes, ...] = ()) -> AsyncIterator[Between]:
    async with Between(port, hides).standing(pem) as one:
        yield one


class Postman:
    """Puts mails into folders of the server and looks what is there."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def bring(self, folder: str, *mails: bytes) -> None:
        await asyncio.to_thread(self._bring, folder, mails)

    async def there(self, folder: str) -> list[bytes]:
        """Every mail of a folder that is not deleted; none where there is no such folder."""
        return await asyncio.to_thread(self._there, folder)

    def _bring(self, folder: str, mails: Iterable[bytes]) -> None:
        with self._client() as client:
            client.create(folder)
            for mail in mails:
                assert client.append(folder, "", "", mail)[0] == "OK"

    def _there(self, folder: str) -> list[bytes]:
        with self._client() as client:
            if client.select(folder, readonly=True)[0] != "OK":
                return []
            found = client.uid("SEARCH", "UNDELETED")[1][0] or b""
            return [client.uid("FETCH", str(int(uid)), "(BODY.PEEK[])")[1][0][1] for uid in found.split()]

    def _client(self) -> IMAP4:
        client = IMAP4("127.0.0.1", self._port, timeout=20)
        client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
        return client
