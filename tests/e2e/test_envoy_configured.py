"""The configuration that `./motcua envoy` prints: Envoy takes it, and it lets in whom it names.

Promises Envoy's own judgement. What comes through it is tried in tests/pages/test_grpc_web.py.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from deploy.envoy import NotConfigurable, Upstream, configuration
from services.console.commands.envoy import envoy
from tests.pages.envoy import MISSING, validated

pytestmark = pytest.mark.skipif(MISSING, reason="no envoy here: it belongs to the test group")
SERVICES = {
    "catalog": "catalog.internal:50051",
    "submissions": "ipv4:10.0.0.1:50052,10.0.0.2:50052",
    "metrics": "[::1]:50053",
}
ORIGINS = ["https://portal.example", "http://[::1]:5173"]


def certificate(folder: Path) -> tuple[str, str]:
    """A chain of one, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "api.example")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = (
        builder.not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(key, SHA256())
    )
    chain, private = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return str(chain), str(private)


PLAIN = Upstream(plaintext=True)


@pytest.mark.parametrize("origins", [ORIGINS, []])
@pytest.mark.parametrize("tls", [False, True])
async def test_envoy_takes_it(tmp_path: Path, tls: bool, origins: list[str]) -> None:
    made = certificate(tmp_path) if tls else None
    text = configuration(
        listen="0.0.0.0:8443",
        services=SERVICES,
        origins=origins,
        certificate=made,
        upstream=Upstream(made[0], made, "motcua.internal") if made else PLAIN,
    )
    code, said = await validated(text, tmp_path)
    assert code == 0, said
    assert "deprecated" not in said
    assert "admin:" not in "".join(line for line in text.splitlines() if "#" not in line)


async def test_what_envoy_would_not_take_is_seen(tmp_path: Path) -> None:
    text = configuration(listen="0.0.0.0:8443", services=SERVICES, origins=ORIGINS, upstream=PLAIN)
    code, said = await validated(text.replace("max_request_bytes", "most_bytes"), tmp_path)
    assert code != 0
    assert "most_bytes" in said


@pytest.mark.parametrize(
    "origin",
    ["*", "", "null", "portal.example", "https://portal.example/", "https://*.example",
     "https://Portal.example", "https://a.example,https://b.example", 'https://a"b.example'],
)  # fmt: skip
def test_an_origin_is_one_as_browsers_send_it(origin: str) -> None:
    with pytest.raises(NotConfigurable):
        configuration(listen="0.0.0.0:1", services=SERVICES, origins=[origin])


@pytest.mark.parametrize("address", ["", "catalog", ":1", "catalog:", "catalog:99999", "catalog:x"])
def test_an_address_is_host_and_port(address: str) -> None:
    with pytest.raises(NotConfigurable):
        configuration(
            listen="0.0.0.0:1", services={**SERVICES, "catalog": address}, origins=ORIGINS
        )
    with pytest.raises(NotConfigurable):
        configuration(listen=address, services=SERVICES, origins=ORIGINS)


def test_another_machine_is_called_under_tls_unless_that_is_waived() -> None:
    here = dict.fromkeys(SERVICES, "ipv4:127.0.0.1:1,127.0.0.2:1")
    assert '"sni"' not in configuration(listen="0.0.0.0:1", services=here, origins=ORIGINS)
    with pytest.raises(NotConfigurable, match="catalog is on another machine"):
        configuration(listen="0.0.0.0:1", services=SERVICES, origins=ORIGINS)
    believing = Upstream(ca="ca.crt")
    with pytest.raises(NotConfigurable, match="submissions has several hosts"):
        configuration(listen="0.0.0.0:1", services=SERVICES, origins=ORIGINS, upstream=believing)


def test_each_service_is_the_one_that_was_called() -> None:
    """By its own name or address, unless one is named for all."""
    one = {**SERVICES, "submissions": "10.0.0.1:50052"}
    text = configuration(
        listen="0.0.0.0:1", services=one, origins=ORIGINS, upstream=Upstream(ca="ca.crt")
    )
    assert [*re.findall(r'"san_type": "(\w+)", "matcher": {"exact": "(.*?)"', text)] == [
        ("DNS", "catalog.internal"),
        ("IP_ADDRESS", "10.0.0.1"),
        ("IP_ADDRESS", "::1"),
    ]


def printed(*words: str, plain: bool = True) -> Result:
    """What `./motcua envoy` says to these words."""
    waived = ["--plaintext"] if plain else []
    return CliRunner().invoke(envoy, ["--origin", ORIGINS[0], *waived, *words])


NAMED = tuple(word for name, address in SERVICES.items() for word in (f"--{name}", address))


def test_the_command_prints_it_for_the_services_that_are_named() -> None:
    done = printed(*NAMED, "--listen", "0.0.0.0:9000", "--certificate", "a.pem", "--key", "b.pem")
    assert done.exit_code == 0, done.output
    assert done.output == configuration(
        listen="0.0.0.0:9000",
        services=SERVICES,
        origins=ORIGINS[:1],
        certificate=("a.pem", "b.pem"),
        upstream=PLAIN,
    )


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    half = printed(*NAMED, "--certificate", "a.pem")
    assert (half.exit_code, "belong together" in half.output) == (2, True)
    wrong = printed(*NAMED, "--listen", "nowhere")
    assert (wrong.exit_code, "no HOST:PORT: nowhere" in wrong.output) == (2, True)
    other = printed(*NAMED, plain=False)
    assert (other.exit_code, "name --ca, or --plaintext" in other.output) == (2, True)
    nobody = printed("--data", str(tmp_path))
    assert (nobody.exit_code, "say where all three services are" in nobody.output) == (3, True)
