"""Addresses that lead elsewhere: within the pages, and never to a host that a request names.

And from where a visitor comes, as who is in front of the pages says it, if that is believed.
"""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as some
from starlette.applications import Starlette
from starlette.requests import Request

from services.chassis.visitors import networks
from services.pages.app import without_slash
from services.pages.visit import Visit, address_of
from services.pages.words import WORDS


def request(path: str, query: str = "", *, peer: str = "", forwarded: str = "") -> Request:
    headers = [(b"host", b"evil.example")]
    headers += [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode()}
    client = (peer, 4711) if peer else None
    return Request({**scope, "headers": headers, "client": client, "app": Starlette()})


@pytest.mark.parametrize(
    ("path", "query", "leads_to"),
    [
        ("/en", "", "/en/"),
        ("/en/indicators/", "", "/en/indicators"),
        ("/vi/league/", "unit=an-lac", "/vi/league?unit=an-lac"),
        ("/en/indicators", "", ""),
        ("/en/", "", ""),
        ("//en/", "", ""),
        ("/fr/indicators/", "", ""),
        ("//evil.example/", "", ""),
        ("//evil.example/en/", "", ""),
        ("//en/indicators/", "", "/en/indicators"),
        ("/healthz/", "", ""),
    ],
)
def test_a_slash_too_many_leads_to_a_page_of_ours(path: str, query: str, leads_to: str) -> None:
    assert without_slash(request(path, query)) == leads_to


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "found"),
    [
        ("203.0.113.7", "", "", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7", "", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.7", "127.0.0.1", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.7", "127.0.0.1", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "127.0.0.1", "203.0.113.7"),
        ("2001:db8:1:2::3", "", "", "2001:db8:1:2::/64"),
    ],
)
def test_nobody_says_from_where_he_comes_but_a_proxy_that_is_believed(
    peer: str, forwarded: str, proxies: str, found: str
) -> None:
    coming = request("/", peer=peer, forwarded=forwarded)
    assert address_of(coming, networks(proxies) if proxies else ()) == found


@given(some.text(some.characters(codec="utf-8", exclude_characters="/"), min_size=1, max_size=64))
def test_an_address_leads_to_what_is_named_whatever_its_letters(name: str) -> None:
    visit = cast("Any", Visit)(request(f"/en/units/{name}"), WORDS["en"], None, None, None)
    there = {
        visit.to(f"/units/{name}", period="2026"): "en",
        visit.same(period="2026"): "en",
        f"{visit.elsewhere('vi')}?period=2026": "vi",
    }
    for address, language in there.items():
        found = urlsplit(address)
        assert (unquote(found.path), found.fragment) == (f"/{language}/units/{name}", "")
        assert parse_qs(found.query) == {"period": ["2026"]}


def test_a_slash_too_many_changes_no_letter() -> None:
    assert without_slash(request("/en/units/a?b#c%2F/")) == "/en/units/a%3Fb%23c%252F"
