"""Bearer tokens of an embedded stack: an Ed25519 key in its data directory signs, services check
with the public halves of a ring: that of the key, one that will be used next, and those before it.

Promises the claims that services need: sub, roles, aud, iss, iat, exp; the key's id is in the
header. Must not leave the private key readable.
"""

import base64
import hashlib
import time
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from deploy.embedded.directory import Directory
from deploy.embedded.errors import StackError

FILE, NEXT = "token.key", "token.next.key"
RING = "tokens.pem"  # among the files of secrets
OPERATOR = "operator.embedded"
ISSUER = AUDIENCE = "motcua"
WORKING_DAY = timedelta(hours=12)


def issue_token(
    data_dir: Path,
    role: str,
    unit: str = "*",
    *,
    subject: str = OPERATOR,
    ttl: timedelta = WORKING_DAY,
) -> str:
    """A token that holds one role within the subtree of one unit ("*" is the whole tree)."""
    return sign(
        private_key(data_dir), roles=[{"role": role, "unit": unit}], subject=subject, ttl=ttl
    )


def sign(key: str, *, roles: list[dict[str, str]], subject: str, ttl: timedelta) -> str:
    """A token with these roles from now on, signed with a PEM private key."""
    now = int(time.time())
    claims = {"sub": subject, "roles": roles, "aud": AUDIENCE, "iss": ISSUER, "iat": now}
    claims["exp"] = now + int(ttl.total_seconds())
    return jwt.encode(claims, key, algorithm="EdDSA", headers={"kid": key_id(public_half(key))})


def private_key(data_dir: Path, name: str = FILE) -> str:
    """The stack's private key as PEM; a stack makes it at its first start. A link might lead to the
    key of another one, which would then sign for whoever made the link.
    """
    path = data_dir / name
    try:
        if path.is_symlink():
            raise StackError(f"{path} is a link: put the file in its place")
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        raise StackError(
            f"{data_dir} has no token key yet: start the stack there once (./motcua up)"
        ) from None
    except PermissionError:
        raise StackError(
            f"the token key in {data_dir} belongs to another user: run as that user"
        ) from None
    except OSError as refused:
        raise StackError(f"{data_dir} cannot be used ({refused.strerror})") from None


def ensure_key(directory: Directory) -> str:
    """Make the key pair when missing; the public halves that are believed as PEM, its own first."""
    if not (directory.root / FILE).exists():
        directory.write_private(FILE, generate())
    own = public_half(private_key(directory.root))
    return "".join([own, *(each for each in believed(directory.root) if each != own)])


def believed(data_dir: Path) -> list[str]:
    """The public halves that services know, as they were written last."""
    path = data_dir / "keys" / RING
    end = "-----END PUBLIC KEY-----\n"
    text = path.read_text(encoding="ascii") if path.exists() else ""
    return [f"{each}{end}" for each in text.split(end) if each]


@lru_cache(maxsize=8)
def public_half(key: str) -> str:
    """Of a private key, as PEM."""
    loaded = serialization.load_pem_private_key(key.encode(), password=None)
    form = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return loaded.public_key().public_bytes(*form).decode()


@lru_cache(maxsize=8)
def key_id(public: str) -> str:
    """The thumbprint of a public key (RFC 7638)."""
    key = serialization.load_pem_public_key(public.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("tokens are signed with Ed25519")
    coordinate = coded(key.public_bytes_raw())
    return coded(
        hashlib.sha256(f'{{"crv":"Ed25519","kty":"OKP","x":"{coordinate}"}}'.encode()).digest()
    )


def coded(content: bytes) -> str:
    """As JOSE writes bytes."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def generate() -> str:
    """A new Ed25519 private key as PEM."""
    form = (
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return Ed25519PrivateKey.generate().private_bytes(*form).decode()
