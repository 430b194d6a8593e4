"""A certificate authority of one's own, and the certificates of servers and clients that it issues.

Promises keys on P-256 and names in the subject's alternative names, where TLS looks for them. Must
not write files: who keeps them says where.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

YEARS_OF_AUTHORITY = timedelta(days=3650)
WEEK = timedelta(days=7)
CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True)
class Issued:
    """A certificate and its key, as PEM."""

    certificate: str
    key: str = field(repr=False)

    @property
    def expires(self) -> datetime:
        """When it is no longer in force."""
        return x509.load_pem_x509_certificate(self.certificate.encode()).not_valid_after_utc


class Authority:
    """What signs: its own certificate and key."""

    def __init__(self, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
        self.certificate, self.key = certificate, key

    @classmethod
    def made(cls, name: str) -> "Authority":
        """A new one, which signed itself."""
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
        subject = named(name)
        built = (
            builder(subject, subject, key.public_key(), now, now + YEARS_OF_AUTHORITY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage("key_cert_sign", "crl_sign"), critical=True)
        )
        return cls(built.sign(key, hashes.SHA256()), key)

    @classmethod
    def loaded(cls, certificate: str, key: str) -> "Authority":
        """From PEM."""
        loaded = serialization.load_pem_private_key(key.encode(), password=None)
        if not isinstance(loaded, ec.EllipticCurvePrivateKey):
            raise TypeError("the authority's key is on P-256")
        return cls(x509.load_pem_x509_certificate(certificate.encode()), loaded)

    @property
    def pem(self) -> Issued:
        """As it is kept; the certificate is what clients are given."""
        return Issued(text(self.certificate), pem_of(self.key))

    def issue(
        self,
        name: str,
        *,
        hosts: Iterable[str] = (),
        lasts: timedelta = WEEK,
        now: datetime | None = None,
    ) -> Issued:
        """For a server at these hosts (names or addresses), and for a client that is called so."""
        key, now = ec.generate_private_key(ec.SECP256R1()), now or datetime.now(UTC)
        both = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        built = (
            builder(named(name), self.certificate.subject, key.public_key(), now, now + lasts)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(usage("digital_signature"), critical=True)
            .add_extension(x509.ExtendedKeyUsage(both), critical=False)
            .add_extension(issuer, critical=False)
            .add_extension(x509.SubjectAlternativeName(alternatives(hosts, name)), critical=False)
        )
        return Issued(text(built.sign(self.key, hashes.SHA256())), pem_of(key))


def builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    since: datetime,
    until: datetime,
) -> x509.CertificateBuilder:
    """What every certificate says."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since - CLOCKS_DIFFER)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def named(name: str) -> x509.Name:
    """A common name."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def alternatives(hosts: Iterable[str], name: str) -> list[x509.GeneralName]:
    """Where the server is; a client has its name alone."""
    return [*map(alternative, hosts)] or [x509.DNSName(name)]


def alternative(host: str) -> x509.GeneralName:
    """An address, or a name."""
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def usage(*purposes: str) -> x509.KeyUsage:
    """What a key is for, by the names of X.509: these, and nothing else."""
    every = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
        *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{each: each in purposes for each in every})


def text(certificate: x509.Certificate) -> str:
    """As PEM."""
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def pem_of(key: ec.EllipticCurvePrivateKey) -> str:
    """A private key as PEM."""
    form = (
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return key.private_bytes(*form).decode()
