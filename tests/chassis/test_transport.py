"""Plain text outside loopback is refused when settings are read, for every way in and out.

Promises an error that names the variable and what to set instead, and never a password.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from services.chassis.settings import Settings, SettingsError
from services.chassis.tls import plaintext
from tests.certified import Certified, write
from tests.chassis.test_settings_read import ENOUGH

ELSEWHERE = {
    "MOTCUA_LISTEN": ("api", ["0.0.0.0:7000", "[::]:7000", "10.0.0.7:1", ":7000"]),
    "MOTCUA_METRICS_LISTEN": ("metrics", ["0.0.0.0:9000", "host.example:9000"]),
    "MOTCUA_NATS_URL": (
        "nats",
        [
            "nats://u:hidden@nats.example:4222",
            "nats.example:4222",
            "nats://u:hidden@127.0.0.1:1,nats://u:hidden@10.0.0.7:1",
            "tls://u:hidden@nats.example:4222,nats://u:hidden@nats2.example:4222",
        ],
    ),
    "MOTCUA_DATABASE_DSN": (
        "postgres",
        [
            "postgresql://u:hidden@db.example/x",
            "postgresql://u:hidden@db.example/x?sslmode=require",
            "postgresql://u:hidden@127.0.0.1:1,db.example:1/x?sslmode=prefer",
            "postgresql:///x?host=db.example&user=u&password=hidden",
        ],
    ),
    "OTEL_EXPORTER_OTLP_ENDPOINT": (
        "traces",
        ["http://collector.example:4317", "http://10.0.0.7:4318"],
    ),
    "MOTCUA_OWNER_DSN": ("postgres", ["postgresql://u:hidden@db.example/x?sslmode=disable"]),
}
HERE = {
    "MOTCUA_LISTEN": ["127.0.0.1:0", "localhost:7000", "[::1]:7000"],
    "MOTCUA_METRICS_LISTEN": ["127.0.0.1:0"],
    "MOTCUA_NATS_URL": ["localhost:4222", "nats://127.0.0.1:1,nats://[::1]:2", "tls://a.example"],
    "OTEL_EXPORTER_OTLP_ENDPOINT": ["http://127.0.0.1:4317", "https://c.example", "c.example:1"],
    "MOTCUA_DATABASE_DSN": [
        *("postgresql:///x", "postgresql:///x?host=/run/postgresql", "postgresql://u@localhost/x"),
    ],
}


def faults(environ: Mapping[str, str]) -> str:
    """What the error says; empty: there is none."""
    try:
        Settings.from_environment({**ENOUGH, **environ})
    except SettingsError as error:
        found = str(error)
    else:
        found = ""
    assert "hidden" not in found
    return found


@pytest.mark.parametrize("name", ELSEWHERE)
def test_outside_loopback_plain_text_has_to_be_allowed(name: str) -> None:
    what, values = ELSEWHERE[name]
    for value in values:
        found = faults({name: value})
        assert found.startswith(f"settings: {name} is outside loopback: "), value
        assert found.endswith(f"MOTCUA_PLAINTEXT={what}"), value
        assert faults({name: value, "MOTCUA_PLAINTEXT": what}) == ""
        assert faults({name: value, "MOTCUA_PLAINTEXT": "all"}) == ""
        others = plaintext.EVERY - {what}
        assert faults({name: value, "MOTCUA_PLAINTEXT": ",".join(others)}) == found


@pytest.mark.parametrize("name", HERE)
def test_on_loopback_it_is_not(name: str) -> None:
    for value in HERE[name]:
        assert faults({name: value}) == "", value


def test_all_that_is_outside_is_named_at_once() -> None:
    found = faults({name: values[0] for name, (_, values) in ELSEWHERE.items()})
    assert all(name in found for name in ELSEWHERE)


def test_nobody_listens_elsewhere_in_plain_text_who_has_a_certificate(tmp_path: Path) -> None:
    certificate, key = Certified(tmp_path).issue("server")
    shown = {"MOTCUA_TLS_CERTIFICATE": certificate, "MOTCUA_TLS_KEY": key}
    ports = {"MOTCUA_LISTEN": "0.0.0.0:0", "MOTCUA_METRICS_LISTEN": "0.0.0.0:0"}
    assert faults(ports) != ""
    assert faults({**ports, **shown}) == ""


def test_files_are_read_at_the_start(tmp_path: Path) -> None:
    certified = Certified(tmp_path)
    (one, key), (_, other) = certified.issue("one"), certified.issue("other")
    none = str(write(tmp_path / "none", "none"))
    cases = {
        "MOTCUA_TLS_KEY is missing": {"MOTCUA_TLS_CERTIFICATE": one},
        "MOTCUA_TLS_CERTIFICATE is missing": {"MOTCUA_TLS_KEY": key},
        "not the key of": {"MOTCUA_TLS_CERTIFICATE": one, "MOTCUA_TLS_KEY": other},
        f"MOTCUA_TLS_CLIENT_CA: {none}": {"MOTCUA_TLS_CLIENT_CA": none},
        "needs MOTCUA_TLS_CERTIFICATE": {"MOTCUA_TLS_CLIENT_CA": certified.ca},
        f"MOTCUA_NATS_CA: {none}": {"MOTCUA_NATS_CA": none},
        "MOTCUA_NATS_KEY is missing": {"MOTCUA_NATS_CERTIFICATE": one},
        f"MOTCUA_NATS_CERTIFICATE: {none}": {
            "MOTCUA_NATS_CERTIFICATE": none,
            "MOTCUA_NATS_KEY": key,
        },
        "MOTCUA_PLAINTEXT is malformed": {"MOTCUA_PLAINTEXT": "yes"},
    }
    for said, environ in cases.items():
        assert said in faults(environ)


def test_a_database_elsewhere_is_the_one_that_is_meant(tmp_path: Path) -> None:
    """`require` and less believe any server."""
    certified = Certified(tmp_path)
    (certificate, key), ca = certified.issue("service"), certified.ca
    address = "postgresql://u:hidden@db.example,db2.example/x?sslmode=verify-full"
    assert faults({"MOTCUA_DATABASE_DSN": f"{address}&sslrootcert={ca}"}) == ""
    shown = f"{address}&sslrootcert={ca}&sslcert={certificate}&sslkey={key}"
    assert faults({"MOTCUA_DATABASE_DSN": shown}) == ""
    assert "no sslrootcert" in faults({"MOTCUA_DATABASE_DSN": address})
    absent = f"{address}&sslrootcert={tmp_path}/absent"
    assert f"{tmp_path}/absent cannot be read" in faults({"MOTCUA_DATABASE_DSN": absent})
    wrong = shown.replace(key, ca)
    assert "is no private key" in faults({"MOTCUA_DATABASE_DSN": wrong})
