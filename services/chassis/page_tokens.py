"""Page tokens: a cursor of keyset pagination, sealed for one caller, method and question.

A token is encrypted and authenticated (AES-SIV, RFC 5297) together with the method, the caller, the
question and the layout of the cursor. The same cursor gives the same token, so that the repeat of a
command that is answered in pages is answered alike.
"""

import base64
import json
from collections.abc import Sequence
from typing import Any, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from google.protobuf.message import Message

from services.chassis.errors import Refusal
from services.chassis.followed import made_of
from services.chassis.keys import Keyring
from services.chassis.reasons import ChassisReason

PURPOSE = "page tokens"
SIZE, LARGEST = 100, 1000
# What is no part of the question: the page, what is waited for, and the id of a command.
PAGING = ("page_token", "page_size", "at_least", "catalog_position", "request_id")
# The name of cursors in the layouts that 0.1.0 sealed: its tokens still open after an upgrade.
CURSORS = {"Cursor": "Place", "SealedCursor": "Place"}


P = TypeVar("P", bound=tuple[Any, ...])


class PageTokens:
    """The tokens of one service, for an asker: the method, and the subject of the caller. A retired
    key of the ring still opens what it sealed.
    """

    def __init__(self, ring: Keyring) -> None:
        keys = ring.derived(PURPOSE)
        self._ciphers = made_of(lambda: keys.keys, lambda now: list(map(AESSIV, now.values())))

    def sealed(self, cursor: tuple[Any, ...], request: Message, asker: Sequence[str]) -> str:
        """The token for a cursor: a NamedTuple of texts and whole numbers."""
        content = json.dumps(cursor, ensure_ascii=False).encode()
        token = self._ciphers()[0].encrypt(content, bound(type(cursor), request, asker))
        return base64.urlsafe_b64encode(token).decode()

    def opened(self, kind: type[P], request: Any, asker: Sequence[str]) -> P | None:
        """The cursor in a request's token; None for the first page."""
        if not request.page_token:
            return None
        sealed = decoded(request.page_token)
        bounds = bound(kind, request, asker)
        for cipher in self._ciphers():
            try:
                return kind(*json.loads(cipher.decrypt(sealed, bounds)))
            except InvalidTag:
                continue
        raise Refusal(ChassisReason.PAGE_TOKEN_INVALID, field="page_token")


def bound(kind: type[tuple[Any, ...]], request: Message, asker: Sequence[str]) -> list[bytes]:
    """What a token belongs to: a layout, a method, a caller and a question."""
    question = type(request)()
    question.CopyFrom(request)
    for field in PAGING:
        if field in question.DESCRIPTOR.fields_by_name:
            question.ClearField(field)
    name = CURSORS.get(kind.__name__, kind.__name__)
    layout = json.dumps([name, *kind.__annotations__.items()], default=str)
    parts = (layout, *asker)
    return [*(part.encode() for part in parts), question.SerializeToString(deterministic=True)]


def decoded(token: str) -> bytes:
    """The bytes of a token, which has one spelling only."""
    try:
        sealed = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
    except ValueError:
        sealed = b""
    if base64.urlsafe_b64encode(sealed).decode() != token or len(sealed) < 16:
        raise Refusal(ChassisReason.PAGE_TOKEN_INVALID, field="page_token")
    return sealed


def size_of(request: Any) -> int:
    """How many items a page holds."""
    if request.page_size < 0:
        raise Refusal(ChassisReason.PAGE_SIZE_INVALID, field="page_size")
    return min(request.page_size or SIZE, LARGEST)
