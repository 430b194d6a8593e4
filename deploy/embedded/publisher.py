"""The publisher of an embedded stack: a P-256 key, and a certificate that it signed itself.

Reports are signed with them. Elsewhere a city brings a certificate that others trust.
"""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deploy.embedded.directory import Directory

KEY, CERTIFICATE = "publisher.key", "publisher.crt"
NAME = "Motcua publisher"
LASTS = timedelta(days=10 * 365)


def ensure_certificate(directory: Directory) -> None:
    """Make key and certificate when one of them is missing."""
    if all((directory.root / name).exists() for name in (KEY, CERTIFICATE)):
        return
    key, certificate = generate(datetime.now(UTC))
    directory.write_private(KEY, key)
    directory.write_private(CERTIFICATE, certificate)


def generate(now: datetime) -> tuple[str, str]:
    """A new private key and its certificate, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    form = (
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    certificate = certified(key, now).public_bytes(serialization.Encoding.PEM)
    return key.private_bytes(*form).decode(), certificate.decode()


def certified(key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    """For signing documents, and nothing else."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(), critical=True)
        .sign(key, hashes.SHA256())
    )


def usage() -> x509.KeyUsage:
    """Signatures that cannot be denied."""
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
