"""Pages that sign in at a provider, and the ways of a browser through both.

Promises nothing of a page: what a browser is sent, a test looks at.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

import httpx

from deploy.embedded.pages import Pages
from tests.e2e.migrated import MigratedStack
from tests.oidc import Provider

LOGIN = "inspector-7"
STAFF = "/en/reconciliation"


class SignedIn(MigratedStack):
    """A stack whose pages sign in at a provider."""

    provider: Provider
    session_hours = "12"

    def made_pages(self) -> Pages:
        made = super().made_pages()
        address = f"http://{made.http}"
        theirs = {
            "MOTCUA_PAGES_ISSUER": self.provider.url,
            "MOTCUA_PAGES_CLIENT_ID": "pages",
            "MOTCUA_PAGES_CLIENT_SECRET": self.provider.clients["pages"]["client_secret"],
            "MOTCUA_PAGES_SCOPE": "openid offline_access motcua",
            "MOTCUA_PAGES_ADDRESS": address,
        }
        made.settings = {**made.settings, **theirs}
        return made


@dataclass
class Entrance:
    """The pages and the provider, and ways through them."""

    stack: SignedIn
    provider: Provider

    @property
    def address(self) -> str:
        assert self.stack.pages
        return f"http://{self.stack.pages.http}"

    async def get(self, client: httpx.AsyncClient, path: str) -> httpx.Response:
        return await client.get(urljoin(self.address, path))

    async def left(self, client: httpx.AsyncClient, to: str = STAFF) -> str:
        """Where the browser is sent to sign in."""
        answer = await self.get(client, f"/en/sign-in/go?{urlencode({'next': to})}")
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    async def returned(self, client: httpx.AsyncClient, url: str, login: str = LOGIN) -> str:
        """The callback's address, after signing in at the provider."""
        return await self.provider.walked(
            client, url, login, until=f"{self.address}/sign-in/callback"
        )

    async def sign_in(
        self, client: httpx.AsyncClient, to: str = STAFF, login: str = LOGIN
    ) -> httpx.Response:
        back = await self.returned(client, await self.left(client, to), login)
        return await client.get(back)

    async def is_signed_in(self, client: httpx.AsyncClient) -> bool:
        return "/en/sign-out" in (await self.get(client, "/en/indicators")).text


def configured(provider: Provider, address: str) -> None:
    """The client as it is registered, and an account with a role."""
    provider.clients["pages"]["redirect_uris"] = [f"{address}/sign-in/callback"]
    provider.clients["pages"]["post_logout_redirect_uris"] = [f"{address}/signed-out"]
    provider.accounts[LOGIN] = {"roles": ["inspectors"]}
