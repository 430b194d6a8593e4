"""What an issuer publishes, and how it is fetched: in bounds of time, size and place.

Given documents and keys, sound or odd, when they are fetched, then the keys that count, or a
failure that says why.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.chassis.oidc import fetching, jwks
from services.chassis.oidc.fetching import Source, Unfetched
from tests.certified import Certified
from tests.chassis.issuing import configured, key, public

EVERY = ["RS256", "ES256", "EdDSA"]


def read(*listed: Any) -> set[str]:
    """The ids and algorithms of the keys that count."""
    return {f"{mark.kid} {mark.algorithm}" for mark in jwks.read({"keys": [*listed]}, EVERY).keys}


def test_keys_that_cannot_be_of_signatures_do_not_count() -> None:
    rsa, curve, edwards = (key(each) for each in EVERY)
    sound = [public(each) for each in (rsa, curve, edwards)]
    assert read(*sound) == {f"{each.kid} {each.algorithm}" for each in (rsa, curve, edwards)}
    bare = {name: v for name, v in public(rsa).items() if name not in {"alg", "use"}}
    assert len(read(bare)) == 1  # as Entra publishes them
    odd = [
        {"kty": "oct", "kid": "a", "k": "AAAA"},
        rsa.jwk(),  # with its private half
        public(rsa, use="enc"),
        public(rsa, key_ops=["encrypt"]),
        public(rsa, key_ops="verify"),
        public(rsa, alg="PS256"),
        public(rsa, alg="HS256"),
        public(rsa, n="AQAB"),  # weak
        public(rsa, kid=7),
        public(rsa, kid="x" * 201),
        public(rsa, kty="EC"),
        public(curve, crv="P-384"),
        public(curve, x="AAAA"),
        public(edwards, crv="X25519"),
        public(edwards, x="!"),
        {}, [], None, "key",
    ]  # fmt: skip
    assert read(*odd, public(curve)) == {f"{curve.kid} ES256"}
    only = {"keys": sound}
    assert [mark.algorithm for mark in jwks.read(only, ["ES256"]).keys] == ["ES256"]


members = some.sampled_from(["kty", "crv", "kid", "alg", "use", "key_ops", "n", "e", "x", "y"])
odd_members = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.text(max_size=4)
    | some.sampled_from(["RSA", "EC", "OKP", "P-256", "Ed25519", "RS256", "AQAB", "AA"]),
    some.lists,
    max_leaves=3,
)


@given(some.sampled_from(EVERY), some.dictionaries(members, odd_members, max_size=4))
def test_whatever_is_published_counts_or_is_left_out(algorithm: str, odd: dict[str, Any]) -> None:
    bare = {name: v for name, v in odd.items() if name not in {"kid", "key_ops"}}
    assert len(read(bare, public(key(algorithm)))) in {1, 2}
    assert len(read(public(key(algorithm), **odd))) <= 1


@pytest.mark.parametrize("odd", [None, [], {}, {"keys": {}}, {"keys": [{}] * 101}], ids=str)
def test_what_is_no_set_is_refused(odd: Any) -> None:
    with pytest.raises(jwks.Unfit):
        jwks.read(odd, EVERY)


class Web:
    """A server of documents and of whatever is wrong with them."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        self.url = ""

    def put(self, path: str, said: Any, status: int = 200, **headers: str) -> None:
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.pages[path] = status, headers, content


