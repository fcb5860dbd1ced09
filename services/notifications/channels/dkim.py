"""DKIM (RFC 6376): signs what is sent, so that a recipient's server knows who answers for it."""

import re
from dataclasses import dataclass

# Signed once more than they occur where it matters, so that nobody adds a second one on the way (RFC 6376, 8.15).
HEADERS = (
    "From", "From", "To", "Subject", "Subject", "Date", "Message-ID", "Reply-To", "Auto-Submitted", "MIME-Version",
    "Content-Type", "Content-Transfer-Encoding", "List-Unsubscribe", "List-Unsubscribe-Post",
)  # fmt: skip
NAME = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True)
class Signer:
    """`key` is an RSA private key in PEM; its public half is in DNS at `selector._domainkey.domain`.

    Raises ValueError where one of the three is not usable.
    """

    domain: str
    selector: str
    key: str

    def __post_init__(self) -> None:
        if not (NAME.fullmatch(self.domain) and NAME.fullmatch(self.selector)):
            raise ValueError("the DKIM domain or selector is no name")
        from dkim import DKIMException  # with its resolver it takes 60 ms of a start, and few deployments need it

        try:
            self.signed(b"From: a@b.example\r\n\r\nA key that cannot sign is told at the start.\r\n")
        except (DKIMException, ValueError) as error:
            raise ValueError("the DKIM key cannot sign: it must be an RSA private key in PEM") from error

    def signed(self, content: bytes) -> bytes:
        """The mail with its signature on top."""
        from dkim import sign

        made: bytes = sign(
            content,
            self.selector.encode(),
            self.domain.encode(),
            self.key.encode(),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[name.encode() for name in HEADERS],
        )
        return made + content
