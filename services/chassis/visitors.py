"""From where a call without a token comes: its address, or what a proxy in front says of it.

Promises to believe a proxy of the networks that an operator names, and nobody else: whoever reaches
a service directly cannot take another's address. All connections of one address are one caller.
"""

import ipaddress
from functools import lru_cache
from typing import Any, TypeAlias
from urllib.parse import unquote

VISITOR = "motcua-visitor"  # of a call's headers
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


def networks(text: str) -> tuple[Network, ...]:
    """Networks or single addresses, with commas between them."""
    return tuple(ipaddress.ip_network(each.strip()) for each in text.split(","))


def visitor(context: Any, proxies: tuple[Network, ...]) -> str:
    """Of a call: an address, or of IPv6 the network of 64 bits that one customer has."""
    peer: str = context.peer()
    if not proxies:
        return customer(peer)
    sent = dict(context.invocation_metadata())
    return customer(behind(peer, str(sent.get("x-forwarded-for", "")), proxies))


@lru_cache(maxsize=1000)
def customer(peer: str) -> str:
    """Whose a peer is, without its port; what is no address, such as `unix`, by its kind."""
    if (found := address_of(peer)) is None:
        return peer.partition(":")[0]
    if found.version == 6:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


@lru_cache(maxsize=1000)
def behind(peer: str, forwarded: str, proxies: tuple[Network, ...]) -> str:
    """Who is behind a proxy that is believed, or behind several: the last address that is none of
    theirs. Those before it were said by whoever that is.
    """
    found = address_of(peer)
    for hop in reversed(forwarded.split(",")):
        if found is None or not any(found in each for each in proxies):
            break
        found = address(hop.strip())
    if found is None or found == address_of(peer):
        return peer
    return written(found)


def passed_on(context: Any) -> str:
    """For whom a portal asks, as its call says in `motcua-visitor`; "" where that is no address."""
    sent = dict(context.invocation_metadata()).get(VISITOR, "")
    found = address(str(sent))
    return customer(written(found)) if found is not None else ""


def written(found: Address) -> str:
    """As gRPC writes a peer."""
    return f"ipv4:{found}:0" if found.version == 4 else f"ipv6:[{found}]:0"


def address_of(peer: str) -> Address | None:
    """Of a peer such as `ipv4:10.0.0.7:4711` or `ipv6:%5B::1%5D:4711`."""
    host = unquote(peer).partition(":")[2].rpartition(":")[0].strip("[]")
    return address(host.partition("%")[0])


def address(text: str) -> Address | None:
    """As it is written; an IPv4 address within IPv6 is that one."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if found.version == 6 else None
    return mapped or found
