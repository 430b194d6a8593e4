"""What a citizen holds: a number that names the dossier, and a secret that opens it.

Promises that a secret follows from the dossier's id and a key, so that a retry gets the same one
and nothing has to be stored. Must not tell by its timing how much of a guess was right.
"""

import hmac
import uuid
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256

from services.submissions.domain.moments import local_day

_BITS_KEPT = 80
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS = range(_BITS_KEPT - 5, -1, -5)  # where each letter's five bits begin
# People read O for 0, and I or L for 1, and copy our hyphens or not.
_AS_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def number(unit: str, at: datetime, serial: int) -> str:
    """The number of the unit's `serial`-th dossier of that local day: `<id>-YYMMDD-NNNN`."""
    day = local_day(at)
    date = f"{day.year % 100:02d}{day.month:02d}{day.day:02d}"
    return f"{unit.removeprefix('units/')}-{date}-{serial:04d}"


def parts(dossier_number: str, at: datetime) -> tuple[str, date, int]:
    """Unit, local day and serial of a number given at that instant."""
    unit, _, serial = dossier_number.rsplit("-", 2)
    return f"units/{unit}", local_day(at), int(serial)


def secret(key: bytes, dossier: str) -> str:
    """The secret of `dossiers/{uuid}`, in Crockford's letters, four by four."""
    keyed = _keyed(key).copy()
    keyed.update(dossier.encode())
    kept = int.from_bytes(keyed.digest()[: _BITS_KEPT // 8])
    letters = "".join([_CROCKFORD[kept >> shift & 31] for shift in _LETTERS])
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:12]}-{letters[12:]}"


@lru_cache(maxsize=16)
def _keyed(key: bytes) -> hmac.HMAC:
    """Begun once: preparing a key takes longer than the name of a dossier."""
    return hmac.new(key, b"motcua.submissions.secret\0", sha256)


def opens(keys: Iterable[bytes], dossier: str | None, given: str) -> bool:
    """Whether this is the dossier's secret under one of the keys: printed ones stay valid when the
    key is exchanged. None, for a number nobody has, takes as long.
    """
    name, event = dossier or f"dossiers/{uuid.UUID(int=0)}", _plain(given)
    right = [hmac.compare_digest(_plain(secret(key, name)), event) for key in keys]
    return any(right) and dossier is not None


def _plain(text: str) -> bytes:
    return text.upper().translate(_AS_MEANT).encode()
