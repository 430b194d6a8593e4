"""Version 2 of the digest: leaves, the figure over them, and which leaf an item stands in.

The vectors were computed with `printf` and `sha256sum`. Must not need a database.
"""

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.metrics.domain.classes import DENOMINATOR, EXCLUDED, NUMERATOR, UNKNOWN
from services.metrics.domain.digest import (
    CLASSES,
    Classified,
    Leaf,
    LeafKey,
    figure_digest,
    key_as_of,
    key_in_month,
    key_of_counts,
    leaves,
)
from services.metrics.domain.periods import Period
from tests.metrics.naive_digest import Row, naive_digest, naive_leaves

MARCH = LeafKey("units/a", "2026-03")
ITEMS = [
    (MARCH, Classified("dossier", "dossiers/b", NUMERATOR, "", 1)),
    (MARCH, Classified("dossier", "dossiers/a", EXCLUDED, "level_unknown", 1)),
    (LeafKey("units/a", "2026-04"), Classified("dossier", "dossiers/c", DENOMINATOR, "480", 1)),
    (LeafKey("units/phường-1", "2026-03"), Classified("counted", "counts/d", UNKNOWN, "", 12)),
]
LEAF = "eba6d80523035854d13189726a1d99d30c11aae0f4ed2b211f010d42440aec73"
FIGURE = "444996698124258d9b7b77c264ce72175a5842a49f068c97cc5571f230cc8480"


@given(st.permutations(ITEMS))
def test_neither_a_leaf_nor_the_figure_depends_on_the_order(
    items: list[tuple[LeafKey, Classified]],
) -> None:
    found = leaves(items)
    assert [leaf.key for leaf in found] == sorted({place for place, _ in ITEMS})
    assert found[0] == Leaf(MARCH, LEAF)
    assert figure_digest(found) == figure_digest(reversed(found)) == FIGURE


def test_of_no_item_there_is_no_leaf_and_the_digest_of_nothing() -> None:
    assert leaves([]) == []
    nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert figure_digest([]) == nothing


# Names that sort otherwise as text of a language, and of which one is the beginning of another.
NAMES = st.sampled_from(["a", "a-b", "A", "ab", "ă", "z", "Đ", "𐀀", "￿"])
ROWS = st.lists(
    st.tuples(
        NAMES.map("units/{}".format), st.sampled_from(["2026-03", "2026-04", "2026-03-31"]),
        st.sampled_from(["dossier", "service"]), NAMES, st.sampled_from(sorted(CLASSES)),
        st.sampled_from(["", "no_due", "480", "inf"]),
        st.integers(1, 2**40) | st.fractions(0, 9, max_denominator=7),
    ),
    max_size=12,
)  # fmt: skip


@given(ROWS)
def test_leaves_and_figure_equal_a_naive_one(drawn: list[tuple[Any, ...]]) -> None:
    items = [(LeafKey(unit, part), Classified(*item)) for unit, part, *item in drawn]
    rows: list[Row] = [
        (unit, part, kind, id_, CLASSES[int(membership)], reason, written(weight))
        for unit, part, kind, id_, membership, reason, weight in drawn
    ]
    found = leaves(items)
    assert {tuple(leaf.key): leaf.digest for leaf in found} == naive_leaves(rows)
    assert figure_digest(found) == naive_digest(rows)


def written(weight: int | Fraction) -> str:
    """A whole number, or what is estimated: always n/d, also of a whole number."""
    numbers = [weight] if isinstance(weight, int) else [weight.numerator, weight.denominator]
    return "/".join(map(str, numbers))


def test_one_item_moved_to_another_unit_changes_two_leaves_and_no_other() -> None:
    moved = [(LeafKey("units/z", "2026-03"), ITEMS[0][1]), *ITEMS[1:]]
    differing = set(leaves(ITEMS)) ^ set(leaves(moved))
    assert {leaf.key for leaf in differing} == {MARCH, LeafKey("units/z", "2026-03")}


def test_where_a_definition_does_not_add_up_the_leaf_is_named_by_its_day() -> None:
    end_of_march = datetime(2026, 3, 31, 17, tzinfo=UTC)
    assert key_in_month("units/a", date(2026, 3, 1)) == ("units/a", "2026-03")
    assert key_as_of("units/a", end_of_march) == ("units/a", "2026-04-01")
    assert key_as_of("", end_of_march) == ("-", "2026-04-01")
    quarter = Period(date(2025, 7, 1), date(2025, 10, 1))
    assert key_of_counts("units/a", quarter) == ("units/a", "2025-07-01/2025-10-01")
