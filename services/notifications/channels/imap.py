"""A mailbox on an IMAP server (RFC 3501): which mails wait in its folder, what they are, and where they go afterwards.

Everything here blocks, and is called in a thread; `hang_up` alone may be called from another one, and ends the call.
"""

import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from imaplib import IMAP4, IMAP4_SSL
from socket import SHUT_RDWR
from typing import Any
from urllib.parse import urlsplit

TIMEOUT = 20.0  # seconds for one answer of the server
MISSING = "TRYCREATE"  # how a server says that there is no such folder
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Unreadable(Exception):
    """The mailbox cannot be read now: its server is away, refuses us, or does not do what it is asked."""


@dataclass(frozen=True)
class Server:
    """Where the mailbox is: `imaps://host:port`, or `imap://` and then STARTTLS; without either for loopback only."""

    url: str
    user: str
    password: str
    starttls: bool = True
    folder: str = "INBOX"


class Mailbox:
    """One connection, with the server's folder selected. Raises Unreadable, and then is of no use any more."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._client: IMAP4 | None = None
        self._over = False
        self._able: frozenset[str] = frozenset()

    def open(self) -> None:
        """Connect, log in, select."""
        server = self._server
        who = f"\0{server.user}\0{server.password}".encode()
        with _speaking("connecting"):
            self._client = _connected(server)
        if self._over:  # whoever was to wait for it has gone meanwhile
            _hang_up(self._client)
        self._ask("AUTHENTICATE", lambda client: client.authenticate("PLAIN", lambda _: who))
        able = self._ask("CAPABILITY", lambda client: client.capability())
        self._able = frozenset(_said(able).upper().split())
        self._ask("SELECT", lambda client: client.select(_quoted(server.folder)))

    def waiting(self) -> list[str]:
        """The mails in the folder by their UIDs, the oldest first."""
        found = b" ".join(one for one in self._uid("SEARCH", "UNDELETED") if one)
        return [str(uid) for uid in sorted(map(int, found.split()))]

    def size(self, uid: str) -> int | None:
        """How many bytes a mail has, None where it is gone."""
        told = (SIZE.search(one) for one in self._uid("FETCH", uid, "(RFC822.SIZE)") if isinstance(one, bytes))
        return next((int(one[1]) for one in told if one), None)

    def read(self, uid: str) -> bytes | None:
        """A mail as it arrived, None where it is gone; it stays unread."""
        told = (one[1] for one in self._uid("FETCH", uid, "(BODY.PEEK[])") if isinstance(one, tuple))
        return next((bytes(one) for one in told), None)

    def move(self, uid: str, folder: str) -> None:
        """Move a mail to another folder, which is made where it is missing; one that is gone is left alone."""
        try:
            self._move(uid, folder)
        except Unreadable as why:
            if MISSING not in str(why):
                raise
            self._ask("CREATE", lambda client: client.create(_quoted(folder)))
            self._move(uid, folder)

    def _move(self, uid: str, folder: str) -> None:
        if "MOVE" in self._able:
            self._uid("MOVE", uid, _quoted(folder))
            return
        self._uid("COPY", uid, _quoted(folder))
        self._uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self._able:  # without it only everything that anybody has deleted could be taken away
            self._uid("EXPUNGE", uid)

    def close(self) -> None:
        """Log out."""
        if self._client is not None:
            with suppress(Unreadable), _speaking("logging out"):
                self._client.logout()

    def hang_up(self) -> None:
        """End the connection, whatever is being said, also one that is only being made."""
        self._over = True
        if self._client is not None:
            _hang_up(self._client)

    def _uid(self, command: str, *words: str) -> list[Any]:
        return self._ask(command, lambda client: client.uid(command, *words))

    def _ask(self, command: str, speak: Callable[[IMAP4], tuple[str, Any]]) -> list[Any]:
        """What the server answers; refusals are raised too."""
        if self._client is None:
            raise Unreadable("not open")
        with _speaking(command):
            status, told = speak(self._client)
        if status != "OK":
            raise Unreadable(f"{command} is answered {status} {_said(told)}")
        return list(told)


def _connected(server: Server) -> IMAP4:
    parts = urlsplit(server.url)
    host, context = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "imaps":
        return IMAP4_SSL(host, parts.port or 993, ssl_context=context, timeout=TIMEOUT)
    client = IMAP4(host, parts.port or 143, TIMEOUT)
    if server.starttls:
        try:
            client.starttls(context)
        except BaseException:
            _hang_up(client)
            raise
    return client


def _hang_up(client: IMAP4) -> None:
    with suppress(OSError):
        client.sock.shutdown(SHUT_RDWR)  # first, since closing waits for whoever still reads
    with suppress(OSError):
        client.shutdown()


@contextmanager
def _speaking(what: str) -> Iterator[None]:
    try:
        yield
    except (IMAP4.error, OSError, ValueError) as error:  # also TLS, timeouts, and answers that are no IMAP
        raise Unreadable(f"{what}: {type(error).__name__}: {error}") from error


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _said(told: list[Any]) -> str:
    return " ".join(str(one, "ascii", "replace") for one in told if isinstance(one, bytes))
