"""From where a visitor came, as the pages tell the services, which believe named proxies alone.

Promises that nothing that a visitor writes stands where a proxy's word would.
"""

from __future__ import annotations

import pytest
from starlette.requests import Request

from deploy.embedded.defaults import OF_PAGES
from services.chassis import visitors
from services.pages.visit import address_of, came_by


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (None, "198.51.100.7"),
        ("203.0.113.5", "203.0.113.5, 198.51.100.7"),
        ("2001:db8::1, 203.0.113.5", "2001:db8::1, 203.0.113.5, 198.51.100.7"),
        ("203.0.113.5, somebody", "198.51.100.7"),
        ("203.0.113.5, somebody, 10.1.0.9", "10.1.0.9, 198.51.100.7"),
        ("203.0.113.5,", "198.51.100.7"),
        ("fe80::1%eth0", "198.51.100.7"),
        ("\u0661.1.1.1", "198.51.100.7"),
        (", ".join(["203.0.113.5"] * 100), ", ".join([*["203.0.113.5"] * 7, "198.51.100.7"])),
    ],
)
def test_the_hops_of_a_visitor_are_told_up_to_what_is_no_address(
    sent: str | None, told: str
) -> None:
    headers = [] if sent is None else [(b"x-forwarded-for", sent.encode())]
    scope = {"type": "http", "headers": headers, "client": ("198.51.100.7", 1)}
    assert came_by(Request(scope)) == told


def test_visitors_by_a_proxy_of_this_machine_are_told_apart_in_a_stack() -> None:
    """The proxy, the pages and the services are all on loopback."""
    proxies = visitors.networks(OF_PAGES["MOTCUA_TRUSTED_PROXIES"])
    found = {}
    for address in ("203.0.113.5", "198.51.100.9"):
        headers = [(b"x-forwarded-for", address.encode())]
        request = Request({"type": "http", "headers": headers, "client": ("127.0.0.1", 1)})
        assert address_of(request, proxies) == address
        by_services = visitors.behind("ipv4:127.0.0.1:7", came_by(request), proxies)
        found[address] = visitors.customer(by_services)
    assert found == {each: each for each in found}


def test_who_comes_without_an_address_is_told_as_nobody() -> None:
    assert came_by(Request({"type": "http", "headers": [], "client": None})) == ""
