"""The tree over a log: the roots of RFC 6962, whatever the pieces in which leaves come.

Promises an oracle that follows the RFC's definition and keeps all leaves. Must not need a server.
"""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evidence.merkle import Tree, leaf_hash, root_of

# The leaves and roots by which implementations of RFC 6962 are compared.
LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def naive(contents: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1."""
    if not contents:
        return sha256().digest()
    if len(contents) == 1:
        return sha256(b"\0" + contents[0]).digest()
    k = 1
    while 2 * k < len(contents):
        k *= 2
    return sha256(b"\1" + naive(contents[:k]) + naive(contents[k:])).digest()


@pytest.mark.parametrize("size", ROOTS)
def test_the_roots_are_those_of_the_rfc(size: int) -> None:
    tree = Tree()
    tree.extend(leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:size])
    assert tree.root.hex() == ROOTS[size]


@given(st.lists(st.lists(st.binary(max_size=4), max_size=9), max_size=9))
def test_a_tree_that_grew_piece_by_piece_has_the_root_of_all_its_leaves(
    pieces: list[list[bytes]],
) -> None:
    tree, contents = Tree(), []
    for piece in pieces:
        tree.extend(map(leaf_hash, piece))
        contents += piece
        assert tree.root == naive(contents)
        assert len(tree.peaks) == tree.size.bit_count()
        tree = Tree(tree.size, list(tree.peaks))  # as it is taken up from a signed head
    assert tree.size == len(contents)


def test_a_leaf_is_no_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != root_of([root_of([left]), right])
    assert sha256(b"\1" + left + right).digest() == root_of([left, right])
