"""The publisher of an embedded stack: a P-256 key, and a certificate that it signed itself.

Reports are signed with them. Elsewhere a city brings a certificate that others trust.
"""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from deploy.embedded.authority import named, pem_of, text, usage
from deploy.embedded.directory import Directory

KEY, CERTIFICATE = "publisher.key", "publisher.crt"
RETIRED = "publisher.retired.crt"  # the newest first
NAME = "Motcua publisher"
LASTS = timedelta(days=10 * 365)


def ensure_certificate(directory: Directory) -> None:
    """Make key and certificate when one of them is missing."""
    if all((directory.root / name).exists() for name in (KEY, CERTIFICATE)):
        return
    key, certificate = generate(datetime.now(UTC))
    directory.write_private(KEY, key)
    directory.write_private(CERTIFICATE, certificate)


def exchange_certificate(directory: Directory) -> str:
    """Another key and certificate; the fingerprint of the new one. Reports of before are checked by
    the certificates that are kept.
    """
    before = (directory.root / CERTIFICATE).read_text(encoding="ascii")
    kept = directory.root / RETIRED
    earlier = kept.read_text(encoding="ascii") if kept.exists() else ""
    key, certificate = generate(datetime.now(UTC))
    if before not in earlier:
        directory.write_private(RETIRED, before + earlier)
    directory.write_private(KEY, key)
    directory.write_private(CERTIFICATE, certificate)
    loaded = x509.load_pem_x509_certificate(certificate.encode())
    return loaded.fingerprint(hashes.SHA256()).hex()


def generate(now: datetime) -> tuple[str, str]:
    """A new private key and its certificate, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    return pem_of(key), text(certified(key, now))


def certified(key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    """For signing documents, and nothing else: signatures that cannot be denied."""
    name = named(NAME)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage("digital_signature", "content_commitment"), critical=True)
        .sign(key, hashes.SHA256())
    )
