"""Settings from an environment: complete, or an error that names everything at once.

Promises that no secret shows in an error or in a printed object.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from services.chassis.settings import Settings, SettingsError, variable
from tests.chassis.echo import FOREIGN, public_pem

KEY = public_pem(FOREIGN)
ENOUGH = {
    "MOTCUA_LISTEN": "127.0.0.1:0",
    "MOTCUA_DATABASE_DSN": "postgresql://u:hidden@127.0.0.1/db",
    "MOTCUA_NATS_URL": "nats://u:hidden@127.0.0.1:4222",
    "MOTCUA_TOKEN_KEYS": KEY,
    "MOTCUA_SECRET_KEYS": f"2:{'00' * 16},1:{'11' * 16}",
    "MOTCUA_LOG_KEYS": f"1:{'22' * 16}",
}


@dataclass(frozen=True, kw_only=True)
class Extended(Settings):
    wait: float = variable("MOTCUA_TEST_WAIT", float, default=2.0)
    needed: int = variable("MOTCUA_TEST_NEEDED", int)


def test_what_is_optional_has_a_default_and_a_service_adds_its_own() -> None:
    read = Extended.from_environment({**ENOUGH, "MOTCUA_TEST_NEEDED": "7"})
    assert (read.needed, read.wait, read.trace_ratio, read.owner_dsn) == (7, 2.0, 0.01, "")
    assert read.secret_keys.current == ("2", bytes(16))
    assert "hidden" not in repr(read)
    assert KEY.splitlines()[1] not in repr(read)


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"9:{'ab' * 32}\n")
    names = {**ENOUGH, "MOTCUA_SECRET_KEYS": "", "MOTCUA_SECRET_KEYS_FILE": str(file)}
    assert Settings.from_environment(names).secret_keys.current == ("9", bytes.fromhex("ab" * 32))
    file.unlink()
    with pytest.raises(SettingsError, match=r"settings: MOTCUA_SECRET_KEYS_FILE cannot be read$"):
        Settings.from_environment(names)


def test_who_needs_the_owner_is_told_that_it_is_missing() -> None:
    owner = {"MOTCUA_OWNER_DSN": "postgresql://owner@127.0.0.1/db"}
    assert Settings.from_environment({**ENOUGH, **owner}).owner == owner["MOTCUA_OWNER_DSN"]
    with pytest.raises(SettingsError, match="MOTCUA_OWNER_DSN is missing"):
        _ = Settings.from_environment(ENOUGH).owner


def test_everything_missing_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as found:
        Extended.from_environment({"MOTCUA_LISTEN": ""})
    for name in (*ENOUGH, "MOTCUA_TEST_NEEDED"):
        assert f"{name} is missing" in str(found.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MOTCUA_SECRET_KEYS", "1:no hexadecimal"),
        ("MOTCUA_SECRET_KEYS", f"1:{'00' * 8}"),
        ("MOTCUA_SECRET_KEYS", "00" * 32),
        ("MOTCUA_TRACE_RATIO", "2"),
        ("MOTCUA_TRACE_RATIO", "much"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json"),
    ],
)
def test_what_is_malformed_is_named_without_its_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is malformed") as found:
        Settings.from_environment({**ENOUGH, name: value})
    assert value not in str(found.value).replace("MOTCUA_TRACE_RATIO", "")


def test_what_a_process_is_for_and_how_it_is_shared() -> None:
    alone = Settings.from_environment(ENOUGH)
    assert alone.roles == {"api", "relay", "projector"}
    assert (alone.reuse_port, alone.longest_connection, alone.drain) == (False, 0.0, 0.0)
    said = {
        "MOTCUA_ROLES": "api, relay",
        "MOTCUA_REUSE_PORT": "1",
        "MOTCUA_LONGEST_CONNECTION": "1800",
        "MOTCUA_DRAIN": "2.5",
    }
    shared = Settings.from_environment(ENOUGH | said)
    assert shared.roles == {"api", "relay"}
    assert (shared.reuse_port, shared.longest_connection, shared.drain) == (True, 1800.0, 2.5)
    wrong = {"MOTCUA_ROLES": "api,leader", "MOTCUA_REUSE_PORT": "yes", "MOTCUA_DRAIN": "-1"}
    with pytest.raises(SettingsError) as found:
        Settings.from_environment(ENOUGH | wrong | {"MOTCUA_LONGEST_CONNECTION": "inf"})
    for name in said:
        assert f"{name} is malformed" in str(found.value)
