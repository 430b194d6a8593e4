"""What `./motcua levels` makes of the catalogue's counts, without a stack.

Promises that unknown stays in the denominator, that nothing applicable is excluded, and that rules
are not mixed. Must not ask a service.
"""

from __future__ import annotations

import hashlib
from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from services.console.commands.levels import counted

COUNTS = [
    api.OfferingCount(unit="units/a", level_rule="six_points@1", verdict=verdict, offerings=number)
    for verdict, number in ((1, 5), (2, 7), (3, 2), (4, 3))
] + [
    api.OfferingCount(unit="units/b", level_rule="six_points@1", verdict=4, offerings=4),
    api.OfferingCount(unit="units/a", level_rule="vn.levels@1", level=3, extent=2, offerings=6),
    api.OfferingCount(unit="units/b", level_rule="vn.levels@1", level=4, extent=3, offerings=1),
    api.OfferingCount(unit="units/b", level_rule="vn.levels@1", level=0, extent=4, offerings=2),
]


def only(rows: list[dict[str, Any]], unit: str) -> dict[str, Any]:
    """The row of a unit, without what is zero."""
    [found] = [row for row in rows if row["unit"] == unit]
    return {
        name: value for name, value in found.items() if value and name not in ("unit", "digest")
    }


def test_fully_online_has_numerator_denominator_excluded_and_unknown() -> None:
    rows = counted(COUNTS, "unit")["fully_online"]
    assert only(rows, "units/a") == {
        "rule": "six_points@1",
        "numerator": 5,
        "denominator": 14,
        "excluded": 3,
        "unknown": 2,
    }
    assert only(rows, "units/b") == {"rule": "six_points@1", "excluded": 4}


def test_the_whole_comes_last_and_is_the_sum_of_its_units() -> None:
    found = counted(COUNTS, "unit")
    for rows in found.values():
        *parts, whole = rows
        assert whole["unit"] == ""
        for name in whole.keys() - {"unit", "rule", "digest"}:
            assert whole[name] == sum(part[name] for part in parts)
    assert counted(COUNTS, "all")["fully_online"] == [found["fully_online"][-1]]


def test_levels_and_extents_are_counted_by_their_own_rule() -> None:
    rows = counted(COUNTS, "unit")["levels"]
    assert {row["rule"] for row in rows} == {"vn.levels@1"}
    assert only(rows, "")["offerings"] == 9
    assert (only(rows, "")["level_3"], only(rows, "")["partial"], only(rows, "")["full"]) == (
        6,
        6,
        1,
    )


def test_a_rows_digest_follows_from_the_digests_of_its_counts() -> None:
    counts = [
        api.OfferingCount(unit=unit, level_rule="vn.levels@1", level=level, extent=2, digest=digest)
        for unit, level, digest in (
            ("units/b", 3, "b3"),
            ("units/a", 4, "a4"),
            ("units/a", 3, "a3"),
        )
    ]
    *parts, whole = counted(counts, "unit")["levels"]
    lines = {
        "units/a": "units/a\t3\tpartial\t\ta3\nunits/a\t4\tpartial\t\ta4\n",
        "units/b": "units/b\t3\tpartial\t\tb3\n",
    }
    lines[""] = lines["units/a"] + lines["units/b"]
    for row in (*parts, whole):
        assert row["digest"] == hashlib.sha256(lines[row["unit"]].encode()).hexdigest()


def test_nothing_open_is_no_row() -> None:
    assert counted([], "unit") == {"fully_online": [], "levels": []}
