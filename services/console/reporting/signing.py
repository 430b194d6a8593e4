"""Who signs reports, and how JSON is signed: a detached JWS (RFC 7515, 7797) with the certificate.

What is signed is the report's JSON with sorted keys and no white space, in UTF-8, which RFC 8785
gives for the same document: any JOSE library checks it.
"""

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from jwt.api_jws import PyJWS

from deploy.embedded.publisher import CERTIFICATE, KEY
from services.console.outcome import Mistake
from services.console.portal.installation import Installation
from services.console.reporting.content import Content

ALGORITHM = "ES256"


@dataclass(frozen=True)
class Publisher:
    """A private key, and the certificate of its public half; both PEM."""

    key: bytes
    certificate: bytes

    @property
    def der(self) -> bytes:
        """The certificate as standards carry it."""
        return loaded(self.certificate).public_bytes(serialization.Encoding.DER)


def publisher_of(at: Installation, key: Path | None, certificate: Path | None) -> Publisher:
    """The one that the options name, or the stack's own."""
    if bool(key) != bool(certificate):
        raise Mistake("name --key and --certificate together")
    option = "--key and --certificate"
    return Publisher(
        content(key or at.kept(KEY, option=option)),
        content(certificate or at.kept(CERTIFICATE, option=option)),
    )


def content(path: Path) -> bytes:
    """A file's, or a mistake that names it."""
    try:
        return path.read_bytes()
    except OSError as failed:
        raise Mistake(f"{path} cannot be read: {failed.strerror}") from None


def loaded(certificate: bytes) -> x509.Certificate:
    """Of PEM."""
    try:
        return x509.load_pem_x509_certificate(certificate)
    except ValueError as failed:
        raise Mistake(f"this is no certificate: {failed}") from None


def each_certificate(bundle: bytes) -> list[bytes]:
    """Of PEM with several, each."""
    end = b"-----END CERTIFICATE-----\n"
    return [each + end for each in bundle.split(end) if each.strip()]


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of the certificate, for people to compare."""
    return loaded(certificate).fingerprint(hashes.SHA256()).hex()


def canonical(report: Content) -> bytes:
    """One spelling of the report: texts, whole numbers and lists only, so RFC 8785 is just this."""
    text = json.dumps(report, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def signed(report: Content, publisher: Publisher) -> dict[str, Any]:
    """The report with its signature beside it."""
    headers = {"x5c": [base64.b64encode(publisher.der).decode()], "typ": "motcua-report"}
    jws = PyJWS().encode(
        canonical(report),
        publisher.key,
        algorithm=ALGORITHM,
        headers=headers,
        is_payload_detached=True,
    )
    return {"report": report, "signature": jws}


def is_signed_by(document: dict[str, Any], certificate: bytes) -> bool:
    """Whether the report is what the holder of this certificate signed."""
    key: Any = loaded(certificate).public_key()
    try:
        PyJWS().decode(
            document["signature"],
            key,
            algorithms=[ALGORITHM],
            detached_payload=canonical(document["report"]),
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        return False
    return True
