"""The public keys in a JSON Web Key Set (RFC 7517) that an issuer may sign with.

A key counts for one algorithm, which its type, curve and size fit. What cannot be a signature's key
(symmetric, for encryption, too weak, with a private half) is left out; the others still count.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import jwt

from services.chassis.claims import each_once

MOST_KEYS = 100
LONGEST_ID = 200
RSA_BITS = range(2048, 8193)
# By type and curve, which an RSA key has none of.
ALGORITHMS = {("RSA", ""): "RS256", ("EC", "P-256"): "ES256", ("OKP", "Ed25519"): "EdDSA"}
PUBLIC = ("kty", "crv", "n", "e", "x", "y")


class Unfit(ValueError):  # noqa: N818 — said of what was fetched
    """What was fetched is not what it should be."""


class Mark(NamedTuple):
    """By which two keys are the same, whenever fetched."""

    kid: str
    algorithm: str
    public: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeySet:
    """Keys by what they are known by; one without an id has the id ""."""

    keys: Mapping[Mark, Any] = field(default_factory=dict)

    def candidates(self, kid: str | None, algorithm: str) -> list[tuple[Mark, Any]]:
        """Those that may have signed. A token that names no key may have been signed by the only
        one (OpenID Connect Core, section 10.1).
        """
        fitting = [each for each in self.keys.items() if each[0].algorithm == algorithm]
        if kid is None:
            return fitting if len(fitting) == 1 else []
        return [each for each in fitting if each[0].kid == kid]

    def may_lack(self, kid: str | None) -> bool:
        """Whether a newer set could have the key of that id: not where it has it for another
        algorithm.
        """
        return not self.keys if kid is None else all(each.kid != kid for each in self.keys)


def read(document: Any, algorithms: Collection[str]) -> KeySet:
    """The keys of a set for these algorithms; Unfit where it is no set."""
    listed = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(listed, list) or len(listed) > MOST_KEYS:
        raise Unfit(f'is no {{"keys": […]}} of at most {MOST_KEYS}')
    found = {mark: key for each in listed for mark, key in usable(each, algorithms)}
    return KeySet(found)


def document(found: KeySet) -> dict[str, Any]:
    """The set as it is read: `read` of it gives the same keys."""
    return {
        "keys": [
            {"kid": mark.kid, "alg": mark.algorithm}
            | {name: each for name, each in zip(PUBLIC, mark.public, strict=True) if each}
            for mark in sorted(found.keys)
        ]
    }


def usable(stated: Any, algorithms: Collection[str]) -> Iterator[tuple[Mark, Any]]:
    """A key with its mark, if tokens may be signed with it."""
    if not isinstance(stated, dict) or not is_for_signatures(stated):
        return
    algorithm = ALGORITHMS.get((text(stated, "kty"), text(stated, "crv")), "")
    kid = stated.get("kid", "")
    if algorithm not in algorithms or stated.get("alg", algorithm) != algorithm:
        return
    try:
        key = jwt.PyJWK(stated, algorithm=algorithm).key
    except Exception:  # noqa: BLE001 — whatever an issuer publishes, it must not end a service
        return
    weak = algorithm == "RS256" and key.key_size not in RSA_BITS
    if isinstance(kid, str) and len(kid) <= LONGEST_ID and not weak:
        yield Mark(kid, algorithm, tuple(text(stated, name) for name in PUBLIC)), key


def is_for_signatures(stated: Mapping[str, Any]) -> bool:
    """Whether it is public, and nothing says that it is for something else."""
    operations = stated.get("key_ops", ["verify"])
    meant = isinstance(operations, list) and "verify" in operations
    return stated.get("use", "sig") == "sig" and meant and "d" not in stated


def text(stated: Mapping[str, Any], name: str) -> str:
    """A member that is a text, or ""."""
    value = stated.get(name, "")
    return value if isinstance(value, str) else ""


def decoded(content: bytes) -> Any:
    """A JSON document in which each name stands once; Unfit for anything else."""
    try:
        return json.loads(content, object_pairs_hook=each_once)
    except (ValueError, RecursionError):
        raise Unfit("is no JSON") from None
