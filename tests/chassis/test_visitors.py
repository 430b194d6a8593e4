"""From where a call without a token comes: what a proxy says is believed of those named, only.

Promises that callers behind one proxy have places of their own, and that nobody chooses an address.
"""

from __future__ import annotations

import pytest

from services.chassis.call import current
from services.chassis.visitors import behind, customer, networks
from tests.chassis.echo import Echo, request, running, settings, token

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


@pytest.mark.parametrize(
    ("peer", "found"),
    [
        ("ipv4:203.0.113.7:50514", "203.0.113.7"),
        ("ipv4:203.0.113.7:50515", "203.0.113.7"),
        ("ipv6:%5B2001:db8:1:2:3::4%5D:50514", "2001:db8:1:2::/64"),
        ("ipv6:[2001:db8:1:2::9]:1", "2001:db8:1:2::/64"),
        ("unix:", "unix"),
    ],
)
def test_an_address_is_that_of_a_customer_and_not_of_a_connection(peer: str, found: str) -> None:
    assert customer(peer) == found


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
    assert believed == "203.0.113.5"
    assert direct in {"127.0.0.1", "::/64"}


@pytest.mark.parametrize(
    ("subject", "stated", "found"),
    [
        ("portals/1", "203.0.113.5", "203.0.113.5"),
        ("portals/1", "::ffff:203.0.113.5", "203.0.113.5"),
        ("portals/1", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("portals/1", "somebody", ""),
        ("portals/2", "203.0.113.5", ""),
        (None, "203.0.113.5", ""),
    ],
)
async def test_a_portal_that_is_trusted_says_for_whom_it_asks(
    subject: str | None, stated: str, found: str
) -> None:
    """And nobody else: not another portal, nor who has no token."""
    echo, visitors = Echo(), []

    async def noted(received: object) -> object:
        visitors.append(current().visitor)
        return await echo.answer(received)

    echo.act = noted
    auth = token("portal", sub=subject) if subject else None
    trusting = settings(trusted_portals=("portals/1", "public"))
    async with running(echo, settings=trusting) as client:
        await client.call("Ask", request(), auth=auth, metadata=(("motcua-visitor", stated),))
    assert visitors == [found]
