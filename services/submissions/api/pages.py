"""Page tokens: where a list goes on, for which question.

Promises that a token of another question is refused. Must not trust a token beyond what a caller
may ask anyway.
"""

import base64
import hashlib
from typing import Any
from uuid import UUID

from services.chassis.errors import Refusal
from services.submissions.domain.refusals import PAGE_SIZE_INVALID, PAGE_TOKEN_INVALID
from services.submissions.queries.differences import BEGINNING, After

SIZE, LARGEST = 100, 1000
_SEAL = 8  # bytes
_ID = 16


def size_of(asked: int) -> int:
    """How many rows a page holds."""
    if asked < 0:
        raise Refusal(PAGE_SIZE_INVALID, field="page_size")
    return min(asked or SIZE, LARGEST)


def after_of(request: Any) -> After:
    """After what the asked page begins."""
    if not request.page_token:
        return BEGINNING
    try:
        whole = base64.b64decode(request.page_token.encode(), altchars=b"-_", validate=True)
        seal, said = whole[:_SEAL], whole[_SEAL:]
        if seal == _seal(said, request) and b"\0" not in said[_ID:]:
            return After(said[_ID:].decode(), UUID(bytes=said[:_ID]))
    except ValueError:
        pass
    raise Refusal(PAGE_TOKEN_INVALID, field="page_token")


def token_of(request: Any, after: After | None) -> str:
    """The token of the page that follows; "" at the end."""
    if after is None:
        return ""
    said = after.dossier.bytes + after.unit.encode()
    return base64.urlsafe_b64encode(_seal(said, request) + said).decode()


def _seal(said: bytes, request: Any) -> bytes:
    """Shows a token that was cut or belongs elsewhere; whoever forges one learns nothing by it."""
    return hashlib.sha256(request.unit.encode() + b"\0" + said).digest()[:_SEAL]
