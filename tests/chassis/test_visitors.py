"""From where a call without a token comes: what a proxy says is believed of those named, only.

Promises that callers behind one proxy have places of their own, and that nobody chooses an address.
"""

from __future__ import annotations

import pytest

from services.chassis.call import current
from services.chassis.visitors import behind, networks
from tests.chassis.echo import Echo, request, running, settings

PROXIES = networks("10.1.0.0/24, ::1")
DIRECT = "ipv4:10.2.0.9:4711"


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("ipv4:10.1.0.7:4711", "203.0.113.5", "ipv4:203.0.113.5:0"),
        ("ipv4:10.1.0.7:4711", "2001:db8::1", "ipv6:[2001:db8::1]:0"),
        ("ipv6:%5B::1%5D:4711", "203.0.113.5", "ipv4:203.0.113.5:0"),
        ("ipv6:%5B::ffff:10.1.0.7%5D:4711", "203.0.113.5", "ipv4:203.0.113.5:0"),
        # What the visitor sent himself stands before what the proxy adds.
        ("ipv4:10.1.0.7:4711", "198.51.100.1, 203.0.113.5", "ipv4:203.0.113.5:0"),
        ("ipv4:10.1.0.7:4711", "", "ipv4:10.1.0.7:4711"),
        ("ipv4:10.1.0.7:4711", "somebody", "ipv4:10.1.0.7:4711"),
        ("ipv4:10.1.0.7:4711", "203.0.113.5, ", "ipv4:10.1.0.7:4711"),
        # Behind two: what ends TLS before Envoy, say.
        ("ipv4:10.1.0.7:4711", "198.51.100.1, 203.0.113.5, 10.1.0.9", "ipv4:203.0.113.5:0"),
        ("ipv4:10.1.0.7:4711", "203.0.113.5, somebody, 10.1.0.9", "ipv4:10.1.0.7:4711"),
        ("ipv4:10.1.0.7:4711", "10.1.0.9", "ipv4:10.1.0.9:0"),
        ("ipv4:10.1.0.7:4711", "::ffff:203.0.113.5", "ipv4:203.0.113.5:0"),
        (DIRECT, "203.0.113.5", DIRECT),
        ("unix:", "203.0.113.5", "unix:"),
    ],
)
def test_a_proxy_of_the_networks_named_is_believed_and_nobody_else(
    peer: str, forwarded: str, found: str
) -> None:
    assert behind(peer, forwarded, PROXIES) == found
    assert behind(peer, forwarded, ()) == peer


@pytest.mark.parametrize("text", ["", "10.1.0.7/24", "proxy", "10.1.0.0/24,,", "0.0.0.0/33"])
def test_networks_are_stated_exactly(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        networks(text)


async def test_callers_behind_a_proxy_are_told_apart_where_it_is_believed() -> None:
    """By the server: whom places and wrong pairs are counted for."""
    echo, asked = Echo(), []

    async def noted(received: object) -> object:
        asked.append(current().asker)
        return await echo.answer(received)

    echo.act = noted
    header = {"metadata": (("x-forwarded-for", "198.51.100.1, 203.0.113.5"),), "auth": None}
    for proxies in (networks("127.0.0.0/8,::1"), ()):
        async with running(echo, settings=settings(trusted_proxies=proxies)) as client:
            await client.call("Ask", request(), **header)
    believed, direct = asked
    assert believed == "ipv4:203.0.113.5:0"
    assert direct.startswith(("ipv4:127.0.0.1:", "ipv6:"))
