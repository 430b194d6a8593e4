"""Sealing alone: what opens, and what does not.

Promises that a name opens only where it was sealed, with its own key. Must not need a database.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.catalog.queries.sealed import Damaged, Keys, Place, mark, opened, sealed
from services.chassis.keys import Keyring

SECRET = Keyring({"a": b"a sealing key of tests"})
IDS = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1)
NAMES = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=100
)
PLACES = st.builds(Place, IDS, IDS)


def key_of(officer: str) -> bytes:
    return Keys(SECRET).made(officer)[0]


@given(PLACES, NAMES)
def test_a_name_opens_where_it_was_sealed(place: Place, name: str) -> None:
    key, wrapped = Keys(SECRET).made(place.officer)
    assert opened(Keys(SECRET).of(place.officer, wrapped), place, sealed(key, place, name)) == name


@given(PLACES, PLACES, NAMES)
def test_a_name_opens_nowhere_else(place: Place, other: Place, name: str) -> None:
    key = key_of(place.officer)
    found = sealed(key, place, name)
    if place != other:
        with pytest.raises(Damaged):
            opened(key, other, found)


@given(PLACES, NAMES, st.integers(0, 10_000), st.booleans())
def test_a_changed_bit_is_noticed(place: Place, name: str, bit: int, in_nonce: bool) -> None:
    key = key_of(place.officer)
    found = sealed(key, place, name)
    which = "nonce" if in_nonce else "ciphertext"
    changed = bytearray(getattr(found, which))
    changed[bit // 8 % len(changed)] ^= 1 << bit % 8
    with pytest.raises(Damaged):
        opened(key, place, found._replace(**{which: bytes(changed)}))


def test_a_key_opens_for_its_officer_and_with_the_sealing_key_alone() -> None:
    key, wrapped = Keys(SECRET).made("cb1")
    assert Keys(SECRET).of("cb1", wrapped) == key
    other = Keyring({"a": b"another sealing key of tests"})
    unknown = Keyring({"b": SECRET.current[1]})
    for ring, officer in ((SECRET, "cb2"), (other, "cb1"), (unknown, "cb1")):
        with pytest.raises(Damaged):
            Keys(ring).of(officer, wrapped)


def test_two_officers_of_one_name_have_nothing_in_common() -> None:
    place, name = Place("cb1", "units/q1"), "Nguyễn Văn An"
    key = key_of("cb1")
    assert key != key_of("cb1")
    assert sealed(key, place, name) != sealed(key, place, name)


def test_names_up_to_64_bytes_are_sealed_to_one_length() -> None:
    place, key = Place("cb1", "units/q1"), key_of("cb1")
    lengths = {len(sealed(key, place, "x" * n).ciphertext) for n in (1, 20, 64)}
    assert len(lengths) == 1


def test_a_fingerprint_says_nothing_without_the_key() -> None:
    fingerprint = b"f" * 32
    assert mark(key_of("cb1"), fingerprint) != mark(key_of("cb1"), fingerprint)
