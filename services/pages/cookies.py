"""Encrypted cookies: what a browser keeps for us, and can neither read nor change.

They are no script's to read (HttpOnly), go with no request from another site but a link
(SameSite=Lax), and over TLS only where browsers come by https. What is longer than one cookie may
be stands in several. Must not be logged.
"""

import base64
import binascii
import json
import os
import zlib
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from starlette.requests import Request
from starlette.responses import Response

from services.chassis.keys import Keyring

PURPOSE = "pages.session@1"
NONCE = 12  # bytes
PART = 3_800  # characters of one cookie: with its name and attributes, browsers take 4,096 bytes
MOST = 4  # cookies for one content
NUMBERS = {str(number) for number in range(1, MOST + 1)}
LARGEST = 64_000  # bytes of a content


class TooLarge(Exception):  # noqa: N818 — what is the case
    """Browsers would not keep it."""


class Cookies:
    """Under the current key of a ring; retired keys still open them."""

    def __init__(self, keys: Keyring, *, behind_tls: bool) -> None:
        self.keys = keys.derived(PURPOSE)
        self.behind_tls = behind_tls

    def content(self, request: Request, name: str) -> Mapping[str, Any]:
        """What we put there; nothing where it is not ours, or was changed."""
        number, _, first = request.cookies.get(self.names(name)[0], "").partition(".")
        if number not in NUMBERS:
            return {}
        others = [request.cookies.get(each, "") for each in self.names(name)[1 : int(number)]]
        if not all(others):
            return {}
        id_, _, sealed = "".join([first, *others]).partition(".")
        if (key := self.keys.keys.get(id_)) is None:
            return {}
        try:
            stored = base64.urlsafe_b64decode(sealed)
            packed = AESGCM(key).decrypt(stored[:NONCE], stored[NONCE:], bound(id_, name))
            found = json.loads(zlib.decompressobj().decompress(packed, LARGEST))
        except (InvalidTag, binascii.Error, ValueError, zlib.error):
            return {}
        return found if isinstance(found, dict) else {}

    def put(self, response: Response, name: str, content: Mapping[str, Any], lives: int) -> None:
        """Give it to the browser for so many seconds; TooLarge where it would not be kept."""
        id_, key = self.keys.current
        packed, nonce = zlib.compress(json.dumps(content).encode(), 9), os.urandom(NONCE)
        stored = nonce + AESGCM(key).encrypt(nonce, packed, bound(id_, name))
        text = f"{id_}.{base64.urlsafe_b64encode(stored).decode()}"
        if len(text) > MOST * PART:
            raise TooLarge
        parts = [text[start : start + PART] for start in range(0, len(text), PART)]
        parts[0] = f"{len(parts)}.{parts[0]}"  # a longer content may have left others
        for each, part in zip(self.names(name), parts, strict=False):
            response.set_cookie(each, part, max_age=lives, **self.attributes())

    def drop(self, request: Request, response: Response, name: str) -> None:
        """Take back what the browser has of it."""
        for each in self.names(name):
            if each in request.cookies:
                response.delete_cookie(each, **self.attributes())

    def under(self, request: Request, beginning: str) -> list[str]:
        """The names, so beginning, of contents that the browser has."""
        first = self.names(beginning)[0]
        before = len(first) - len(beginning)
        numbered = tuple(f"-{number}" for number in NUMBERS)
        return [
            each[before:]
            for each in request.cookies
            if each.startswith(first) and not each.endswith(numbered)
        ]

    def names(self, name: str) -> list[str]:
        """Of the cookies that a content may take."""
        first = f"__Host-{name}" if self.behind_tls else name
        return [first, *(f"{first}-{number}" for number in range(2, MOST + 1))]

    def attributes(self) -> dict[str, Any]:
        """How the browser keeps it."""
        return {"path": "/", "httponly": True, "samesite": "lax", "secure": self.behind_tls}


def bound(id_: str, name: str) -> bytes:
    """One cookie is not taken for another."""
    return f"{id_}\n{name}".encode()
