"""Keyrings: which key is used, which only verify, and that purposes share none.

Given the text of a setting, then its keys; nothing is started.
"""

import hmac

import pytest

from services.chassis.keyed import keyed_digest
from services.chassis.keys import keyring

OLD, NEW = "aa" * 16, "bb" * 32


def test_the_first_key_is_the_current_one_and_the_others_are_kept() -> None:
    ring = keyring(f"2026:{NEW}, 2025:{OLD}")
    assert ring.current == ("2026", bytes.fromhex(NEW))
    assert ring.keys["2025"] == bytes.fromhex(OLD)


def test_each_purpose_has_keys_of_its_own_under_the_same_ids() -> None:
    ring = keyring(f"b:{NEW},a:{OLD}")
    seals, marks = ring.derived("seals"), ring.derived("marks")
    assert list(seals.keys) == list(marks.keys) == ["b", "a"]
    assert len({*ring.keys.values(), *seals.keys.values(), *marks.keys.values()}) == 6
    assert seals == ring.derived("seals")


def test_a_key_is_never_shown() -> None:
    assert NEW not in repr(keyring(f"b:{NEW}"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "b",
        f":{NEW}",
        "b:abcd",
        f"b:{NEW},b:{OLD}",
        f"b c:{NEW}",
        f"b:{NEW},",
        "b:not hexadecimal",
    ],
)
def test_a_ring_that_cannot_be_used_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"ring of keys|hexadecimal|fromhex"):
        keyring(text)


@pytest.mark.parametrize("length", [1, 32, 64, 65, 131])
@pytest.mark.parametrize("content", [b"", b"Hi There", b"x" * 5000])
def test_a_keyed_digest_is_the_hmac_of_the_standard_library(length: int, content: bytes) -> None:
    key = bytes(range(length))
    for _ in range(2):  # prepared, and then again
        assert keyed_digest(key, content) == hmac.digest(key, content, "sha256")
