"""Guards against server-side request forgery: which addresses a webhook may reach."""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from services.notifications.outcomes import Permanent, Unreachable

NAT64 = ip_network("64:ff9b::/96")  # reaches any IPv4 address, private ones too


async def public_address(host: str, port: int, *, allow_private: bool) -> str:
    """Resolve once, and answer the address to connect to. Raises Permanent if any of them is not a public one."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unreachable("the host name does not resolve") from error
    addresses = [str(address[0]).partition("%")[0] for *_, address in found]
    if not allow_private and not all(is_public(one) for one in addresses):
        raise Permanent("the host has an address that is not public")
    return addresses[0]


def is_public(text: str) -> bool:
    """Whether an IP address is one of the open Internet, also behind the ways in which IPv6 carries IPv4."""
    address: IPv4Address | IPv6Address = ip_address(text)
    if isinstance(address, IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if carried is not None:
            return is_public(str(carried))
        if address in NAT64:
            return False
    return address.is_global and not address.is_multicast
