"""Sealing without a database: what opens, what does not, and which fields of a request are sealed.

Promises that content opens only where it was sealed, with its own key.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.call import parted
from services.chassis.keys import Keyring
from services.chassis.sealing import Damaged, OwnerKey, Vault
from tests.chassis.echo import request

MASTERS = Keyring({"a": b"a master key of the tests"})
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
PLACES = st.tuples(NAMES, NAMES)
VAULT = Vault(None, MASTERS)


def key_of(owner: str, vault: Vault = VAULT) -> OwnerKey:
    master, nonce, wrapped = vault.sealing(owner, "", b"")[-3:]
    assert master
    assert nonce
    assert wrapped
    return vault.unwrapped(owner, master, nonce, wrapped)


@given(PLACES, st.binary())
def test_content_opens_where_it_was_sealed(place: tuple[str, str], content: bytes) -> None:
    owner, field = place
    key = key_of(owner)
    assert key.opened(field, *key.sealed(field, content)) == content


@given(PLACES, PLACES, st.binary())
def test_content_opens_nowhere_else(
    place: tuple[str, str], other: tuple[str, str], content: bytes
) -> None:
    key = key_of(place[0])
    found = key.sealed(place[1], content)
    if place != other:
        with pytest.raises(Damaged):
            OwnerKey(other[0], key.key).opened(other[1], *found)


@given(PLACES, st.binary(), st.integers(0, 10_000), st.booleans())
def test_a_changed_bit_is_noticed(
    place: tuple[str, str], content: bytes, bit: int, in_nonce: bool
) -> None:
    key = key_of(place[0])
    parts = [bytearray(each) for each in key.sealed(place[1], content)]
    changed = parts[0 if in_nonce else 1]
    changed[bit // 8 % len(changed)] ^= 1 << bit % 8
    with pytest.raises(Damaged):
        key.opened(place[1], *map(bytes, parts))


def test_a_key_opens_for_its_owner_and_with_the_master_key_alone() -> None:
    _, *stored = "d/1", *VAULT.wrapped(key := key_of("d/1"))
    assert VAULT.unwrapped("d/1", *stored) == key
    other = Vault(None, Keyring({"a": b"another master key of tests"}))
    unknown = Vault(None, Keyring({"b": MASTERS.current[1]}))
    for vault, owner in ((VAULT, "d/2"), (other, "d/1"), (unknown, "d/1")):
        with pytest.raises(Damaged):
            vault.unwrapped(owner, *stored)


def test_two_owners_of_the_same_content_have_nothing_in_common() -> None:
    first, second = (VAULT.sealing("d/1", "f", b"Nguyen Van An") for _ in range(2))
    for one, other in zip(first[2:], second[2:], strict=True):
        assert one != other or one == "a"  # the master key's id


def test_contents_of_up_to_63_bytes_are_sealed_to_one_length() -> None:
    key = key_of("d/1")
    assert len({len(key.sealed("f", b"x" * n)[1]) for n in (0, 1, 20, 63)}) == 1


def test_a_fingerprint_says_nothing_without_the_key() -> None:
    assert key_of("d/1").fingerprint(b"An") != key_of("d/1").fingerprint(b"An")


def test_what_a_request_seals_is_in_no_fingerprint_but_whether_it_is_there() -> None:
    one, other, without = (request(full_name=name) for name in ("An", "Bình", None))
    assert parted(one)[0] == parted(other)[0] != parted(without)[0]
    assert b"An" not in parted(one)[0]
    assert type(one).FromString(parted(one)[1]) == type(one)(full_name="An")
    assert parted(without) == (without.SerializeToString(deterministic=True), b"")
    both = request(full_name="An", home={"unit": "units/at home"})
    assert type(one).FromString(parted(both)[1]) == type(one)(
        full_name="An", home={"unit": "units/at home"}
    )
    assert b"home" not in parted(both)[0].replace(b"\0home", b"")
