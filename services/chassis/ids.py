"""Identifiers: new ones that sort by time, given ones that are checked, derived ones that repeat.

`uuid7` increases within a process; no caller can give an id that is derived here.
"""

import hashlib
import os
import re
import time
import uuid
from functools import lru_cache

from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason

_NAMESPACE = uuid.UUID("6c1f6d1e-5a55-5f0b-9a0e-6d6f74637561").bytes
_VERSION_AND_VARIANT = (0x7 << 76) | (0x2 << 62)
_DERIVED = 0x8  # RFC 9562: the version that is for whoever makes the ids
_SPELLING = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_PERSONAL = re.compile(r"@|\d{9}")
# A number of a telephone or identity card in groups, as people write it; not the date or the code
# that a longer row of groups is.
_GROUPED = re.compile(r"(?<!\d)(?<!\d[\s.()-])(?:84|0)(?:[\s.()-]{0,2}\d){8,11}(?![\s.()-]{0,2}\d)")
_RANDOM = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
_last_tick = 0


def uuid7() -> uuid.UUID:
    """A new UUIDv7 (RFC 9562, method 3): neighbours in time are neighbours in an index."""
    global _last_tick  # noqa: PLW0603 — the order within a process is this one number
    _last_tick = max(_last_tick + 1, (time.time_ns() << 12) // 1_000_000)
    milliseconds, fraction = _last_tick >> 12, _last_tick & 0xFFF
    random = int.from_bytes(os.urandom(8)) >> 2
    return uuid.UUID(int=(milliseconds << 80) | (fraction << 64) | _VERSION_AND_VARIANT | random)


@lru_cache(maxsize=256)  # a call asks when it is checked, and when it is carried out
def request_uuid(text: str, *, field: str = "request_id") -> uuid.UUID:
    """The UUID that a caller wrote, in the one spelling that cannot be mistaken for another. Not
    of version 8: who knows of what an id is derived could take it before it is needed.
    """
    if not _SPELLING.fullmatch(text) or int(text[14], 16) == _DERIVED:
        raise Refusal(ChassisReason.REQUEST_ID_INVALID, field=field)
    return uuid.UUID(text)


def names_somebody(text: str) -> bool:
    """Whether a code or pseudonym could be an e-mail address, or somebody's number: a telephone's,
    an identity card's, a tax payer's, an account's. A UUID in it is neither, whatever its digits.
    """
    left = _RANDOM.sub("", text)
    return any(each.search(left) for each in (_PERSONAL, _GROUPED))


def derived(*parts: str) -> uuid.UUID:
    """The same id for the same parts, always; the lengths keep ("ab", "c") from ("a", "bc")."""
    named = "".join([f"{len(part)}:{part}" for part in parts]).encode()
    digest = hashlib.sha1(_NAMESPACE + named, usedforsecurity=False).digest()
    bits = int.from_bytes(digest[:16]) & ~(0xF << 76) & ~(0x3 << 62)
    return uuid.UUID(int=bits | (_DERIVED << 76) | (0x2 << 62))
