"""Page tokens: where a list goes on, for which question, and as of when.

Promises that a token of another question is refused. Must not trust a token beyond what a caller
may ask anyway.
"""

import base64
import hashlib
import struct
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.chassis.errors import Refusal
from services.submissions.domain.refusals import PAGE_SIZE_INVALID, PAGE_TOKEN_INVALID
from services.submissions.queries.differences import After, Listing

SIZE, LARGEST = 100, 1000
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_SEAL = 8  # bytes
_LAYOUT = b"2"  # of what a token says: one of an older layout is refused, not misread
_FIXED = struct.Struct(">qq16s")  # the list's instant and position, and the last dossier's id


def size_of(asked: int) -> int:
    """How many rows a page holds."""
    if asked < 0:
        raise Refusal(PAGE_SIZE_INVALID, field="page_size")
    return min(asked or SIZE, LARGEST)


def begun_by(request: Any) -> tuple[Listing, After] | None:
    """The list that the asked page belongs to, and after what it begins; None for the first."""
    if not request.page_token:
        return None
    try:
        whole = base64.b64decode(request.page_token.encode(), altchars=b"-_", validate=True)
        seal, said = whole[:_SEAL], whole[_SEAL:]
        if seal == _seal(said, request) and b"\0" not in said[_FIXED.size :]:
            return _read(said)
    except (ValueError, OverflowError, struct.error):
        pass
    raise Refusal(PAGE_TOKEN_INVALID, field="page_token")


def token_of(request: Any, listing: Listing, after: After | None) -> str:
    """The token of the page that follows; "" at the end."""
    if after is None:
        return ""
    micros = (listing.as_of - EPOCH) // MICROSECOND
    said = _FIXED.pack(micros, listing.as_known, after.dossier.bytes) + after.unit.encode()
    return base64.urlsafe_b64encode(_seal(said, request) + said).decode()


def _read(said: bytes) -> tuple[Listing, After]:
    micros, as_known, dossier = _FIXED.unpack(said[: _FIXED.size])
    if as_known < 0:
        raise ValueError("a position before the first")
    listing = Listing(EPOCH + micros * MICROSECOND, as_known)
    return listing, After(said[_FIXED.size :].decode(), UUID(bytes=dossier))


def _seal(said: bytes, request: Any) -> bytes:
    """Shows a token that was cut or belongs elsewhere; whoever forges one learns nothing by it."""
    asked = b"\0".join((_LAYOUT, request.unit.encode(), said))
    return hashlib.sha256(asked).digest()[:_SEAL]