class Handler(BaseHTTPRequestHandler):
    def __init__(self, web: Web, *rest: Any) -> None:
        self.web = web
        super().__init__(*rest)

    def do_GET(self) -> None:
        self.web.asked.append(self.path)
        status, headers, content = self.web.pages[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        with suppress(OSError):  # whoever asked has had enough
            self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@asynccontextmanager
async def serving(tls: ssl.SSLContext | None = None) -> AsyncIterator[Web]:
    web = Web()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, web))
    web.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield web
    await asyncio.to_thread(server.shutdown)
    server.server_close()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine is no issuer that is away."""
    monkeypatch.setattr(fetching, "WITHIN", 60.0)


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    """A sound issuer at /city."""
    async with serving() as found:
        found.put("/city/.well-known/openid-configuration", document(found))
        found.put("/city/keys", {"keys": [public(key())]})
        yield found


def document(web: Web, **changes: Any) -> dict[str, Any]:
    return {"issuer": f"{web.url}/city", "jwks_uri": f"{web.url}/city/keys", **changes}


def source(web: Web, **changes: Any) -> Source:
    return Source(configured(**{"url": f"{web.url}/city", **changes}))


async def failure(asked: Source) -> str:
    with pytest.raises(Unfetched) as found:
        await asked.keys()
    return str(found.value)


async def test_keys_are_where_the_issuers_document_or_the_file_says(web: Web) -> None:
    asked = source(web)
    for _ in range(2):
        assert [mark.kid for mark in (await asked.keys()).keys] == [key().kid]
    assert web.asked == ["/city/.well-known/openid-configuration", "/city/keys", "/city/keys"]
    web.asked.clear()
    assert (await source(web, jwks_uri=f"{web.url}/city/keys").keys()).keys
    web.put("/elsewhere", document(web))
    assert (await source(web, discovery=f"{web.url}/elsewhere").keys()).keys
    assert web.asked == ["/city/keys", "/elsewhere", "/city/keys"]


async def test_a_document_of_another_issuer_is_none(web: Web) -> None:
    for odd in ({"issuer": web.url}, {"issuer": f"{web.url}/city/"}, {"issuer": None}):
        web.put("/city/.well-known/openid-configuration", document(web, **odd))
        assert "another issuer" in await failure(source(web))
    for uri in (
        "http://id.city.example/keys",
        "file:///etc/passwd",
        "ftp://x/k",
        7,
        "",
        "https://a@b/",
    ):
        web.put("/city/.well-known/openid-configuration", document(web, jwks_uri=uri))
        assert "names no jwks_uri" in await failure(source(web))
    assert "/city/keys" not in web.asked


async def test_what_is_elsewhere_large_slow_or_no_json_is_not_taken(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.put("/keys", {"keys": [public(key())]})
    web.put("/city/keys", b"", 302, location=f"{web.url}/keys")
    assert "answers 302" in await failure(source(web))
    assert "/keys" not in web.asked
    web.put("/city/keys", b"", 503)
    assert "answers 503" in await failure(source(web))
    web.put("/city/keys", b"[" + b" " * 10_000_000)
    assert "larger" in await failure(source(web))
    web.put("/city/keys", b"{}", content_encoding="gzip")
    assert "compressed" in await failure(source(web))
    for odd in (b"", b"{", b"[" * 100_000, b'{"keys": [], "keys": []}', b"\xff"):
        web.put("/city/keys", odd)
        assert "no JSON" in await failure(source(web))
    web.pages.pop("/city/keys")  # the connection ends without an answer
    assert await failure(source(web))
    monkeypatch.setattr(fetching, "WITHIN", 0.3)
    silent = await asyncio.start_server(lambda *_: asyncio.sleep(60), "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    assert await failure(Source(configured(jwks_uri=f"http://127.0.0.1:{port}/keys")))
    silent.close()


async def test_a_file_of_authorities_counts_instead_of_the_systems(tmp_path: Path) -> None:
    """And is read at each fetch: whoever exchanges it need not restart anything."""
    for name in ("ours", "other"):
        (tmp_path / name).mkdir()
    ours, other = Certified(tmp_path / "ours"), Certified(tmp_path / "other")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*ours.issue("id"))
    async with serving(context) as web:
        web.put("/city/.well-known/openid-configuration", document(web))
        web.put("/city/keys", {"keys": [public(key())]})
        assert "certificate" in (await failure(source(web))).lower()
        asked = source(web, ca=other.ca)
        assert "certificate" in (await failure(asked)).lower()
        Path(other.ca).write_text(Path(ours.ca).read_text())
        assert (await asked.keys()).keys
        assert "cannot be read" in await failure(source(web, ca="/nowhere/ca.pem"))
