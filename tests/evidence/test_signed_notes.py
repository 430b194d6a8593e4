"""Signed notes of checkpoints: written as other tools read them, believed by their key only.

Promises the published example of a note and its key. Must not need a server.
"""

import pytest

from services.chassis.keys import Keyring
from services.evidence import signed_notes
from services.evidence.signed_notes import Malformed, Root, Verifier

OLD, NEW = {"1": b"the former key....."}, {"2": b"the present key...."}
ROOT = Root("motcua/catalog", 1000, bytes(range(32)))


def test_a_note_is_read_back_and_names_its_key() -> None:
    signer = signed_notes.signers("catalog", Keyring(NEW))[0]
    text = signer.note(ROOT)
    lines = text.split("\n")
    assert lines[:4] == [
        "motcua/catalog",
        "1000",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "",
    ]
    assert lines[4].startswith("— motcua/catalog/2 ")
    assert lines[5:] == [""]
    note = signed_notes.read(text)
    assert note.root == ROOT
    assert signer.verifier.verifies(note)
    assert signed_notes.verifier(str(signer.verifier)) == signer.verifier


def test_the_same_root_has_the_same_note() -> None:
    first, second = (signed_notes.signers("catalog", Keyring(NEW))[0] for _ in range(2))
    assert first.note(ROOT) == second.note(ROOT)


@pytest.mark.parametrize(
    ("log", "keys"),
    [
        ("metrics", NEW),
        ("catalog", OLD),
        ("catalog", {"2": b"somebody else's key"}),
        ("catalog", {"3": NEW["2"]}),
    ],
)
def test_no_other_log_and_no_other_key_verifies(log: str, keys: dict[str, bytes]) -> None:
    note = signed_notes.read(signed_notes.signers("catalog", Keyring(NEW))[0].note(ROOT))
    assert not signed_notes.signers(log, Keyring(keys))[0].verifier.verifies(note)


def test_a_retired_key_still_verifies() -> None:
    note = signed_notes.read(signed_notes.signers("catalog", Keyring(OLD))[0].note(ROOT))
    ring = signed_notes.signers("catalog", Keyring(NEW | OLD))
    assert [each.verifier.verifies(note) for each in ring] == [False, True]


@pytest.mark.parametrize(
    "changed",
    [
        ROOT._replace(size=1001),
        ROOT._replace(hash=bytes(32)),
        ROOT._replace(origin="motcua/metrics"),
    ],
)
def test_another_root_under_the_same_signature_does_not_verify(changed: Root) -> None:
    signer = signed_notes.signers("catalog", Keyring(NEW))[0]
    signed = signer.note(ROOT).partition("\n\n")[2]
    assert not signer.verifier.verifies(signed_notes.read(f"{changed.text}\n{signed}"))


def test_the_key_of_the_published_example_is_read() -> None:
    """The key in the documentation of golang.org/x/mod/sumdb/note."""
    text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    key = signed_notes.verifier(text)
    assert (key.name, key.hash.hex(), str(key)) == ("PeterNeumann", "c74f20a3", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n\n— x AAAA\n",
        "a\n01\nAAAA\n\n",
        "a\n-1\nAAAA\n\n",
        "a\n1\n!\n\n",
        "a\n1\nAAAA\nmore\n\n",
        "a\n1\nAAAA\n\nx AAAA\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        signed_notes.read(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000+AQ==",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        signed_notes.verifier(text)


def test_a_signature_of_another_length_does_not_fail() -> None:
    signer = signed_notes.signers("catalog", Keyring(NEW))[0]
    note = signed_notes.Note(ROOT, {(signer.verifier.name, signer.verifier.hash): b"short"})
    assert not signer.verifier.verifies(note)
    assert not Verifier("x", bytes(32)).verifies(note)
