"""Settings in files, which change while a service runs.

Given a file and a clock of the test's; what is malformed must never replace what counts.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pytest
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from services.chassis import gauges
from services.chassis.followed import CHECKED_EVERY, Followed, made_of, now
from services.chassis.identity import Identity
from services.chassis.issuers import thumbprint
from services.chassis.keys import Keyring, keys_of
from services.chassis.settings import Settings, SettingsError
from tests.chassis import echo
from tests.chassis.echo import PRIVATE, public_pem
from tests.chassis.test_settings_read import ENOUGH
from tests.chassis.tokens import DAY, answer, token_of

OLD, NEW = "aa" * 32, "bb" * 32


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at

    def pass_by(self) -> None:
        self.at += CHECKED_EVERY


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ring"
    path.write_text(f"1:{OLD}\n")
    return path


def replace(path: Path, text: str) -> None:
    """As whoever writes it should: at once."""
    new = path.with_suffix(".new")
    new.write_text(text)
    new.replace(path)


def ring_of(file: Path, clock: Clock) -> Keyring:
    return Keyring(Followed("MOTCUA_TEST_KEYS", str(file), keys_of, clock=clock))


def readable() -> float | None:
    return gauges.REGISTRY.get_sample_value(
        "motcua_setting_readable", {"setting": "MOTCUA_TEST_KEYS"}
    )


def test_a_ring_and_those_derived_from_it_follow_their_file(file: Path, clock: Clock) -> None:
    ring = ring_of(file, clock)
    marks = ring.derived("marks")
    before = marks.current
    replace(file, f"2:{NEW},1:{OLD}")
    assert ring.current[0] == "1"  # not looked at before it is time
    clock.pass_by()
    assert (ring.current, list(ring.keys)) == (("2", bytes.fromhex(NEW)), ["2", "1"])
    assert marks.current[0] == "2"
    assert marks.keys["1"] == before[1]
    assert marks.keys is marks.keys  # derived once


@pytest.mark.parametrize("broken", ["", "2:no hexadecimal", f"2:{NEW},2:{OLD}", None])
def test_a_broken_file_leaves_what_was_read_last(
    file: Path, clock: Clock, broken: str | None
) -> None:
    ring = ring_of(file, clock)
    if broken is None:
        file.unlink()
    else:
        replace(file, broken)
    clock.pass_by()
    with structlog.testing.capture_logs() as logs:
        assert list(ring.keys) == ["1"]
        clock.pass_by()
        assert list(ring.keys) == ["1"]
    assert (readable(), [each["event"] for each in logs]) == (0, ["setting.unreadable"])
    assert NEW not in json.dumps(logs)
    replace(file, f"3:{NEW}")
    clock.pass_by()
    assert (list(ring.keys), readable()) == (["3"], 1)


def test_a_link_that_leads_elsewhere_is_another_file(tmp_path: Path, clock: Clock) -> None:
    """Kubernetes changes a mounted secret by such a link of the directory."""
    for name, text in (("first", f"1:{OLD}"), ("second", f"2:{NEW}")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ring").write_text(text)
    (tmp_path / "data").symlink_to("first")
    ring = ring_of(tmp_path / "data" / "ring", clock)
    (tmp_path / "next").symlink_to("second")
    (tmp_path / "next").replace(tmp_path / "data")
    clock.pass_by()
    assert list(ring.keys) == ["2"]


def test_settings_follow_files_and_show_which_keys_are_known(file: Path) -> None:
    names = {**ENOUGH, "MOTCUA_LOG_KEYS": "", "MOTCUA_LOG_KEYS_FILE": str(file)}
    read = Settings.from_environment(names)
    assert read.log_keys.current == ("1", bytes.fromhex(OLD))
    assert OLD not in repr(read)
    used = {
        each.labels["key"]: each.value
        for family in gauges.REGISTRY.collect()
        for each in family.samples
        if each.name == "motcua_key_used" and each.labels["setting"] == "MOTCUA_SECRET_KEYS"
    }
    assert used == {"2": 1.0, "1": 0.0}


def test_a_file_of_token_keys_that_was_cut_leaves_the_former_ones_and_is_alarmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.chassis.followed.CHECKED_EVERY", 0.0)
    file = tmp_path / "tokens.pem"
    file.write_text(public_pem(PRIVATE))
    names = {**ENOUGH, "MOTCUA_TOKEN_KEYS": "", "MOTCUA_TOKEN_KEYS_FILE": str(file)}
    followed = Settings.from_environment(names).token_keys
    assert followed() == public_pem(PRIVATE).strip()
    replace(file, public_pem(PRIVATE)[:40])
    gauge = "motcua_setting_readable"
    with structlog.testing.capture_logs() as logs:
        assert followed() == public_pem(PRIVATE).strip()
    assert [each["event"] for each in logs] == ["setting.unreadable"]
    assert gauges.REGISTRY.get_sample_value(gauge, {"setting": "MOTCUA_TOKEN_KEYS"}) == 0
    with pytest.raises(SettingsError, match="MOTCUA_TOKEN_KEYS is malformed"):
        Settings.from_environment({**ENOUGH, "MOTCUA_TOKEN_KEYS": "no key"})


@pytest.mark.parametrize(
    ("text", "why"), [("1:xyz", "is malformed"), ("", "is missing"), (None, "_FILE cannot be read")]
)
def test_a_file_that_is_broken_at_the_start_is_no_setting(
    file: Path, text: str | None, why: str
) -> None:
    file.unlink()
    if text is not None:
        file.write_text(text)
    names = {**ENOUGH, "MOTCUA_LOG_KEYS": "", "MOTCUA_LOG_KEYS_FILE": str(file)}
    with pytest.raises(SettingsError, match=f"MOTCUA_LOG_KEYS ?{why}"):
        Settings.from_environment(names)


def test_what_is_made_of_a_value_is_made_once() -> None:
    values, made = [("a",)], list[Any]()
    current = made_of(lambda: values[0], lambda found: made.append(found) or found[0].upper())
    assert (current(), current(), made) == ("A", "A", [("a",)])
    values[0] = ("b",)
    assert (current(), current(), len(made)) == ("B", "B", 2)
    assert (now("said"), now(lambda: "followed")) == ("said", "followed")


def test_tokens_are_believed_by_the_keys_that_are_known_now() -> None:
    """Introduced, used, retired, removed: whoever was believed under a key that is gone is not."""
    ours, other = public_pem(echo.PRIVATE), public_pem(echo.FOREIGN_TOO)
    stated = [other]
    identity = Identity(lambda: stated[0], longest_life=DAY)
    token = token_of()
    assert answer(token, identity) == "TOKEN_INVALID"
    stated[0] = other + ours
    assert answer(token, identity) == "officers/1"
    assert len(identity.embedded.key_ids()) == 2
    stated[0] = other
    assert answer(token, identity) == "TOKEN_INVALID"


def test_a_keys_id_is_its_thumbprint() -> None:
    """The example of RFC 8037, A.3."""
    coordinate = urlsafe_b64decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
    key = Ed25519PublicKey.from_public_bytes(coordinate)
    assert thumbprint(key) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
