"""The city's identity provider as the pages know it: where it signs in, and what it answers.

Promises answers in bounded time. Must not show or log a token, nor believe what an access token
says: services do.
"""

import asyncio
import warnings
from dataclasses import dataclass, field
from typing import Any

import httpx
from authlib.deprecate import AuthlibDeprecationWarning

from services.chassis import telemetry
from services.chassis.followed import now
from services.chassis.oidc.discovery import Metadata
from services.pages.identity.id_tokens import Expected, Unsound, check
from services.pages.identity.published import WITHIN, Away, Published
from services.pages.settings import Settings

with warnings.catch_warnings():  # it would rather have another name of the same HTTP client
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.integrations.base_client import OAuthError
    from authlib.integrations.httpx_client import AsyncOAuth2Client

CALLBACK, SIGNED_OUT = "/sign-in/callback", "/signed-out"
ISSUER_STATED = "authorization_response_iss_parameter_supported"  # RFC 9207


class Denied(Exception):  # noqa: N818 — what is the case
    """It says no; the text is its error code."""


@dataclass(frozen=True)
class Tokens:
    """What the token endpoint gives."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    lives: float  # seconds


class Provider:
    """One issuer, of which we are a client."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.issuer = settings, settings.issuer
        self.address = settings.address.rstrip("/")
        self.published = Published(settings.issuer, ca=settings.issuer_ca)

    @property
    def redirect(self) -> str:
        """Where the provider sends browsers back to: exactly this, as it is registered there."""
        return f"{self.address}{CALLBACK}"

    async def begin(self, *, state: str, nonce: str, verifier: str, language: str) -> str:
        """Where a browser goes to sign in."""
        metadata = (await self.published.current()).metadata
        async with await self.client() as client:
            url, _ = client.create_authorization_url(
                metadata.endpoint("authorization_endpoint"),
                state=state,
                nonce=nonce,
                scope=self.settings.scope,
                code_verifier=verifier,
                ui_locales=language,
                resource=self.settings.resource or None,
            )
        return str(url)

    def require_from_us(self, metadata: Metadata, stated: str | None) -> None:
        """Refuse an answer of another provider (RFC 9207)."""
        needed = metadata.published.get(ISSUER_STATED) is True
        if stated != self.issuer and (needed or stated is not None):
            raise Unsound

    async def exchange(self, code: str, *, verifier: str, nonce: str) -> Tokens:
        """What a code is worth, once; the ID token with it must be for this very sign-in."""
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        answer = await self.ask(**form)
        ours = Expected(self.issuer, self.settings.client_id, nonce, answer["access_token"])
        await check(str(answer.get("id_token", "")), ours, self.published)
        return tokens(answer)

    async def renew(self, refresh: str) -> Tokens:
        """Another access token; the refresh token may be another one, too."""
        answer = await self.ask(grant_type="refresh_token", refresh_token=refresh)
        return tokens({"refresh_token": refresh, **answer})

    async def ask(self, **form: str) -> dict[str, Any]:
        """The token endpoint."""
        endpoint = (await self.published.current()).metadata.endpoint("token_endpoint")
        extra = {"resource": self.settings.resource} if self.settings.resource else {}
        try:
            async with asyncio.timeout(WITHIN), await self.client() as client:
                answer = await client.fetch_token(endpoint, **form, **extra)
        except OAuthError as denied:
            raise Denied(str(denied.error)) from None
        except (httpx.HTTPError, TimeoutError, OSError, ValueError) as problem:
            raise Away(type(problem).__name__) from None
        if not isinstance(answer.get("access_token"), str):
            raise Away("no access token")
        return dict(answer)

    async def revoke(self, refresh: str) -> None:
        """As far as the provider can and answers; where it does not, that is logged: a copy of the
        cookie could go on at another process, or after a restart.
        """
        if not refresh:
            return
        try:
            metadata = (await self.published.current()).metadata
            endpoint = metadata.endpoint("revocation_endpoint")
            async with asyncio.timeout(WITHIN), await self.client() as client:
                await client.revoke_token(endpoint, refresh, "refresh_token")
        except (Away, OAuthError, httpx.HTTPError, TimeoutError, OSError, ValueError) as problem:
            told = f"provider: {type(problem).__name__} {problem}".strip()[:100]
            telemetry.log().warning("sign_out.not_revoked", problem=told)

    async def end_session(self, language: str) -> str:
        """Where a browser goes to sign out there, too; "" where that is not offered."""
        try:
            endpoint = (await self.published.current()).metadata.offered("end_session_endpoint")
        except Away:
            return ""
        asked = {
            "client_id": self.settings.client_id,
            "post_logout_redirect_uri": f"{self.address}{SIGNED_OUT}",
            "state": language,
            "ui_locales": language,
        }
        return str(httpx.URL(endpoint).copy_merge_params(asked)) if endpoint else ""

    async def client(self) -> Any:
        """One that signs in as us."""
        secret = now(self.settings.client_secret)
        return AsyncOAuth2Client(
            self.settings.client_id,
            secret or None,
            token_endpoint_auth_method="client_secret_basic" if secret else "none",
            redirect_uri=self.redirect,
            code_challenge_method="S256",
            **await self.published.transport(),
        )


def tokens(answer: dict[str, Any]) -> Tokens:
    """As the endpoint gave them."""
    lives = answer.get("expires_in")
    refresh = answer.get("refresh_token")
    return Tokens(
        answer["access_token"],
        refresh if isinstance(refresh, str) else "",
        float(lives) if isinstance(lives, int | float) and lives > 0 else 60.0,
    )
