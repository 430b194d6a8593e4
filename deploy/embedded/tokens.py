"""Bearer tokens of an embedded stack: an Ed25519 key in its data directory signs, services check
with the public half.

Promises the claims that services need: sub, roles, aud, iss, iat, exp. Must not leave the private
key readable.
"""

import time
from datetime import timedelta
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.embedded.directory import Directory
from deploy.embedded.errors import StackError

FILE = "token.key"
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
    return jwt.encode({**claims, "exp": now + int(ttl.total_seconds())}, key, algorithm="EdDSA")


def private_key(data_dir: Path) -> str:
    """The stack's private key as PEM; a stack makes it at its first start."""
    try:
        return (data_dir / FILE).read_text(encoding="ascii")
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
    """Make the key pair when missing; the public half as PEM."""
    if not (directory.root / FILE).exists():
        directory.write_private(FILE, generate())
    key = serialization.load_pem_private_key(private_key(directory.root).encode(), password=None)
    form = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return key.public_key().public_bytes(*form).decode()


def generate() -> str:
    """A new Ed25519 private key as PEM."""
    form = (
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return Ed25519PrivateKey.generate().private_bytes(*form).decode()
