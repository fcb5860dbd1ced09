"""Guards against server-side request forgery: which addresses a webhook may reach."""

import asyncio
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from services.notifications.outcomes import Permanent, Unreachable

Network = IPv4Network | IPv6Network
GLOBAL_UNICAST = IPv6Network("2000::/3")  # all of IPv6 that has been given out; NAT64 and IPv4 in disguise lie outside
METADATA = frozenset({"168.63.129.16"})  # Azure's, which has an address of the open Internet


@dataclass(frozen=True)
class Reach:
    """Which addresses may be called: those of the open Internet, and `networks` that an operator has allowed.

    `anywhere` is for development.
    """

    networks: tuple[Network, ...] = ()
    anywhere: bool = False

    @classmethod
    def named(cls, networks: str, *, anywhere: bool = False) -> "Reach":
        """Of a list such as `10.2.0.0/16, fd12::/48`. Raises ValueError."""
        return cls(tuple(ip_network(word.strip()) for word in networks.split(",") if word.strip()), anywhere)

    def __contains__(self, address: str) -> bool:
        found = ip_address(address)
        return self.anywhere or any(found in one for one in self.networks) or is_public(address)


async def checked_address(host: str, port: int, reach: Reach) -> str:
    """Resolve once, and answer the address to connect to. Raises Permanent if any of them is out of reach."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable("the host name does not resolve") from error
    return chosen([str(address[0]) for *_, address in found], reach)


def chosen(addresses: Sequence[str], reach: Reach) -> str:
    """The first of a host's addresses. Raises Permanent where one of them is out of reach, or has a zone."""
    if any("%" in one or one not in reach for one in addresses):
        raise Permanent("the host has an address that is not public")
    return addresses[0]


def is_public(text: str) -> bool:
    """Whether an IP address is one of the open Internet, also behind the ways in which IPv6 carries IPv4."""
    address: IPv4Address | IPv6Address = ip_address(text)
    if isinstance(address, IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if carried is not None:
            return is_public(str(carried))
        if address not in GLOBAL_UNICAST:
            return False
    return address.is_global and not address.is_multicast and text not in METADATA
