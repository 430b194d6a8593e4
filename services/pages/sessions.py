"""Who visits: an access token in an encrypted cookie, until it expires or the visitor signs out.

The cookie is no script's to read (HttpOnly), goes with no request from another site but a link
(SameSite=Lax), and over TLS only where the pages are behind TLS. Must not be logged.
"""

import base64
import binascii
import json
import os
import time
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from starlette.requests import Request
from starlette.responses import Response

from services.chassis.keys import Keyring

PURPOSE = "pages.session@1"
NONCE = 12  # bytes
LARGEST = 4000  # characters of a cookie


@dataclass(frozen=True)
class Visitor:
    """A visitor's token, and what it says of him; without a token he is the public."""

    token: str = ""
    subject: str = ""
    grants: tuple[tuple[str, str], ...] = ()  # a role and a unit; "" is the whole tree
    expires: float = 0.0

    @property
    def is_public(self) -> bool:
        """Whether nobody signed in."""
        return not self.token

    def units(self, *roles: str) -> list[str]:
        """Where one of these roles reaches, or any; "" is the whole tree."""
        return [unit for role, unit in self.grants if not roles or role in roles]


PUBLIC = Visitor()


class Sessions:
    """Cookies under the current key of a ring; retired keys still open them."""

    def __init__(self, keys: Keyring, *, behind_tls: bool) -> None:
        self.keys = keys.derived(PURPOSE)
        self.behind_tls = behind_tls
        self.cookie = "__Host-session" if behind_tls else "session"

    def visitor(self, request: Request) -> Visitor:
        """Who sent a request; the public without a cookie that we made and that is valid."""
        token = self.opened(request.cookies.get(self.cookie, ""))
        found = visitor_of(token) if token else PUBLIC
        return found if found.expires > time.time() else PUBLIC

    def opened(self, cookie: str) -> str:
        """The token in a cookie, or nothing."""
        name, _, sealed = cookie.partition(".")
        key = self.keys.keys.get(name)
        if key is None or len(cookie) > LARGEST:
            return ""
        try:
            content = base64.urlsafe_b64decode(sealed)
            return AESGCM(key).decrypt(content[:NONCE], content[NONCE:], name.encode()).decode()
        except (InvalidTag, binascii.Error, ValueError):
            return ""

    def sealed(self, token: str) -> str:
        """The cookie for a token."""
        name, key = self.keys.current
        nonce = os.urandom(NONCE)
        content = nonce + AESGCM(key).encrypt(nonce, token.encode(), name.encode())
        return f"{name}.{base64.urlsafe_b64encode(content).decode()}"

    def begin(self, response: Response, token: str) -> None:
        """Give the visitor the cookie, for as long as the token is valid."""
        left = max(0, int(visitor_of(token).expires - time.time()))
        attributes = self.attributes()
        response.set_cookie(self.cookie, self.sealed(token), max_age=left, **attributes)

    def end(self, response: Response) -> None:
        """Take it back."""
        response.delete_cookie(self.cookie, **self.attributes())

    def attributes(self) -> dict[str, Any]:
        """How the browser keeps it."""
        return {"path": "/", "httponly": True, "samesite": "lax", "secure": self.behind_tls}


def visitor_of(token: str) -> Visitor:
    """What a token says. We do not check who signed it: every service does, at every call."""
    try:
        body = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        grants = tuple((each["role"], each["unit"].replace("*", "")) for each in claims["roles"])
        return Visitor(token, str(claims["sub"]), grants, float(claims["exp"]))
    except (IndexError, KeyError, TypeError, ValueError, AttributeError):
        return PUBLIC
