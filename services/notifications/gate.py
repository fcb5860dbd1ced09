"""The gate in front of SMTP: who may be written to here, who must not be any more, and who is a simulator."""

from dataclasses import dataclass
from email.message import EmailMessage

from services.notifications.channels.email import delivery_of
from services.notifications.channels.simulators import simulate, simulated
from services.notifications.channels.smtp import Post
from services.notifications.outcomes import NoMailbox, Suppressed
from services.notifications.suppressions import Suppressions
from shared.clock import now


@dataclass(frozen=True)
class Allowed:
    """Who may be written to in a deployment that must reach nobody real; where nothing is named, everybody may."""

    addresses: frozenset[str]
    domains: frozenset[str]

    @classmethod
    def named(cls, text: str) -> "Allowed":
        """Of a list such as `anne@acme.example, @liaison.example`; a domain begins with @. Raises ValueError."""
        words = {word.strip().lower() for word in text.split(",")} - {""}
        if wrong := sorted(word for word in words if word.count("@") != 1 or word.endswith("@")):
            raise ValueError(f"neither an address nor an @domain: {', '.join(wrong)}")
        domains = {word[1:] for word in words if word.startswith("@")}
        return cls(frozenset(word for word in words if not word.startswith("@")), frozenset(domains))

    def __contains__(self, to: str) -> bool:
        everybody = not self.addresses and not self.domains
        return everybody or to.lower() in self.addresses or to.lower().rpartition("@")[2] in self.domains


class Gate:
    """Stands where the Post stood, so that nothing goes out but through here."""

    def __init__(self, post: Post, suppressions: Suppressions, allowed: Allowed) -> None:
        self._post, self._suppressions, self._allowed = post, suppressions, allowed

    async def send(self, mail: EmailMessage, sender: str, to: str) -> int:
        """Hand over one mail; answers the server's code. Raises Undelivered, Suppressed where it must not go.

        An address that is found not to exist is suppressed from then on.
        """
        if not simulated(to) and to not in self._allowed:
            raise Suppressed("this deployment writes only to those on its list")
        if await self._suppressions.holds(to):
            raise Suppressed("the address has failed for good before; an operator can release it")
        try:
            return simulate(to) if simulated(to) else await self._post.send(mail, sender, to)
        except NoMailbox as why:
            await self._suppressions.add(self._suppressions.key(to), delivery_of(mail["Message-ID"]), why.detail, now())
            raise

    async def close(self) -> None:
        """Let go of the idle connections."""
        await self._post.close()
