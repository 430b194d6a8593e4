"""The digest of the offerings behind one row of `./motcua levels`, by docs/command-line.md.

Promises no code of the console. Not a test itself.
"""

from __future__ import annotations

import hashlib
from typing import Any


def digest_of(items: list[dict[str, Any]]) -> str:
    """As docs/command-line.md says it."""
    counts: dict[tuple[str, ...], list[str]] = {}
    for item in items:
        alike = (item["unit"], str(item["level"]), item["extent"], item["verdict"])
        counts.setdefault(alike, []).append(item["id"] + "\n")
    lines = ("\t".join((*alike, sha256(sorted(names)))) + "\n" for alike, names in counts.items())
    return sha256(sorted(lines))


def sha256(lines: list[str]) -> str:
    return hashlib.sha256("".join(lines).encode()).hexdigest()
