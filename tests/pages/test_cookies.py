"""What a browser keeps for the pages: contents of any size, and nothing that was changed.

Given a browser that keeps what it is sent, as a dictionary; no server runs.
"""

from __future__ import annotations

import secrets
from http.cookies import SimpleCookie

import pytest
from hypothesis import given
from hypothesis import strategies as some
from starlette.requests import Request
from starlette.responses import Response

from services.chassis.keys import Keyring
from services.pages.cookies import MOST, PART, Cookies, TooLarge

OLD, NEW = {"1": b"a key of the tests"}, {"2": b"another key of the tests"}


def taken(jar: dict[str, str], response: Response) -> dict[str, str]:
    """The jar after an answer."""
    for name, value in response.raw_headers:
        if name == b"set-cookie":
            [(key, morsel)] = SimpleCookie(value.decode()).items()
            jar = {**jar, key: morsel.value}
            if morsel["max-age"] == "0":
                del jar[key]
    return jar


def request(jar: dict[str, str]) -> Request:
    said = "; ".join(f"{name}={value}" for name, value in jar.items())
    return Request({"type": "http", "headers": [(b"cookie", said.encode())]})


def put(cookies: Cookies, jar: dict[str, str], size: int, name: str = "session") -> dict[str, str]:
    """Of random content, which no compression makes smaller."""
    answer = Response()
    cookies.put(answer, name, {"a": secrets.token_hex(size // 2)}, 60)
    return taken(jar, answer)


@given(some.lists(some.integers(0, 15_000), min_size=1, max_size=4))
def test_the_last_content_is_read_whatever_was_there_before(sizes: list[int]) -> None:
    cookies, jar = Cookies(Keyring(OLD), behind_tls=False), dict[str, str]()
    for size in sizes:
        jar = put(cookies, jar, size)
        assert len(cookies.content(request(jar), "session")["a"]) == size // 2 * 2
        assert all(len(value) <= PART + 2 for value in jar.values())
    answer = Response()
    cookies.drop(request(jar), answer, "session")
    assert taken(jar, answer) == {}


def test_what_no_browser_would_keep_is_refused() -> None:
    cookies = Cookies(Keyring(OLD), behind_tls=False)
    with pytest.raises(TooLarge):
        put(cookies, {}, MOST * PART * 2)


def test_a_retired_key_opens_and_another_cookie_or_part_does_not() -> None:
    jar = put(Cookies(Keyring(OLD), behind_tls=True), {}, 9_000)
    assert [name.partition("-")[0] for name in jar] == ["__Host"] * len(jar)
    assert len(jar) > 1
    later = Cookies(Keyring(NEW | OLD), behind_tls=True)
    assert later.content(request(jar), "session")
    assert not Cookies(Keyring(NEW), behind_tls=True).content(request(jar), "session")
    renamed = {name.replace("session", "sign-in"): value for name, value in jar.items()}
    assert not later.content(request(renamed), "sign-in")
    for name, value in jar.items():
        assert not later.content(request({**jar, name: value[:-1]}), "session")
        assert not later.content(request({**jar, name: ""}), "session")
