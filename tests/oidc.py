"""A real OpenID Connect provider (npm's `oidc-provider`) on loopback, and people who sign in there.

The fixture `oidc` gives one for the session: JWT access tokens with audience "motcua" (RFC 9068),
code flow with PKCE, refresh tokens, device flow, logout, revocation. Keys, accounts and clients are
changed while it runs. Anybody signs in as anybody. Without Node or the package it skips.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
import secrets
import shutil
import socket
import ssl
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from deploy.embedded.ports import taken

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "tests" / "oidc_provider.mjs"
PACKAGE = ROOT / "node_modules" / "oidc-provider"
NODE = shutil.which("node")
ANSWERS_WITHIN = 60.0
AUDIENCE = "motcua"
SECRET = "only-for-tests-and-long-enough"
NOWHERE = "http://127.0.0.1:1/callback"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
CLIENTS: dict[str, dict[str, Any]] = {
    # Confidential, like the pages.
    "pages": {
        "client_secret": SECRET,
        "grant_types": ["authorization_code", "refresh_token"],
        "redirect_uris": [NOWHERE],
        "post_logout_redirect_uris": [],
    },
    # Public, like the console: no secret; it may ask for device codes.
    "console": {
        "token_endpoint_auth_method": "none",
        "application_type": "native",
        "grant_types": ["authorization_code", "refresh_token", DEVICE],
        "redirect_uris": [NOWHERE],
    },
    # A program that acts for itself, like a portal.
    "portal": {
        "client_secret": SECRET,
        "grant_types": ["client_credentials"],
        "redirect_uris": [],
        "response_types": [],
    },
}
# Loading all authorities, as each client would, takes longer than any call.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
ACTION = re.compile(r'<form[^>]* action="([^"]+)"')


@dataclass
class Key:
    """A private key and its id."""

    algorithm: str
    private: Any
    kid: str

    def jwk(self) -> dict[str, Any]:
        """With the private half, as the provider takes it."""
        kinds: dict[str, Any] = {"RS256": RSAAlgorithm, "ES256": ECAlgorithm, "EdDSA": OKPAlgorithm}
        found = kinds[self.algorithm].to_jwk(self.private, as_dict=True)
        found.pop("key_ops", None)
        return {**found, "kid": self.kid, "use": "sig", "alg": self.algorithm}


def generated(algorithm: str) -> Key:
    """A new key with a new id."""
    makers: dict[str, Any] = {
        "RS256": lambda: rsa.generate_private_key(65537, 2048),
        "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
        "EdDSA": ed25519.Ed25519PrivateKey.generate,
    }
    return Key(algorithm, makers[algorithm](), secrets.token_urlsafe(6))


@dataclass
class Provider:
    """One provider; `stop` and `start` may alternate, its address stays."""

    keys: list[Key] = field(default_factory=lambda: [generated("RS256")])  # the first one signs
    clients: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {name: dict(each) for name, each in CLIENTS.items()}
    )
    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)  # claims by login or client
    lives: int = 3600  # seconds of an access token
    ttl: dict[str, int] = field(default_factory=dict)  # such as {"RefreshToken": 5}
    port: int = 0
    held: socket.socket | None = None  # keeps the port while it does not run
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """The issuer."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Run it until it answers."""
        if self.held is None:
            self.port, self.held = taken()
        pipe = asyncio.subprocess.PIPE
        words = (NODE or "node", "--no-warnings", str(PROGRAM), str(self.port))
        self.process = await asyncio.create_subprocess_exec(
            *words, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL
        )
        assert self.process.stdout
        async with asyncio.timeout(ANSWERS_WITHIN):
            assert int(await self.process.stdout.readline()) == self.port
        await self.configure()

    async def stop(self) -> None:
        """End it; whoever signed in has to again."""
        if self.process is not None:
            self.process.kill()
            await self.process.wait()
            self.process = None

    async def configure(self) -> None:
        """Take over what was changed here; sessions and grants stay."""
        told = {
            "keys": [each.jwk() for each in self.keys],
            "algorithm": self.keys[0].algorithm,
            "audience": AUDIENCE,
            "accounts": self.accounts,
            "clients": [{"client_id": name, **each} for name, each in self.clients.items()],
            "lives": self.lives,
            "ttl": self.ttl,
        }
        async with browsing() as client:
            answer = await client.put(f"{self.url}/test", json=told)
        assert answer.status_code == 200, answer.text

    async def rotate(self, algorithm: str = "RS256", *, keep: bool = True) -> Key:
        """Sign with a new key from now on; the old ones stay published, or not."""
        self.keys = [generated(algorithm), *(self.keys if keep else [])]
        await self.configure()
        return self.keys[0]

    async def account(self, login: str, **claims: Any) -> None:
        """What access tokens (and userinfo) say of who signs in so, or of a client of that name."""
        self.accounts[login] = claims
        await self.configure()

    async def fetches(self) -> int:
        """How often its keys were fetched."""
        async with browsing() as client:
            return int((await client.get(f"{self.url}/test")).json()["fetches"])

    async def post(self, path: str, client: str, **form: str) -> dict[str, Any]:
        """What an endpoint, such as "token" or "token/revocation", answers a client."""
        secret = self.clients[client].get("client_secret")
        form = form if secret else {**form, "client_id": client}
        async with browsing(auth=(client, secret) if secret else None) as session:
            answer = await session.post(f"{self.url}/{path}", data=form)
        found: dict[str, Any] = answer.json() if answer.text else {}
        return found

    async def program(self, client: str = "portal") -> str:
        """An access token of a client that acts for itself; `sub` is the client's id."""
        found = await self.post("token", client, grant_type="client_credentials")
        return str(found["access_token"])

    async def signed_in(self, login: str, client: str = "console") -> dict[str, Any]:
        """What the token endpoint answers after somebody signed in (code flow with PKCE): access,
        refresh and ID token.
        """
        proof = secrets.token_urlsafe(32)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(proof.encode()).digest()).decode()
        back = self.clients[client]["redirect_uris"][0]
        asked = {
            "client_id": client,
            "response_type": "code",
            "redirect_uri": back,
            "scope": "openid offline_access motcua",
            "code_challenge": challenge.rstrip("="),
            "code_challenge_method": "S256",
        }
        async with browsing() as browser:
            ended = await self.walked(browser, f"{self.url}/auth", login, until=back, params=asked)
        code = parse_qs(urlsplit(ended).query)["code"][0]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
        return await self.post("token", client, **form, code_verifier=proof)

    async def approve(self, verification_uri_complete: str, login: str) -> None:
        """What somebody does with a device code: sign in, and confirm it."""
        async with browsing() as browser:
            await self.walked(browser, verification_uri_complete, login)

    async def walked(
        self,
        browser: httpx.AsyncClient,
        url: str,
        login: str,
        *,
        until: str = "\0",
        params: Mapping[str, str] | None = None,
    ) -> str:
        """Follow every redirection and send every form, up to a page without one; where it ends."""
        how: dict[str, Any] = {"params": params} if params else {}
        method = "GET"
        while not url.startswith(until):
            answer = await browser.request(method, url, **how)
            assert answer.status_code < 400, answer.text
            method, how = "GET", {}
            if sent := answer.headers.get("location"):
                url = urljoin(url, sent)
            elif form := ACTION.search(answer.text):
                url = urljoin(url, form[1])
                method, how = "POST", {"data": self.filled(answer.text, login)}
            else:
                break
        return url

    def filled(self, page: str, login: str) -> dict[str, str]:
        """A form's own fields, and who signs in."""
        typed = {"login": login, "password": "any"} if 'name="login"' in page else {}
        return {**dict(HIDDEN.findall(page)), **typed}

    def signed(self, claims: Mapping[str, Any], *, key: Key | None = None, **header: Any) -> str:
        """A token of any claims and header with a good signature; a claim of None is left out."""
        key, now = key or self.keys[0], int(time.time())
        sound = {"iss": self.url, "aud": AUDIENCE, "sub": "a", "client_id": "console"}
        said = {**sound, "iat": now, "exp": now + 600, "jti": secrets.token_hex(8), **claims}
        kept = {name: each for name, each in said.items() if each is not None}
        named = {"kid": key.kid, "typ": "at+jwt", **header}
        return jwt.encode(kept, key.private, algorithm=key.algorithm, headers=named)


def browsing(**options: Any) -> httpx.AsyncClient:
    """A browser with cookies, which does not follow redirections by itself."""
    return httpx.AsyncClient(verify=NO_TLS, trust_env=False, timeout=ANSWERS_WITHIN, **options)


@pytest.fixture(scope="session")
async def oidc_running() -> AsyncIterator[Provider]:
    """The one process of a session."""
    if NODE is None or not PACKAGE.exists():
        pytest.skip("no node, or no oidc-provider: apt install nodejs npm; npm ci --ignore-scripts")
    provider = Provider()
    await provider.start()
    yield provider
    await provider.stop()
    assert provider.held
    provider.held.close()


@pytest.fixture
async def oidc(oidc_running: Provider) -> AsyncIterator[Provider]:
    """The provider as it was at first; what a test changes, or stops, is set right after it."""
    before = Provider(keys=list(oidc_running.keys))
    yield oidc_running
    oidc_running.__dict__ |= {
        "keys": before.keys[-1:],
        "clients": before.clients,
        "accounts": before.accounts,
        "lives": before.lives,
        "ttl": before.ttl,
    }
    await (oidc_running.configure() if oidc_running.process else oidc_running.start())
